import { type Dirent, lstatSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";

/** Git reads these by itself wherever they are, whole. */
const controlFiles: ReadonlySet<string> = new Set([".gitattributes", ".gitignore", ".gitmodules", ".mailmap"]);
const mostControlBytes = 1024 * 1024;

/** So many entries are looked at before anything else may go on. */
const atOnce = 500;

/**
 * Everything below a folder of a worktree that is not a folder itself, without opening or following anything; the files of
 * one folder at a time. `folder` is "" or ends in "/"; `isSkipped` is asked about folders, which end in "/".
 */
export async function* walkFiles(
  root: string,
  folder: string,
  isSkipped: (folder: string) => boolean,
): AsyncGenerator<{ path: string; entry: Dirent }[]> {
  const ahead = [folder];
  let looked = 0;
  for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
    const entries = entriesOf(`${root}/${at}`);
    const files: { path: string; entry: Dirent }[] = [];
    for (const entry of entries) {
      const path = `${at}${entry.name}`;
      if (!entry.isDirectory()) files.push({ path, entry });
      else if (path !== ".git" && !isSkipped(`${path}/`)) ahead.push(`${path}/`);
    }
    yield files;
    looked += entries.length;
    if (looked >= atOnce) {
      looked = 0;
      await turn();
    }
  }
}

/** Of a folder that can't be read, nothing. Waiting for each would take several times as long as reading it. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/**
 * The paths of what must not be opened in a folder that an agent worked in: pipes, sockets and devices anywhere, and files that git
 * would read by itself when they are too large to be that. Those that git would open are taken away before it looks.
 */
export async function findSpecial(root: string, isSkipped: (folder: string) => boolean): Promise<string[]> {
  const found: string[] = [];
  for await (const files of walkFiles(root, "", isSkipped)) {
    for (const { path, entry } of files) {
      const isControl = controlFiles.has(entry.name);
      if (!isSpecial(root, path, entry, isControl)) continue;
      if (isControl) await rm(join(root, path), { force: true });
      found.push(path);
    }
  }
  return found;
}

function isSpecial(root: string, path: string, entry: Dirent, isControl: boolean): boolean {
  if (entry.isSymbolicLink()) return false;
  if (!entry.isFile()) return true;
  return isControl && (lstatSync(join(root, path), { throwIfNoEntry: false })?.size ?? 0) > mostControlBytes;
}
