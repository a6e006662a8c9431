import type { Stats } from "node:fs";
import { chmod, chown, lstat, mkdir, readdir, utimes } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";

/** What one program copies: some entries, into the folder that stands for the one that they are in. */
export interface Batch {
  from: readonly string[];
  into: string;
}

interface Entry {
  from: string;
  into: string;
}

interface Folder {
  from: string;
  to: string;
}

/** Fewer files are copied before a second program has started. */
const leastShared = 2_000;
/** More programs than this wait for one another in the file system. */
const mostAtOnce = 4;
/** So many folders share the work out evenly, however different they are. */
const enoughFolders = 16;
/** Levels of folders that are made here, which is enough for every layout of packages. */
const deepest = 6;
const batchesEach = 8;
/** A program is told only so much when it is started. */
const mostNamed = 1_000;

/**
 * Copies a folder by several programs, each of which takes some of what is in it: one alone waits for one processor, not
 * for the disk. False: that is not worth it here, and nothing was done. `copy` keeps modes and times. Rejects with the
 * first failure when nobody is at work any more.
 */
export async function copySideBySide(
  { from, to, files }: Folder & { files: number },
  copy: (batch: Batch) => Promise<void>,
  programs = Math.min(mostAtOnce, availableParallelism()),
): Promise<boolean> {
  if (programs < 2 || files < leastShared) return false;
  const made: { to: string; stat: Stats }[] = [];
  const entries = await unfold({ from, to }, async (folder) => {
    const stat = await lstat(folder.from);
    await mkdir(folder.to, { mode: 0o700 });
    made.push({ to: folder.to, stat });
  });
  if (entries === null) return false;
  await inLanes(programs, batchesOf(entries, programs * batchesEach), copy);
  // The innermost first, when all is there: what is done in a folder changes its time, and its mode may forbid it.
  for (const { to: folder, stat } of made.reverse()) await makeAlike(folder, stat);
  return true;
}

/** Makes the outer folders, until there are enough inside to be shared out. Gives what is in them; null: it has no names. */
async function unfold(root: Folder, make: (folder: Folder) => Promise<void>): Promise<Entry[] | null> {
  const entries: Entry[] = [];
  let folders = [root];
  for (let depth = 0; depth < deepest && folders.length < enoughFolders; depth++) {
    const inner: Folder[] = [];
    for (const folder of folders) {
      const found = await lookInto(folder);
      if (found === null && folder === root) return null;
      if (found === null) {
        entries.push(entryOf(folder));
        continue;
      }
      await make(folder);
      inner.push(...found.folders);
      entries.push(...found.others.map(entryOf));
    }
    folders = inner;
  }
  return [...entries, ...folders.map(entryOf)];
}

/** Null: a name is no text, and can't be named by us; the folder can only be copied as a whole. */
async function lookInto({ from, to }: Folder): Promise<{ folders: Folder[]; others: Folder[] } | null> {
  const found = await readdir(from, { withFileTypes: true });
  if (found.some(({ name }) => name.includes("\uFFFD"))) return null;
  const [folders, others] = [true, false].map((wanted) =>
    found
      .filter((entry) => entry.isDirectory() === wanted)
      .map(({ name }) => ({ from: join(from, name), to: join(to, name) })),
  ) as [Folder[], Folder[]];
  return { folders, others };
}

function entryOf({ from, to }: Folder): Entry {
  return { from, into: join(to, "..") };
}

/** Neighbours go to different batches: what is large is often beside what is large. */
function batchesOf(entries: readonly Entry[], count: number): Batch[] {
  const places = Map.groupBy(entries, ({ into }) => into);
  return [...places].flatMap(([into, all]) => {
    const share = Math.max(Math.ceil(all.length / mostNamed), Math.round((count * all.length) / entries.length));
    const dealt = Map.groupBy(all.keys(), (position) => position % share);
    return [...dealt.values()].map((positions) => ({ into, from: positions.map((at) => all[at]?.from ?? "") }));
  });
}

async function inLanes(lanes: number, batches: readonly Batch[], run: (batch: Batch) => Promise<void>): Promise<void> {
  const ahead = batches.values();
  let failed = false;
  const lane = async () => {
    for (const batch of ahead) {
      if (failed) return;
      await run(batch).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const failure = ends.find((end) => end.status === "rejected");
  if (failure !== undefined) throw failure.reason;
}

async function makeAlike(folder: string, { uid, gid, mode, atimeMs, mtimeMs }: Stats): Promise<void> {
  // Only the system's own user may give files away; whoever else copies them has them.
  await chown(folder, uid, gid).catch(() => {});
  await chmod(folder, mode & 0o7777);
  await utimes(folder, atimeMs / 1000, mtimeMs / 1000);
}
