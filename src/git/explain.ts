import { BaroError } from "../core/error.ts";
import { shellWord } from "../text/quoting.ts";
import { GitFailure } from "./git.ts";

/** What git said, for a person: the reason without its prefixes, and git's own advice if it gave any. */
export interface GitWords {
  reason: string;
  advice: string | null;
}

/** Reads what git printed on stderr. The first `fatal:` or `error:` names the cause; what follows is its consequence. */
export function readGitWords(stderr: string): GitWords {
  const lines = stderr.split("\n").map((line) => line.trimEnd());
  const at = lines.findIndex((line) => /^(fatal|error): /.test(line));
  const first = lines[at] ?? lines.findLast((line) => line !== "") ?? "";
  // "unknown repository extension found:" is followed by its name.
  const cause = first.endsWith(":") ? `${first} ${lines[at + 1]?.trim() ?? ""}`.trim() : first;
  const hints = lines.filter((line) => line.startsWith("hint: ")).map((line) => line.slice(6).trim());
  // Git puts what to type on a line of its own, indented.
  const commands = lines.filter((line) => /^\s+git /.test(line)).map((line) => line.trim());
  const advice = [...commands, ...hints].filter((line) => line !== "").join("; ");
  return { reason: cause.replace(/^(fatal|error): /, ""), advice: advice === "" ? null : advice };
}

/** Why a filter fails, of what git printed: what the filter itself said comes before what git says of it. */
export function filterReason(stderr: string): string {
  const own = stderr.split("\n").find((line) => line.trim() !== "" && !/^(?:fatal|error|warning|hint): /.test(line));
  if (own !== undefined) return withoutCommand(own.trim());
  // Git tells the command as it was given it.
  return readGitWords(stderr).reason.replace(/(?<=^external filter ')cd (?:'(?:[^']|'\\'')*'|\S+) \|\| exit 1; /, "");
}

/** A shell begins what it says with the command that it was given, of which ours is the beginning. */
function withoutCommand(said: string): string {
  const lacking = /: (?:line )?\d+: (\S+): (?:(?:command )?not found|No such file or directory)$/.exec(said)?.[1];
  if (lacking !== undefined) return `cannot run ${lacking}: not found`;
  return said.replace(/^cd (?:'(?:[^']|'\\'')*'|\S+) \|\| exit 1; /, "");
}

/** Which file a filter failed on, for a person; `null`: it was something else. */
export function readFilterWords(stderr: string): string | null {
  const [, path, filter] = /^(?:fatal|error): (.*): (?:clean|smudge) filter '?(\S+?)'? failed$/m.exec(stderr) ?? [];
  if (path === undefined || filter === undefined) return null;
  const settings = shellWord(`^filter\\.${filter}\\.`);
  return `${path} goes through the filter "${filter}", which fails (${filterReason(stderr)}). What it needs has to be installed or unlocked on this machine; see it with: git config --get-regexp ${settings}`;
}

/** What git says when the disk has no room, in the words that a person is told anyway. */
const noRoom = /No space left on device|Disk quota exceeded|unable to write/i;

/** A git command that failed is for the person to look at; anything else stays what it is. */
export function explainFailure(error: unknown): unknown {
  if (!(error instanceof GitFailure)) return error;
  return new BaroError("git-failed", `Cannot go on: ${error.message}`, { hint: hintFor(error), cause: error });
}

/** The lock that somebody holds, or that a git that was killed left; null: none is in the way. */
export function heldLock(error: unknown): string | null {
  if (!(error instanceof GitFailure)) return null;
  return /Unable to create '([^']+\.lock)': File exists/.exec(error.stderr)?.[1] ?? null;
}

function hintFor(error: GitFailure): string {
  const { stderr } = error;
  const locked = heldLock(error);
  if (locked !== null) return `If no git is running, remove "${locked}"; then run: baro resume`;
  if (noRoom.test(stderr)) return "Make room, then run: baro resume";
  const { advice } = readGitWords(stderr);
  return advice === null ? "Fix what git reports, then run: baro resume" : `${advice}; then run: baro resume`;
}
