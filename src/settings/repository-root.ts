import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Host } from "../host/host.ts";

/** The root of the working tree that a folder belongs to, or null. */
export function repositoryRoot(cwd: string): string | null {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (isRepositoryRoot(folder)) return folder;
    if (dirname(folder) === folder) return null;
  }
}

/** A worktree's `.git` is a file; a folder of that name without a HEAD is not a repository, and git passes it too. */
function isRepositoryRoot(folder: string): boolean {
  const found = statSync(join(folder, ".git"), { throwIfNoEntry: false });
  return found !== undefined && (found.isFile() || existsSync(join(folder, ".git", "HEAD")));
}

/**
 * The root of the repository that a folder belongs to, or the folder where there is none: for commands that are to be typed,
 * when the person stands elsewhere. Null: they stand in it.
 */
export function elsewhere(host: Pick<Host, "cwd">, folder: string): string | null {
  const root = repositoryRoot(folder) ?? folder;
  return realPath(root) === realPath(repositoryRoot(host.cwd) ?? host.cwd) ? null : root;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // What is gone has no other name.
    return path;
  }
}
