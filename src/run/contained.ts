import { type GitHost, tryGit } from "../git/git.ts";

/**
 * Whether merging `commit` into `target` would change nothing: all its work is there, however it got there (a squash, a
 * rebase). Trees are compared, not ancestry.
 */
export async function isContained(host: GitHost, root: string, commit: string, target: string): Promise<boolean> {
  const args = ["-c", "merge.directoryRenames=false", "merge-tree", "--write-tree", target, commit];
  const [merged, tree] = await Promise.all([
    tryGit(host, root, args),
    tryGit(host, root, ["rev-parse", "--verify", "--quiet", `${target}^{tree}`]),
  ]);
  if (merged.exitCode !== 0 || tree.exitCode !== 0) return false;
  return merged.stdout.toString("utf8").trim() === tree.stdout.toString("utf8").trim();
}

/** The branches and remote branches that may hold a run's work, but the run's own ones. */
export async function possibleHomes(host: GitHost, root: string): Promise<string[]> {
  const refs = await tryGit(host, root, ["for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes"]);
  const names = refs.stdout.toString("utf8").split("\n");
  return ["HEAD", ...names.filter((name) => name !== "" && !name.startsWith("refs/heads/baro/"))];
}

/** The branches that some working tree stands on. */
export async function checkedOutRefs(host: GitHost, root: string): Promise<Set<string>> {
  const refs = await tryGit(host, root, ["for-each-ref", "--format=%(worktreepath)%00%(refname)", "refs/heads"]);
  const lines = refs.stdout.toString("utf8").split("\n");
  return new Set(
    lines.filter((line) => line !== "" && !line.startsWith("\0")).map((line) => line.split("\0")[1] ?? ""),
  );
}

/** The first of the homes that holds all work of a commit, or null. */
export async function homeOf(
  host: GitHost,
  root: string,
  commit: string,
  homes: readonly string[],
): Promise<string | null> {
  for (const home of homes) {
    if (await isContained(host, root, commit, home)) return home;
  }
  return null;
}
