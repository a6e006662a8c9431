import { constants } from "node:fs";
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
