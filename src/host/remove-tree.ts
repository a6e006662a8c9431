import { chmodSync, type Dirent, lstatSync, readdirSync, renameSync, unlinkSync } from "node:fs";
import { rm, rmdir } from "node:fs/promises";
import { setImmediate as turn } from "node:timers/promises";
import { mountWithin } from "./mounts.ts";

/**
 * Removes a folder with all in it. Read-only folders in it (a module cache, say) are made writable; links are not followed,
 * and where something is mounted in it all of it stays. With a signal it rejects with the signal's reason as soon as that is
 * aborted.
 */
export async function removeTree(path: string, signal?: AbortSignal): Promise<void> {
  const mounted = mountWithin(path);
  if (mounted !== null) throw new Error(`"${mounted}" is mounted in it; \`umount ${mounted}\` first`);
  await removeUnmounted(path, signal);
}

/** As `removeTree`, where it is known that nothing is mounted in it: to ask that takes longer than to remove a file. */
export async function removeUnmounted(path: string | Buffer, signal?: AbortSignal): Promise<void> {
  // The runtime's own removal takes milliseconds for a folder, and a minute for two thousand in one another.
  await empty(Buffer.from(path), signal);
  await rm(path, { recursive: true, force: true, maxRetries: 3 });
}

/** So long nothing else may go on; so many are removed between two looks at the clock. */
const mostMs = 10;
const atOnce = 50;
/** The system takes no path of 4096 bytes. */
const longestPath = 2048;
const separator = Buffer.from("/");

/** Removes what is below a folder, as far as that goes without force. */
async function empty(top: Buffer, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  if (!isFolder(top)) return;
  const levels = await emptyOfFiles(top, pauses(signal));
  // The system lets others go first after each: one by one, it would take as long as all of them have to do.
  for (const level of levels.slice(1).toReversed()) {
    for (let from = 0; from < level.length; from += atOnce) {
      signal?.throwIfAborted();
      await Promise.all(level.slice(from, from + atOnce).map((folder) => rmdir(folder).catch(() => {})));
    }
  }
}

/**
 * Removes all files below a folder, and gives the folders by how deep they are. Waiting for each answer would take several
 * times as long as having it. What lies so deep that no path leads there is lifted to the top first.
 */
async function emptyOfFiles(top: Buffer, rest: () => Promise<void> | undefined): Promise<Buffer[][]> {
  const levels: Buffer[][] = [];
  const ahead = [{ folder: top, depth: 0 }];
  let lifted = 0;
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    const { folder, depth } = next;
    levels[depth] = levels[depth] ?? [];
    levels[depth].push(folder);
    for (const { name, isDirectory } of entriesOf(folder)) {
      const inside = Buffer.concat([folder, separator, name]);
      const above = Buffer.concat([top, Buffer.from(`/lifted-${lifted}`)]);
      if (!isDirectory) attempt(() => unlinkSync(inside));
      else if (inside.length < longestPath) ahead.push({ folder: inside, depth: depth + 1 });
      else if (attempt(() => renameSync(inside, above))) {
        lifted += 1;
        ahead.push({ folder: above, depth: 1 });
      }
      await rest();
    }
  }
  return levels;
}

/** Lets others go on when they have waited long enough. */
function pauses(signal: AbortSignal | undefined): () => Promise<void> | undefined {
  let count = 0;
  let since = performance.now();
  const pause = async () => {
    await turn();
    signal?.throwIfAborted();
    since = performance.now();
  };
  return () => (++count % atOnce === 0 && performance.now() - since > mostMs ? pause() : undefined);
}

function attempt(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

const allOfOwner = 0o700;

function isFolder(path: Buffer): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Of a folder that can't be read, nothing. Where a name is no text, only its bytes lead to it. */
function entriesOf(folder: Buffer): { name: Buffer; isDirectory: boolean }[] {
  try {
    // What belongs to somebody else stays as it is, and is named by the removal that fails.
    const { mode } = lstatSync(folder);
    if ((mode & allOfOwner) !== allOfOwner) chmodSync(folder, (mode & 0o777) | allOfOwner);
    const entries: Dirent[] = readdirSync(folder, { withFileTypes: true });
    if (!entries.some(({ name }) => name.includes("\ufffd"))) {
      return entries.map((entry) => ({ name: Buffer.from(entry.name), isDirectory: entry.isDirectory() }));
    }
    const names = readdirSync(folder, { encoding: "buffer" });
    return names.map((name) => ({ name, isDirectory: isFolder(Buffer.concat([folder, separator, name])) }));
  } catch {
    return [];
  }
}
