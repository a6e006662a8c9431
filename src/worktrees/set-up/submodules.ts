import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { readGitWords } from "../../git/explain.ts";
import { GitFailure, type GitHost, git, noFetch, tryGit } from "../../git/git.ts";
import { forgetPlace } from "../../git/place.ts";
import { readHead } from "../../git/read-head.ts";
import { checkOutWorktree, worktreeSource } from "../../git/worktree.ts";

/** A repository within the repository, at the commit that a commit of the outer one names. */
interface Submodule {
  path: string;
  commit: string;
}

/**
 * Checks out a commit's submodules from what the person's checkout has of them, with their own inside, without the
 * network. One that the person has not checked out either stays empty. Gives the paths that were made, and notices.
 */
export async function checkOutSubmodules(
  host: GitHost,
  root: string,
  worktree: string,
  commit: string,
  signal: AbortSignal,
): Promise<{ paths: string[]; notices: string[] }> {
  const made: string[] = [];
  const notices: string[] = [];
  if (!existsSync(join(worktree, ".gitmodules"))) return { paths: made, notices };
  for (const { path, commit: wanted } of await listSubmodules(host, root, commit)) {
    const theirs = join(root, path);
    // A `.git` is what tells a repository from the empty folder of one that was never fetched.
    if (!existsSync(join(theirs, ".git"))) continue;
    const place = { path: join(worktree, path), index: join(worktree, ".git", `index.${made.length}.submodule`) };
    await rm(place.path, { recursive: true, force: true });
    await mkdir(place.path, { recursive: true });
    try {
      const options = { branch: "baro/submodule", signal };
      await checkOutWorktree(host, await worktreeSource(host, theirs), place, wanted, options);
    } catch (error) {
      if (!(error instanceof GitFailure)) throw error;
      const { advice } = readGitWords(error.stderr);
      const said = advice === null ? error.message : `${error.message}; ${advice}`;
      const why = `your checkout of it does not give ${wanted.slice(0, 12)} (${said})`;
      notices.push(`The submodule ${path} is missing in worktrees: ${why}`);
      // An empty folder is one that was not fetched; none at all would be the submodule's removal.
      await rm(place.path, { recursive: true, force: true });
      await mkdir(place.path, { recursive: true });
      continue;
    } finally {
      await forgetPlace(place);
    }
    made.push(path);
    const inner = await checkOutSubmodules(host, theirs, place.path, wanted, signal);
    made.push(...inner.paths.map((one) => `${path}/${one}`));
    notices.push(...inner.notices);
  }
  return { paths: made, notices };
}

/** The submodules that a commit names. */
export async function listSubmodules(host: GitHost, root: string, commit: string): Promise<Submodule[]> {
  const modules = await git(host, root, ["ls-tree", "-r", "-z", "--full-tree", commit]);
  return modules.split("\0").flatMap((entry) => {
    const [mode, , id = ""] = entry.slice(0, entry.indexOf("\t")).split(" ");
    return mode === "160000" ? [{ path: entry.slice(entry.indexOf("\t") + 1), commit: id }] : [];
  });
}

/** Whether a worktree's submodule stands at a commit that the person's copy has too, so that it can be delivered. */
export async function isKnownThere(host: GitHost, root: string, worktree: string, path: string): Promise<boolean> {
  return (await knownHead(host, root, worktree, path)) !== null;
}

/** The commit that a worktree's submodule stands at; `null`: none, or one that the person's copy lacks. */
export async function knownHead(host: GitHost, root: string, worktree: string, path: string): Promise<string | null> {
  const theirs = join(root, path);
  // Without a repository of its own, git would answer for the one around it.
  if (!existsSync(join(worktree, path, ".git")) || !existsSync(join(theirs, ".git"))) return null;
  const commit = await readHead(join(worktree, path, ".git"));
  if (commit === null) return null;
  return (await tryGit(host, theirs, ["cat-file", "-e", `${commit}^{commit}`], { env: noFetch })).exitCode === 0
    ? commit
    : null;
}
