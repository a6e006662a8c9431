import { lstatSync, readdirSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../core/error.ts";
import type { Host } from "../host/host.ts";
import { mayBeAtWork, readOwner, writeOwner } from "../host/owner-mark.ts";
import { removeTree } from "../host/remove-tree.ts";

/** What could not be removed, and why. */
export interface NotRemoved {
  path: string;
  why: string;
}

const cleanerFile = "cleaner";

/** The folder of what only waits to be removed; on the worktrees' own file system, so that moving it there takes no time. */
export function asideFolder(cacheDir: string): string {
  return join(cacheDir, "aside");
}

/**
 * Moves a folder of ours to where nobody looks for anything. It is gone for everybody from then on, however long its files
 * take. Where it can't be moved it is removed at once.
 */
export async function setAside(host: Pick<Host, "newId">, cacheDir: string, path: string): Promise<void> {
  const aside = asideFolder(cacheDir);
  await mkdir(aside, { recursive: true, mode: 0o700 });
  if (!isPlainFolder(aside)) return removeTree(path);
  try {
    await rename(path, join(aside, host.newId()));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") await removeTree(path);
  }
}

/** All that is set aside, by its path. */
export function listAside(cacheDir: string): string[] {
  const aside = asideFolder(cacheDir);
  if (!isPlainFolder(aside)) return [];
  return readdirSync(aside)
    .filter((name) => name !== cleanerFile)
    .map((name) => join(aside, name));
}

/**
 * Removes what is set aside, also what another process set aside meanwhile. Gives what could not be removed. With a signal,
 * what is not removed when that is aborted stays for the next one, and is not told.
 */
export async function removeAside(cacheDir: string, signal?: AbortSignal): Promise<NotRemoved[]> {
  const failed = new Map<string, NotRemoved>();
  for (;;) {
    const next = listAside(cacheDir).find((path) => !failed.has(path));
    if (next === undefined || isOver(signal)) return [...failed.values()];
    try {
      await removeTree(next, signal);
    } catch (error) {
      if (isOver(signal)) return [...failed.values()];
      failed.set(next, { path: next, why: messageOf(error) });
    }
  }
}

/** Takes away what a process that was killed at it left of itself, where nothing is set aside any more. */
export async function forgetCleaner(cacheDir: string): Promise<void> {
  if (!isCleaning(cacheDir)) await rm(join(asideFolder(cacheDir), cleanerFile), { force: true });
}

/** Whether a process is at it, as far as can be seen from here. */
export function isCleaning(cacheDir: string): boolean {
  const owner = readOwner(join(asideFolder(cacheDir), cleanerFile));
  return owner !== null && mayBeAtWork(owner);
}

/** Removes what is set aside as the one process that is at it; what comes while it ends is looked for once more. */
export async function cleanAside(
  host: Pick<Host, "pid">,
  cacheDir: string,
  signal: AbortSignal,
): Promise<NotRemoved[]> {
  if (listAside(cacheDir).length === 0 || isCleaning(cacheDir)) return [];
  const note = join(asideFolder(cacheDir), cleanerFile);
  writeOwner(host, note);
  await removeAside(cacheDir, signal);
  await rm(note, { force: true });
  return removeAside(cacheDir, signal);
}

function isOver(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** Whether a path is a folder, and no link to one; what lies below a file is none either. */
export function isPlainFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}
