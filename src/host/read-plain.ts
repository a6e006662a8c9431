import { closeSync, constants, fstatSync, openSync, readFileSync, readSync, type Stats, statSync } from "node:fs";
import { type FileHandle, lstat, open } from "node:fs/promises";

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

/** Copies such a file, of any length up to `most`, without having it in memory. Gives its bytes; null: it is none, and nothing was copied. */
export async function copyPlain(from: string, to: string, most: number): Promise<number | null> {
  if ((await lstat(from).catch(() => null))?.isFile() !== true) return null;
  const file = await open(from, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = await file.stat();
    if (!stat.isFile() || stat.nlink !== 1 || stat.size > most) return null;
    const copy = await open(to, "wx", 0o600);
    try {
      return await copyBytes(file, copy, stat.size);
    } finally {
      await copy.close();
    }
  } finally {
    await file.close();
  }
}

/** No more is copied than was there: somebody may write to it meanwhile. */
async function copyBytes(from: FileHandle, to: FileHandle, size: number): Promise<number> {
  const buffer = Buffer.alloc(Math.min(size, 1024 * 1024));
  let copied = 0;
  while (copied < size) {
    const { bytesRead } = await from.read(buffer, 0, Math.min(buffer.length, size - copied), copied);
    if (bytesRead === 0) break;
    await to.write(buffer, 0, bytesRead);
    copied += bytesRead;
  }
  return copied;
}

/** No file of settings, manifest or environment that somebody wrote is longer. */
const mostTextBytes = 1024 * 1024;

/**
 * Reads a text file of a repository, which may be a link, as people make them. What is behind the name is looked at before
 * it is opened: a pipe or a device would be read forever, a sparse file fills the memory. Throws with what it is instead.
 */
export function readPlainText(path: string, most: number = mostTextBytes): string {
  return readPlainBytes(path, most).toString("utf8");
}

/** As `readPlainText`, for what is no text. */
export function readPlainBytes(path: string, most: number): Buffer {
  const file = openPlain(path, most);
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** Opens such a file, to be read piece by piece. Whoever asks closes it. */
export function openPlain(path: string, most: number = Number.POSITIVE_INFINITY): number {
  requirePlain(statSync(path), most);
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    requirePlain(fstatSync(file), most);
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
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

/**
 * Reads a text that a person names, which may come out of a pipe, as shells make them of a command's output. Throws when it
 * is longer than `most` bytes: what comes out of a device or a broken command may never end.
 */
export function readNamedText(path: string, most: number = mostTextBytes): string {
  const file = openSync(path, constants.O_RDONLY);
  try {
    const parts: Buffer[] = [];
    for (let left = most + 1; left > 0; ) {
      const part = Buffer.alloc(Math.min(left, pieceBytes));
      const count = readSync(file, part, 0, part.length, null);
      if (count === 0) return Buffer.concat(parts).toString("utf8");
      parts.push(part.subarray(0, count));
      left -= count;
    }
    throw new Error(`it has more than ${most} bytes, which is the limit`);
  } finally {
    closeSync(file);
  }
}

const pieceBytes = 256 * 1024;

function requirePlain(stat: Stats, most: number): void {
  if (!stat.isFile()) throw new Error(`it is ${stat.isDirectory() ? "a folder" : "a pipe, a socket or a device"}`);
  if (stat.size > most) throw new Error(`it has ${stat.size} bytes, and the limit is ${most}`);
}
