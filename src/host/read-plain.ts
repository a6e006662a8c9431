import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats, statSync } from "node:fs";
import { lstat, open } from "node:fs/promises";

/**
 * Reads a file that somebody else may have put there: a plain one, of one name, no longer than `most` bytes. `null` for
 * anything else: a link of either kind, a pipe, a device, a folder, something larger. The type is looked at before it is
 * opened, and again after, because it may change in between.
 */
export async function readPlain(path: string, most: number): Promise<Buffer | null> {
  try {
    if (!(await lstat(path)).isFile()) return null;
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stat = await file.stat();
      return stat.isFile() && stat.nlink === 1 && stat.size <= most ? await file.readFile() : null;
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

/** No file of settings, manifest or environment that somebody wrote is longer. */
const mostTextBytes = 1024 * 1024;

/**
 * Reads a text file of a repository, which may be a link, as people make them. What is behind the name is looked at before
 * it is opened: a pipe or a device would be read forever, a sparse file fills the memory. Throws with what it is instead.
 */
export function readPlainText(path: string, most: number = mostTextBytes): string {
  requirePlain(statSync(path), most);
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    requirePlain(fstatSync(file), most);
    return readFileSync(file, "utf8");
  } finally {
    closeSync(file);
  }
}

/** As `readPlainText`; `null` for what is not there or can't be read so. */
export function findPlainText(path: string): string | null {
  try {
    return readPlainText(path);
  } catch {
    return null;
  }
}

function requirePlain(stat: Stats, most: number): void {
  if (!stat.isFile()) throw new Error(`it is ${stat.isDirectory() ? "a folder" : "a pipe, a socket or a device"}`);
  if (stat.size > most) throw new Error(`it has ${stat.size} bytes, and ${most} are the most that is read`);
}
