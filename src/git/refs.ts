import { BaroError } from "../core/error.ts";
import { besideFiles } from "./beside-files.ts";
import { GitFailure, type GitHost, git, noHooks, tryGit } from "./git.ts";

/** What a ref must be for an update to happen; `null`: it must not exist. `undefined`: whatever it is. */
export interface RefUpdate {
  ref: string;
  to: string;
  from?: string | null;
}

/**
 * The objects that refs point to; refs that do not exist are not in the answer. A name ending in `/` lists below it.
 * `mergedInto`: only those that are reachable from that commit.
 */
export async function readRefs(
  host: GitHost,
  root: string,
  names: readonly string[],
  options: { mergedInto?: string } = {},
): Promise<Map<string, string>> {
  const merged = options.mergedInto === undefined ? [] : [`--merged=${options.mergedInto}`];
  const output = await git(host, root, ["for-each-ref", "--format=%(objectname) %(refname)", ...merged, ...names]);
  const refs = new Map<string, string>();
  for (const line of output.split("\n")) {
    const space = line.indexOf(" ");
    if (space > 0) refs.set(line.slice(space + 1), line.slice(0, space));
  }
  return refs;
}

/** What one ref points to, or `null`. */
export async function readRef(host: GitHost, root: string, ref: string): Promise<string | null> {
  return (await readRefs(host, root, [ref])).get(ref) ?? null;
}

/** The commit that a name stands for, or `null`. */
export async function resolveCommit(host: GitHost, root: string, name: string): Promise<string | null> {
  const result = await tryGit(host, root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]);
  return result.exitCode === 0 ? result.stdout.toString("utf8").trim() : null;
}

/** Moves refs together, in the given order, by compare-and-swap. `stale`: one of them was not what it had to be. */
export async function moveRefs(host: GitHost, root: string, updates: readonly RefUpdate[]): Promise<"moved" | "stale"> {
  const lines = updates.map(({ ref, to, from }) => {
    if (from === undefined) return `update ${ref}\0${to}\0\0`;
    return from === null ? `create ${ref}\0${to}\0` : `update ${ref}\0${to}\0${from}\0`;
  });
  const args = [...noHooks, "update-ref", "--stdin", "-z"];
  const result = await tryGit(host, root, args, { stdin: lines.join("") });
  if (result.exitCode === 0) return "moved";
  const stderr = result.stderr.toString("utf8");
  if (/but expected|reference already exists|unable to resolve reference/.test(stderr)) return "stale";
  const failure = new GitFailure(["update-ref"], result);
  if (/exists; cannot create|cannot create .* conflict/.test(stderr)) {
    throw new BaroError("git-failed", `Cannot make the branch: ${stderr.trim().split("\n").at(-1)}`, {
      hint: "Rename or delete the branch that is in the way",
      cause: failure,
    });
  }
  throw failure;
}

/** Tries to make refs, as far as git goes before anything is written. Throws `GitFailure` where it refuses. */
export async function tryRefs(host: GitHost, root: string, refs: readonly string[], to: string): Promise<void> {
  const stdin = `start\0${refs.map((ref) => `create ${ref}\0${to}\0`).join("")}prepare\0abort\0`;
  await git(host, root, [...noHooks, "update-ref", "--stdin", "-z"], { stdin });
}

/** Removes refs; those that are gone already are what was wanted. */
export async function removeRefs(host: GitHost, root: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const stdin = names.map((name) => `delete ${name}\0\0`).join("");
  await git(host, root, [...noHooks, "update-ref", "--stdin", "-z"], { stdin });
}

/** Removes a ref if it points to `commit`; one that has moved or is gone is left alone. Gives why git did not, or `null`. */
export async function removeRefAt(host: GitHost, root: string, ref: string, commit: string): Promise<string | null> {
  const args = ["update-ref", "-d", ref, commit];
  const result = await tryGit(host, root, [...noHooks, ...args]);
  return result.exitCode === 0 ? null : new GitFailure(args, result).message;
}

