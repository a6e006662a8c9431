import { copyFile, stat, utimes } from "node:fs/promises";

/**
 * Copies a git index with its time of change. Git looks into a file whose size and time are those of the index entry
 * only when the index is not newer than the entry: a copy with a later time would hide a change that was made in the
 * second of the checkout. False: there is none to copy.
 */
export async function copyIndex(from: string, to: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(from);
    await copyFile(from, to);
    const seconds = Math.floor(mtimeMs / 1000);
    await utimes(to, seconds, seconds);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
