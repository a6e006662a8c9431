import { type GitHost, tryGit } from "../../git/git.ts";
import { findProgram } from "../../host/spawn.ts";

/** Git's own filter for large files fetches them at every checkout; what stands in its way is said here. */
export async function largeFileNotices(
  host: GitHost,
  root: string,
  base: string,
  files: readonly string[],
): Promise<string[]> {
  const attributes = files.filter((path) => /(^|\/)\.gitattributes$/.test(path)).map((path) => `:(literal,top)${path}`);
  if (attributes.length === 0) return [];
  const found = await tryGit(host, root, [
    "grep",
    "-l",
    "-F",
    "-e",
    "filter=lfs",
    base,
    "--",
    ...attributes.slice(0, 200),
  ]);
  if (found.exitCode !== 0) return [];
  const pointers = "worktrees hold their pointers instead of their contents";
  if (findProgram("git-lfs", host.env["PATH"]) === null) {
    return [`Some files are kept in Git LFS, and git-lfs is not on the PATH: ${pointers}`];
  }
  const filter = await tryGit(host, root, ["config", "--get-regexp", "^filter\\.lfs\\.(process|smudge)$"]);
  if (filter.exitCode === 0) return [];
  return [`Some files are kept in Git LFS, and git does not know its filter (git lfs install): ${pointers}`];
}