/** Whether `ancestor` is reachable from `commit`. */
export async function isAncestor(host: GitHost, root: string, ancestor: string, commit: string): Promise<boolean> {
  const args = ["merge-base", "--is-ancestor", ancestor, commit];
  const result = await tryGit(host, root, args);
  if (result.exitCode === 0 || result.exitCode === 1) return result.exitCode === 0;
  throw new GitFailure(args, result);
}

/**
 * Whether merging `commit` into `target` would change nothing: all its work is there, however it got there (a squash, a
 * rebase). Trees are compared, not ancestry.
 */
async function isContained(host: GitHost, root: string, commit: string, target: string): Promise<boolean> {
  const args = ["-c", "merge.directoryRenames=false", "merge-tree", "--write-tree", target, commit];
  const [merged, tree] = await Promise.all([
    tryGit(host, root, args),
    tryGit(host, root, ["rev-parse", "--verify", "--quiet", `${target}^{tree}`]),
  ]);
  if (merged.exitCode !== 0 || tree.exitCode !== 0) return false;
  return merged.stdout.toString("utf8").trim() === tree.stdout.toString("utf8").trim();
}

/** A branch that may hold work, and when it was last committed to, in seconds since 1970. */
export interface Home {
  ref: string;
  at: number;
}

/** The branches and remote branches that may hold a run's work, but the run's own ones; the newest first. */
export async function possibleHomes(host: GitHost, root: string): Promise<Home[]> {
  const format = "--format=%(committerdate:unix) %(refname)";
  const refs = await tryGit(host, root, [
    "for-each-ref",
    "--sort=-committerdate",
    format,
    "refs/heads",
    "refs/remotes",
  ]);
  const homes = refs.stdout
    .toString("utf8")
    .split("\n")
    .flatMap((line) => {
      const [at = "", ref = ""] = line.split(" ");
      return ref === "" || ref.startsWith("refs/heads/baro/") ? [] : [{ ref, at: Number(at) }];
    });
  return [{ ref: "HEAD", at: Number.POSITIVE_INFINITY }, ...homes];
}

/** The branches that some working tree stands on. */
export async function checkedOutRefs(host: GitHost, root: string): Promise<Set<string>> {
  const refs = await tryGit(host, root, ["for-each-ref", "--format=%(worktreepath)%00%(refname)", "refs/heads"]);
  const lines = refs.stdout.toString("utf8").split("\n");
  return new Set(
    lines.filter((line) => line !== "" && !line.startsWith("\0")).map((line) => line.split("\0")[1] ?? ""),
  );
}

/** Merging in memory takes a moment each: so many of the newest branches are looked into for work that was squashed. */
const mostLookedInto = 25;
const daySeconds = 86_400;

/**
 * A branch that holds all work of a commit, or null. One that has the commit itself is found at once; of the others only
 * those are looked into that were committed to since.
 */
export async function homeOf(
  host: GitHost,
  root: string,
  commit: string,
  homes: readonly Home[],
): Promise<string | null> {
  const within = ["for-each-ref", "--format=%(refname)", `--contains=${commit}`, "refs/heads", "refs/remotes"];
  const { cwd, env } = await besideFiles(host, root);
  const [holding, dated] = await Promise.all([
    tryGit(host, root, within),
    tryGit(host, cwd, ["show", "--no-patch", "--format=%ct", commit], { env }),
  ]);
  const has = new Set(holding.stdout.toString("utf8").split("\n"));
  const whole = homes.find(({ ref }) => has.has(ref));
  if (whole !== undefined) return whole.ref;
  // Clocks differ; a day forgives that.
  const since = Number(dated.stdout.toString("utf8").trim()) - daySeconds;
  for (const { ref } of homes.filter(({ at }) => at >= since).slice(0, mostLookedInto)) {
    if (await isContained(host, root, commit, ref)) return ref;
  }
  return null;
}
