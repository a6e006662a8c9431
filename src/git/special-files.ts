import type { Dirent } from "node:fs";
import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Git reads these by itself wherever they are, whole. */
const controlFiles: ReadonlySet<string> = new Set([".gitattributes", ".gitignore", ".gitmodules", ".mailmap"]);
const mostControlBytes = 1024 * 1024;

/**
 * Everything below a folder of a worktree that is not a folder itself, without opening or following anything. `folder` is ""
 * or ends in "/"; `isSkipped` is asked about folders, which end in "/".
 */
export async function* walkFiles(
  root: string,
  folder: string,
  isSkipped: (folder: string) => boolean,
): AsyncGenerator<{ path: string; entry: Dirent }> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = `${folder}${entry.name}`;
    if (!entry.isDirectory()) yield { path, entry };
    else if (path !== ".git" && !isSkipped(`${path}/`)) yield* walkFiles(root, `${path}/`, isSkipped);
  }
}

/**
 * The paths of what must not be opened in a folder that an agent worked in: pipes, sockets and devices anywhere, and files that git
 * would read by itself when they are too large to be that. Those that git would open are taken away before it looks.
 */
export async function findSpecial(root: string, isSkipped: (folder: string) => boolean): Promise<string[]> {
  const found: string[] = [];
  for await (const { path, entry } of walkFiles(root, "", isSkipped)) {
    const isControl = controlFiles.has(entry.name);
    if (!(await isSpecial(join(root, path), entry, isControl))) continue;
    if (isControl) await rm(join(root, path), { force: true });
    found.push(path);
  }
  return found;
}

async function isSpecial(path: string, entry: Dirent, isControl: boolean): Promise<boolean> {
  if (entry.isSymbolicLink()) return false;
  if (!entry.isFile()) return true;
  return isControl && (await lstat(path)).size > mostControlBytes;
}
