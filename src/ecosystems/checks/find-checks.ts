import { existsSync } from "node:fs";
import { join } from "node:path";
import type { SkippedCheck } from "../../core/check.ts";
import { childEnvironment } from "../../host/environment.ts";
import type { Host } from "../../host/host.ts";
import { runCommand } from "../../host/run-command.ts";
import { findProgram } from "../../host/spawn.ts";
import type { Check, Need } from "../project.ts";
import { checksOf, checkTexts, whyNoChecks } from "./checks-of.ts";
import { exampleOf, type FindReport, findReports, type ScopeCheck, scopeChecks } from "./scope-check.ts";

export interface FoundChecks {
  /** Commands for the shell. */
  checks: string[];
  /** What of them a story runs that touched only a part. */
  scope: ScopeCheck;
  /** How they also write down what they found. */
  report: FindReport;
  /** What a check may become by that, by its command. */
  examples: ReadonlyMap<string, string>;
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

/**
 * Finds the checks of a project at its base. `root`: the person's checkout, where programs may be installed. `from`: the
 * folder below it that the person stands in.
 */
export async function findChecks(host: Host, root: string, files: ProjectFiles, from = ""): Promise<FoundChecks> {
  const texts = await files.texts(checkTexts(files.paths, from));
  const found = checksOf(files.paths, texts, from);
  const chosen = await Promise.all(found.map((check) => chooseUsable(host, { root, paths: files.paths }, check)));
  const skipped: SkippedCheck[] = chosen.flatMap(({ check, why, next }) =>
    why === null ? [] : [{ command: check.command, cause: "missing" as const, why, next }],
  );
  const usable = chosen.flatMap(({ check, why }) => (why === null ? [check] : []));
  const notices = usable.length > 0 ? [`Checks found in the project: ${usable.map(described).join(", ")}`] : [];
  if (found.length === 0) {
    const next = "name a check with --verify";
    skipped.push({ command: null, cause: "nothing", why: whyNoChecks(files.paths), next });
  }
  const scope = scopeChecks(usable, files.paths, texts);
  const examples = new Map<string, string>();
  for (const check of usable) {
    const example = exampleOf(scope, check, files.paths);
    if (example === null) continue;
    examples.set(check.command, example);
    notices.push(`\`${check.command}\` is run whole on the merged result; ${partText(example)}`);
  }
  const report = findReports(usable, files.paths, texts);
  return { checks: usable.map(({ command }) => command), scope, report, examples, notices, skipped };
}

/** The commands that check a project, whether this machine can run them or not. */
export async function ownChecks(files: ProjectFiles, from = ""): Promise<string[]> {
  const found = checksOf(files.paths, await files.texts(checkTexts(files.paths, from)), from);
  return found.flatMap((check) => [check, ...insteadOf(check)].map(({ command }) => command));
}

/** How a story takes a check that knows parts. */
export function partText(example: string): string {
  return `a story runs it for what it touched, such as \`${example}\``;
}

function described({ command, source }: Check): string {
  return `\`${command}\` (${source})`;
}

interface Chosen {
  check: Check;
  /** What this machine lacks for it, or `null`. */
  why: string | null;
  next: string | null;
}

/** The check, or what proves the same with what is on this machine. */
async function chooseUsable(host: Host, project: Project, check: Check): Promise<Chosen> {
  const why = await missingOf(host, project, check);
  if (why === null) return { check, why, next: null };
  for (const instead of insteadOf(check)) {
    if ((await missingOf(host, project, instead)) === null) return { check: instead, why: null, next: null };
  }
  const [need] = check.needs;
  const next =
    need !== undefined && "program" in need ? `install ${need.program}, or name a check with --verify` : null;
  return { check, why, next };
}

/** The checks that prove the same. */
function insteadOf(check: Check): Check[] {
  const place = check.folder === undefined ? "" : `${check.command.slice(0, check.command.indexOf(" && "))} && `;
  return (check.instead ?? []).map((other) => ({ ...check, ...other, command: place + other.command }));
}

async function missingOf(host: Host, project: Project, { needs, folder = "" }: Check): Promise<string | null> {
  for (const need of needs) {
    const why = await lacks(host, project, folder, need);
    if (why !== null) return why;
  }
  return null;
}

/** The person's checkout, and the paths of the commit. */
interface Project {
  root: string;
  paths: readonly string[];
}

async function lacks(host: Host, project: Project, folder: string, need: Need): Promise<string | null> {
  if ("file" in need) {
    return existsSync(join(project.root, folder, need.file)) ? null : `${need.file} is not there`;
  }
  const { program, probe } = need;
  const path = [...environments(project, folder), host.env["PATH"] ?? ""].join(":");
  const found = findProgram(program, path);
  if (found === null) return `${program} is not on the PATH`;
  if (probe === undefined) return null;
  const env = childEnvironment(host.env, { PATH: path });
  // Not in the checkout: a file of it could stand in for what is looked for.
  const result = await runCommand(host, { program: found, args: probe, cwd: "/", env, timeoutMs: probeTimeoutMs });
  return result.exitCode === 0 ? null : `\`${program} ${probe.join(" ")}\` fails`;
}

/**
 * The programs of the project's own environments, which its worktrees have as well. One that the repository brings along is
 * not the person's: nothing of it runs before they accepted anything.
 */
function environments({ root, paths }: Project, folder: string): string[] {
  const places = [...new Set([folder, ""])].flatMap((place) => [join(place, ".venv"), join(place, "venv")]);
  const isCommitted = (place: string) => paths.some((path) => path === place || path.startsWith(`${place}/`));
  return places.filter((place) => !isCommitted(place)).map((place) => join(root, place, "bin"));
}
