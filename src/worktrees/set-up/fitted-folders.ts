import { appendFile, lstat, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import type { FittedFolder } from "../warm/warm-note.ts";
import type { DependencyFolder } from "./dependency-folders.ts";
import { readFolder, readFolderAsOf } from "./folder-state.ts";
import { isUnchangedSince } from "./list-by-find.ts";

/** A dependency folder that a worktree was just given, and what of it is known without looking at it. */
export type Given = Pick<DependencyFolder, "path" | "kind"> & Pick<FittedFolder, "key" | "copiedFrom">;

/** The dependency folders that worktrees were given, as they were before anybody worked there. */
export class FittedFolders {
  readonly #host: Host;
  readonly #of = new Map<string, Promise<readonly FittedFolder[]>>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Of one worktree; it may still be looked at. */
  async of(worktree: string): Promise<readonly FittedFolder[]> {
    return (await this.#of.get(worktree)) ?? [];
  }

  /** What an earlier run knew of a worktree. */
  recall(worktree: string, fitted: readonly FittedFolder[]): void {
    this.#of.set(worktree, Promise.resolve(fitted));
  }

  /**
   * Notes what a worktree has: what it had before, and what it was given. Resolves as soon as somebody may work there: the
   * look at what it was given takes its time, and notices whether anything changed since.
   */
  async note(worktree: string, had: readonly FittedFolder[], given: readonly Given[]): Promise<void> {
    const since = given.length === 0 ? null : await momentAfter(this.#host, worktree);
    const looks = Promise.all(given.map((one) => this.#look(worktree, one, since)));
    const all = looks.then((made) => [...had, ...made]);
    // Whoever asks hears of it.
    all.catch(() => {});
    this.#of.set(worktree, all);
    if (since === null) await all;
  }

  async #look(worktree: string, { path, kind, key, copiedFrom }: Given, since: string | null): Promise<FittedFolder> {
    const folder = join(worktree, path);
    const state =
      since === null
        ? await readFolder(this.#host, folder)
        : await readFolderAsOf(this.#host, folder, since).catch(() => null);
    if (state === null) return { path, key, copiedFrom, digest: "", bytes: 0, movable: false };
    // An environment of Python names its own place in many files.
    const movable = kind !== "python" && state.absoluteLinks.length === 0;
    return { path, key, copiedFrom, digest: state.digest, bytes: state.bytes, movable };
  }
}

/** Times are told in steps, of ten milliseconds at most on any file system that can be relied on for this. */
const mostTries = 40;

/**
 * The last moment, in seconds, before one in which nothing of a worktree has changed yet, by the clock of its file system:
 * all that is changed from now on shows a later time. Null where later can't be told.
 */
async function momentAfter(host: Host, worktree: string): Promise<string | null> {
  // Beside the worktree, among what goes with its index.
  const file = `${worktree}.index.moment`;
  try {
    const first = await changeTime(file);
    for (let tries = 0; tries < mostTries; tries++) {
      const next = await changeTime(file);
      if (next > first) {
        const since = secondsText(next - 1n);
        // A `find` that can't compare such times says so here, and not when it is too late.
        return (await isUnchangedSince(host, file, { since: secondsText(next), closed: new Set() })) ? since : null;
      }
      await host.sleep(1);
    }
    return null;
  } finally {
    await rm(file, { force: true });
  }
}

async function changeTime(file: string): Promise<bigint> {
  await appendFile(file, ".");
  return (await lstat(file, { bigint: true })).ctimeNs;
}

function secondsText(ns: bigint): string {
  const digits = `${ns}`.padStart(10, "0");
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
}
