import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { checkOutWorktree, worktreeSource } from "../git/worktree.ts";
import type { Host } from "../host/host.ts";

/** A checkout that nobody takes anything from: what is done in it is gone with it. */
export interface ThrowAway {
  path: string;
  remove(): Promise<void>;
}

/**
 * A checkout of a commit for whoever only looks. Some agents that promise not to write do write; here that reaches neither
 * the person's files nor their repository.
 */
export async function throwAwayCheckout(
  host: Host,
  { root, commit, cacheDir }: { root: string; commit: string; cacheDir: string },
): Promise<ThrowAway> {
  await mkdir(cacheDir, { recursive: true });
  const folder = await mkdtemp(join(cacheDir, "look-"));
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  const place = { path: join(folder, "w"), index: join(folder, "index") };
  try {
    await mkdir(place.path);
    await checkOutWorktree(host, await worktreeSource(host, root), place, commit, { branch: "baro/look" });
    return { path: place.path, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
