import { join } from "node:path";

/**
 * The folder of a run's worktrees. Its name is the run's id alone: a Unix socket's path holds about 100 bytes, and tools
 * make theirs in the folder that they work in.
 */
export function worktreeFolder(cacheDir: string, run: string): string {
  return join(cacheDir, "worktrees", run.slice(run.lastIndexOf("-") + 1));
}
