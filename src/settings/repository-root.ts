import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
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

/** A file that says where a folder lies is no longer than this. */
const mostPointerBytes = 8192;

/** Where a linked worktree keeps what git knows of it; null: its `.git` is that folder, or says nothing. */
function linkedGitFolder(root: string): string | null {
  const file = join(root, ".git");
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile() !== true || stat.size > mostPointerBytes) return null;
  const path = /^gitdir: (.+)$/m.exec(readFileSync(file, "utf8"))?.[1];
  return path === undefined ? null : resolve(root, path);
}

/** The folders that git opens files in by itself: its own, and of a linked worktree the one that it shares with others. */
export function gitFolders(root: string): string[] {
  const own = linkedGitFolder(root);
  if (own === null) return [join(root, ".git")];
  const pointer = join(own, "commondir");
  const stat = statSync(pointer, { throwIfNoEntry: false });
  if (stat?.isFile() !== true || stat.size > mostPointerBytes) return [own];
  return [own, resolve(own, readFileSync(pointer, "utf8").trim())];
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
