import { createHash } from "node:crypto";
import { lstat, readdir, readlink } from "node:fs/promises";
import { isAbsolute, join } from "node:path";

/** A folder with everything below it, as far as it matters for copying it and for knowing it again. */
export interface FolderState {
  files: number;
  bytes: number;
  /** Links whose target is an absolute path. */
  absoluteLinks: { path: string; target: string }[];
  /** Folders in which programs keep what they have worked out from the sources around them. */
  caches: string[];
  /** A file of it to try something with, when there is one. */
  samples: string[];
  /**
   * Differs as soon as anything but a cache was written, whoever did it: no program can turn back a change time. Empty when
   * it is not the whole, and equal to nothing.
   */
  digest: string;
}

/** Caches speak of the checkout that they were made in, and differ after every use. */
const cacheNames = new Set([".cache", ".vite", ".vite-temp", ".vitest", ".turbo", ".tmp", "__pycache__"]);

/** Whoever has more files than this in one folder waits for no copy of it, and is not made to wait for a look at it. */
export const mostLookedAt = 500_000;

/** Looks at every file of a folder once; past the most that are looked at, what it says is not the whole. */
export async function readFolder(folder: string): Promise<FolderState> {
  const state: FolderState = { files: 0, bytes: 0, absoluteLinks: [], caches: [], samples: [], digest: "" };
  const lines: string[] = [];
  const { ino, mode } = await lstat(folder);
  lines.push(`. ${ino} ${mode}`);
  await walk(folder, "", state, lines);
  if (state.files > mostLookedAt) return state;
  lines.sort();
  const hash = createHash("sha256");
  for (const line of lines) hash.update(line).update("\0");
  state.digest = hash.digest("hex");
  return state;
}

async function walk(folder: string, below: string, state: FolderState, lines: string[]): Promise<void> {
  const entries = await unlessGone(readdir(join(folder, below), { withFileTypes: true }));
  if (entries === null || state.files > mostLookedAt) return;
  await Promise.all(
    entries.map(async (entry) => {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (!entry.isDirectory()) return lookAt(folder, path, state, lines);
      if (cacheNames.has(entry.name)) return void state.caches.push(path);
      await walk(folder, path, state, lines);
      const stat = await unlessGone(lstat(join(folder, path)));
      if (stat !== null) lines.push(`${path}/ ${stat.ino} ${stat.mode}`);
    }),
  );
}

async function lookAt(folder: string, path: string, state: FolderState, lines: string[]): Promise<void> {
  const stat = await unlessGone(lstat(join(folder, path)));
  if (stat === null) return;
  state.files += 1;
  state.bytes += stat.size;
  lines.push(`${path} ${stat.ino} ${stat.ctimeMs} ${stat.size}`);
  if (stat.isFile() && stat.size > 0 && state.samples.length === 0) state.samples.push(path);
  if (!stat.isSymbolicLink()) return;
  const target = (await unlessGone(readlink(join(folder, path)))) ?? "";
  if (isAbsolute(target)) state.absoluteLinks.push({ path, target });
}

/** The person goes on working in their checkout: what was listed a moment ago may be gone. */
async function unlessGone<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
