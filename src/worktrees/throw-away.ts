import { readdirSync, statSync } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { settingsWithoutPush } from "../git/settings.ts";
import { checkOutWorktree, worktreeSource } from "../git/worktree.ts";
import type { Host } from "../host/host.ts";
import { mayBeAtWork, readOwner, writeOwner } from "../host/owner-mark.ts";
import { removeTree } from "../host/remove-tree.ts";

/** A checkout that nobody takes anything from: what is done in it is gone with it. */
export interface ThrowAway {
  /** Where to stand in it. */
  path: string;
  /** Its own root. */
  root: string;
  remove(): Promise<void>;
}

const prefix = "look-";
const ownerFile = "owner";

/**
 * A checkout of a commit for whoever only looks. Some agents that promise not to write do write; here that reaches neither
 * the person's files nor their repository, and nothing is pushed from here. Its path is that of `folder` in it. What processes that died left of theirs goes first.
 */
export async function throwAwayCheckout(
  host: Host,
  { root, folder = "", commit, cacheDir }: { root: string; folder?: string; commit: string; cacheDir: string },
): Promise<ThrowAway> {
  await mkdir(cacheDir, { recursive: true });
  await reapThrowAways(host, cacheDir);
  const made = await mkdtemp(join(cacheDir, prefix));
  const remove = () => removeTree(made);
  const place = { path: join(made, "w"), index: join(made, "index") };
  try {
    writeOwner(host, join(made, ownerFile));
    await mkdir(place.path);
    const { carried, ...source } = await worktreeSource(host, root);
    const unpushed = { ...source, carried: [...carried, ...settingsWithoutPush(source.pushUrls)] };
    await checkOutWorktree(host, unpushed, place, commit, { branch: "baro/look" });
    return { path: join(place.path, folder), root: place.path, remove };
  } catch (error) {
    // What went wrong first is what counts; a later run removes the rest.
    await remove().catch(() => {});
    throw error;
  }
}

/** An owner is written at once; what has none after so long was left by a process that died in between. */
const ownerlessMs = 60 * 60_000;

/** Removes the checkouts of processes that died before they could. Gives how many. */
export async function reapThrowAways(host: Pick<Host, "now">, cacheDir: string): Promise<number> {
  const folders = namesIn(cacheDir)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(cacheDir, name))
    .filter((folder) => isLeft(folder, host.now()));
  // Whoever reaps at the same time, or a file of somebody else's, is no reason to stop: it is tried again next time.
  const removed = await Promise.allSettled(folders.map((path) => removeTree(path)));
  return removed.filter(({ status }) => status === "fulfilled").length;
}

function isLeft(folder: string, now: number): boolean {
  const owner = readOwner(join(folder, ownerFile));
  if (owner !== null) return !mayBeAtWork(owner);
  const { mtimeMs = now } = statSync(folder, { throwIfNoEntry: false }) ?? {};
  return now - mtimeMs > ownerlessMs;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
