import { join } from "node:path";
import type { SkippedCheck } from "../../core/skipped-check.ts";
import { listBaseBlobs } from "../../git/base-files.ts";
import { readBlobs } from "../../git/blobs.ts";
import { childEnvironment } from "../../host/environment.ts";
import type { Host } from "../../host/host.ts";
import { runCommand } from "../../host/run-command.ts";
import { findProgram } from "../../host/spawn.ts";
import { checksOf, checkTexts, whyNoChecks } from "./checks-of.ts";
import type { Check, Need } from "./project.ts";

export interface FoundChecks {
  /** Commands for the shell. */
  checks: string[];
  /** What the person should know about them, a sentence each. */
  notices: string[];
  /** Found, but not to be run on this machine. Skipped is not passed. */
  skipped: SkippedCheck[];
}

const mostBytes = 1024 * 1024;
const probeTimeoutMs = 20_000;

/** Finds the checks of a project at its base; nothing of the working tree is read. */
export async function findChecks(host: Host, place: { root: string; base: string }): Promise<FoundChecks> {
  const { root, base } = place;
  const blobs = await listBaseBlobs(host, root, base);
  const files = [...blobs.keys()];
  const found = checksOf(files, await readTexts(host, root, blobs, checkTexts(files)));
  const missing = await Promise.all(found.map((check) => missingOf(host, root, check)));
  const skipped: SkippedCheck[] = found.flatMap(({ command }, position) => {
    const why = missing[position] ?? null;
    return why === null ? [] : [{ command, cause: "missing" as const, why, next: null }];
  });
  const usable = found.filter((_check, position) => missing[position] === null);
  const notices = usable.length > 0 ? [`Found in the project to check with: ${usable.map(described).join(", ")}`] : [];
  if (found.length === 0) {
    const next = "name a check with --verify";
    skipped.push({ command: null, cause: "nothing", why: whyNoChecks(files), next });
  }
  return { checks: usable.map(({ command }) => command), notices, skipped };
}

function described({ command, source }: Check): string {
  return `\`${command}\` (${source})`;
}

async function readTexts(
  host: Host,
  root: string,
  blobs: ReadonlyMap<string, string | null>,
  paths: readonly string[],
): Promise<Map<string, string>> {
  const ids = paths.flatMap((path) => blobs.get(path) ?? []);
  const contents = new Map<string, string>();
  for await (const portion of readBlobs(host, root, [...new Set(ids)], { maxBytes: mostBytes })) {
    for (const [id, bytes] of portion) contents.set(id, bytes?.toString("utf8") ?? "");
  }
  return new Map(paths.map((path) => [path, contents.get(blobs.get(path) ?? "") ?? ""]));
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
