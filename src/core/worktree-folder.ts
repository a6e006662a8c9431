import { join } from "node:path";

/** What holds the worktrees of all runs, in the cache's folder. */
export const worktreesFolder = "worktrees";

/**
 * The folder of a run's worktrees. Its name is the run's id alone: a Unix socket's path holds about 100 bytes, and tools
 * make theirs in the folder that they work in.
 */
export function worktreeFolder(cacheDir: string, run: string): string {
  return join(cacheDir, worktreesFolder, run.slice(run.lastIndexOf("-") + 1));
}
