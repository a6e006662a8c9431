import { createHash, type Hash } from "node:crypto";
import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import { lstat } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import type { Host } from "../../host/host.ts";
import { hashByFind, isUnchangedSince, type Listener, listByFind, textOf } from "./list-by-find.ts";

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
   * it is not the whole, and where times come in whole seconds (some file systems, and Deno), and equal to nothing.
   */
  digest: string;
}

/** Caches speak of the checkout that they were made in, and differ after every use. */
const cacheNames = new Set([".cache", ".vite", ".vite-temp", ".vitest", ".turbo", ".tmp", "__pycache__"]);

/** Whoever has more files than this in one folder waits for no copy of it, and is not made to wait for a look at it. */
export const mostLookedAt = 500_000;

/** What is looked at before anything else may happen: a wait for each of so many files would take longer than they do. */
const atOnce = 2_000;

interface Looking {
  folder: string;
  state: FolderState;
  hash: Hash;
  /** A file was seen whose change time is no whole second: two changes within one can be told apart. */
  fineTimes: boolean;
  /** There is a name that is not text, which can't be named to the system either. */
  unnamed: boolean;
}

/**
 * Looks at a folder in which somebody may be at work since a moment (see `momentAfter`). Null: something changed there, or it
 * can't be told: then nobody knows what it was like at that moment.
 */
export async function readFolderAsOf(host: Host, folder: string, since: string): Promise<FolderState | null> {
  const state = await readFolder(host, folder);
  // Asked last: a change before the look or during it shows, for no program can turn back the time of a change.
  return (await isUnchangedSince(host, folder, { since, closed: cacheNames })) ? state : null;
}

type LookHost = Parameters<typeof listByFind>[0];

/** What tells whether a folder is as it was. */
export type FolderMark = Pick<FolderState, "digest" | "caches">;

/** A listing of so many bytes is of more files than are looked at, or of very long names: it is taken apart. */
const mostHashedBytes = 48 * 1024 * 1024;

/** Every file of a folder looked at once, for nothing but to know it again: as `readFolder` says it, sooner. */
export async function readMark(host: LookHost, folder: string, signal?: AbortSignal): Promise<FolderMark> {
  const hash = await beginHash(folder);
  const bounds = { closed: cacheNames, mostBytes: mostHashedBytes, signal };
  const hashed = await hashByFind(host, folder, bounds, (bytes) => hash.update(bytes));
  signal?.throwIfAborted();
  if (hashed === null) return readFolder(host, folder);
  return { digest: hashed.isFine ? hash.digest("hex") : "", caches: hashed.closed };
}

async function beginHash(folder: string): Promise<Hash> {
  const { ino, mode } = await lstat(folder);
  return createHash("sha256").update(`. ${ino} ${mode}`);
}

/** Looks at every file of a folder once; past the most that are looked at, what it says is not the whole. */
export async function readFolder(host: LookHost, folder: string): Promise<FolderState> {
  const listed = await begin(folder);
  if (await listByFind(host, folder, listenerOf(listed))) return stateOf(listed);
  const walked = await begin(folder);
  await walk(walked);
  return stateOf(walked);
}

async function begin(folder: string): Promise<Looking> {
  return {
    folder,
    state: { files: 0, bytes: 0, absoluteLinks: [], caches: [], samples: [], digest: "" },
    hash: await beginHash(folder),
    fineTimes: false,
    unnamed: false,
  };
}

function stateOf({ state, fineTimes, unnamed, hash }: Looking): FolderState {
  if (!unnamed && state.files <= mostLookedAt && (fineTimes || state.files === 0)) state.digest = hash.digest("hex");
  return state;
}

function listenerOf(looking: Looking): Listener {
  const { state, hash } = looking;
  return {
    closed: cacheNames,
    hash: (latin1) => hash.update(latin1, "latin1"),
    found: ({ kind, bytesOfPath, size, isFine, target }) => {
      if (kind === "closed") {
        state.caches.push(textOf(bytesOfPath));
        return;
      }
      looking.fineTimes ||= isFine;
      state.files += 1;
      state.bytes += size;
      if (kind === "link" && isAbsolute(target))
        state.absoluteLinks.push({ path: textOf(bytesOfPath), target: textOf(target) });
      else if (kind === "file" && state.samples.length === 0 && size > 0) state.samples.push(textOf(bytesOfPath));
    },
    isEnough: () => state.files > mostLookedAt,
  };
}

async function walk(looking: Looking): Promise<void> {
  const ahead = [""];
  let looked = 0;
  for (let below = ahead.pop(); below !== undefined; below = ahead.pop()) {
    if (looking.state.files > mostLookedAt) return;
    looked += lookInto(looking, below, ahead);
    if (looked < atOnce) continue;
    looked = 0;
    await turn();
  }
}

/** Looks at the files of one folder ("" or ending in "/"), and notes the folders in it. Gives how many there are of both. */
function lookInto(looking: Looking, below: string, ahead: string[]): number {
  const { folder, state } = looking;
  const entries = unlessGone(() => readdirSync(`${folder}/${below}`, { withFileTypes: true })) ?? [];
  // Systems list them in any order.
  entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  // One text for the whole folder: it is hashed in a fraction of the time that one for each file takes.
  let text = "";
  for (const entry of entries) {
    const path = below + entry.name;
    looking.unnamed ||= entry.name.includes("\uFFFD");
    if (!entry.isDirectory()) text += fileText(looking, path);
    else if (cacheNames.has(entry.name)) state.caches.push(path);
    else {
      const stat = lstatSync(`${folder}/${path}`, { throwIfNoEntry: false });
      if (stat === undefined) continue;
      text += `\0${path}/ ${stat.ino} ${stat.mode}`;
      ahead.push(`${path}/`);
    }
  }
  looking.hash.update(text);
  return entries.length;
}

/** What the digest is told of a file; nothing when it is gone. */
function fileText(looking: Looking, path: string): string {
  const { folder, state } = looking;
  const stat = lstatSync(`${folder}/${path}`, { throwIfNoEntry: false });
  if (stat === undefined) return "";
  looking.fineTimes ||= stat.ctimeMs % 1000 !== 0;
  state.files += 1;
  state.bytes += stat.size;
  if (stat.isSymbolicLink()) {
    const target = unlessGone(() => readlinkSync(`${folder}/${path}`)) ?? "";
    if (isAbsolute(target)) state.absoluteLinks.push({ path, target });
  } else if (state.samples.length === 0 && stat.isFile() && stat.size > 0) state.samples.push(path);
  return `\0${path} ${stat.ino} ${stat.ctimeMs} ${stat.size}`;
}

/** The person goes on working in their checkout: what was listed a moment ago may be gone. */
function unlessGone<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
