import { join } from "node:path";
import type { SkippedCheck } from "../../core/skipped-check.ts";
import { childEnvironment } from "../../host/environment.ts";
import type { Host } from "../../host/host.ts";
import { runCommand } from "../../host/run-command.ts";
import { findProgram } from "../../host/spawn.ts";
import type { Check, Need } from "../project.ts";
import { checksOf, checkTexts, whyNoChecks } from "./checks-of.ts";

export interface FoundChecks {
  /** Commands for the shell. */
  checks: string[];
  /** What the person should know about them, a sentence each. */
  notices: string[];
  /** Found, but not to be run on this machine. Skipped is not passed. */
  skipped: SkippedCheck[];
}

const probeTimeoutMs = 20_000;

/** The files of the commit that checks are looked for in. */
export interface ProjectFiles {
  paths: readonly string[];
  texts(paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Finds the checks of a project at its base. `root`: the person's checkout, where programs may be installed. */
export async function findChecks(host: Host, root: string, files: ProjectFiles): Promise<FoundChecks> {
  const found = checksOf(files.paths, await files.texts(checkTexts(files.paths)));
  const missing = await Promise.all(found.map((check) => missingOf(host, root, check)));
  const skipped: SkippedCheck[] = found.flatMap(({ command }, position) => {
    const why = missing[position] ?? null;
    return why === null ? [] : [{ command, cause: "missing" as const, why, next: null }];
  });
  const usable = found.filter((_check, position) => missing[position] === null);
  const notices = usable.length > 0 ? [`Found in the project to check with: ${usable.map(described).join(", ")}`] : [];
  if (found.length === 0) {
    const next = "name a check with --verify";
    skipped.push({ command: null, cause: "nothing", why: whyNoChecks(files.paths), next });
  }
  return { checks: usable.map(({ command }) => command), notices, skipped };
}

function described({ command, source }: Check): string {
  return `\`${command}\` (${source})`;
}

/** What this machine lacks for a check, or `null`. */
async function missingOf(host: Host, root: string, { needs, folder = "" }: Check): Promise<string | null> {
  for (const need of needs) {
    const why = await lacks(host, [join(root, folder), root], need);
    if (why !== null) return why;
  }
  return null;
}

async function lacks(host: Host, places: readonly string[], { program, probe }: Need): Promise<string | null> {
  // The project's own environment comes first: its worktrees have one as well.
  const environments = places.flatMap((place) => [join(place, ".venv/bin"), join(place, "venv/bin")]);
  const path = [...environments, host.env["PATH"] ?? ""].join(":");
  const found = findProgram(program, path);
  if (found === null) return `${program} is not on the PATH`;
  if (probe === undefined) return null;
  const env = childEnvironment(host.env, { PATH: path });
  // Not in the checkout: a file of it could stand in for what is looked for.
  const result = await runCommand(host, { program: found, args: probe, cwd: "/", env, timeoutMs: probeTimeoutMs });
  return result.exitCode === 0 ? null : `\`${program} ${probe.join(" ")}\` fails`;
}
