import { lstatSync, rmdirSync } from "node:fs";
import type { Host } from "../host/host.ts";
import { mountPoints } from "../host/mounts.ts";

/** When a host's first agent began. */
const begun = new WeakMap<Pick<Host, "now">, number>();

/**
 * Removes the empty folders that an agent's own sandbox makes to mount over and leaves when it is killed: in a folder that
 * the person shares with all programs, an empty `.git` is a trap. Only what came to be since this run began its first
 * agent, and what no living sandbox has mounted. Gives the function that does so, to be called when the agent is gone.
 */
export function watchLeftBehind(host: Pick<Host, "now">, candidates: readonly string[]): () => void {
  const since = begun.get(host) ?? host.now();
  begun.set(host, since);
  return () => {
    const empty = candidates.filter((path) => isNewFolder(path, since));
    if (empty.length === 0) return;
    const mounted = mountPoints();
    for (const path of empty.filter((one) => !mounted.has(one))) {
      try {
        rmdirSync(path);
      } catch {
        // It is not empty, or no longer there: then it is somebody's.
      }
    }
  };
}

/** File systems tell times more coarsely than clocks. */
const coarseMs = 1000;

function isNewFolder(path: string, since: number): boolean {
  try {
    const stat = lstatSync(path);
    return stat.isDirectory() && (stat.birthtimeMs || stat.ctimeMs) >= since - coarseMs;
  } catch {
    return false;
  }
}
