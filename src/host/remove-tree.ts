import { chmod, lstat, readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { mountWithin } from "./mounts.ts";

/**
 * Removes a folder with all in it. Read-only folders in it (a module cache, say) are made writable; links are not followed,
 * and where something is mounted in it all of it stays.
 * With a signal it goes folder by folder, and rejects with the signal's reason as soon as that is aborted.
 */
export async function removeTree(path: string, signal?: AbortSignal): Promise<void> {
  const mounted = mountWithin(path);
  if (mounted !== null) throw new Error(`"${mounted}" is mounted in it; \`umount ${mounted}\` first`);
  const options = { recursive: true, force: true, maxRetries: 3 };
  if (signal !== undefined) await empty(path, signal);
  try {
    await rm(path, options);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EACCES" && code !== "EPERM" && code !== "ENOTEMPTY") throw error;
    await makeWritable(path);
    await rm(path, options);
  }
}

/** So many files are removed between two looks at the clock. */
const atOnce = 500;

/** Removes what is below a folder, as far as that goes without force. */
async function empty(path: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const files: string[] = [];
  for (const entry of entries) {
    const inside = join(path, entry.name);
    if (!entry.isDirectory()) files.push(inside);
    else {
      await empty(inside, signal);
      await rmdir(inside).catch(() => {});
    }
  }
  for (let from = 0; from < files.length; from += atOnce) {
    signal.throwIfAborted();
    await Promise.all(files.slice(from, from + atOnce).map((file) => rm(file, { force: true }).catch(() => {})));
  }
}

async function makeWritable(path: string): Promise<void> {
  const stat = await lstat(path).catch(() => null);
  if (stat === null || !stat.isDirectory()) return;
  // What belongs to somebody else stays as it is, and is named by the removal that fails.
  await chmod(path, 0o700).catch(() => {});
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await makeWritable(join(path, entry.name));
}
