import { lstatSync, rmdirSync } from "node:fs";
import type { Host } from "../host/host.ts";
import { mountPoints, namedByProcesses } from "../host/mounts.ts";

/** What a host's agents may leave: when the first of them began, and how many at work may use each folder. */
interface Watched {
  since: number;
  users: Map<string, number>;
}

const watchedBy = new WeakMap<Pick<Host, "now">, Watched>();

/**
 * Removes the empty folders that an agent's own sandbox makes to mount over and leaves when it is killed: in a folder that
 * the person shares with all programs, an empty `.git` is a trap. Only what came to be since this run began its first
 * agent, and what no living sandbox has mounted or is about to mount: taken away in between, a sandbox does not start and
 * its tool call fails. Gives the function that does so, to be called when the agent is gone.
 */
export function watchLeftBehind(host: Pick<Host, "now">, candidates: readonly string[]): () => void {
  const watched = watchedBy.get(host) ?? { since: host.now(), users: new Map() };
  watchedBy.set(host, watched);
  const { since, users } = watched;
  const paths = new Set(candidates);
  for (const path of paths) users.set(path, (users.get(path) ?? 0) + 1);
  return () => {
    const unused = [...paths].filter((path) => isLastUser(users, path));
    const empty = unused.filter((path) => isNewFolder(path, since));
    if (empty.length === 0) return;
    const [mounted, named] = [mountPoints(), namedByProcesses(empty)];
    for (const path of empty.filter((one) => !mounted.has(one) && !named.has(one))) {
      try {
        rmdirSync(path);
      } catch {
        // It is not empty, or no longer there: then it is somebody's.
      }
    }
  };
}

/** Takes one user of a folder off. */
function isLastUser(users: Map<string, number>, path: string): boolean {
  const left = (users.get(path) ?? 1) - 1;
  if (left > 0) users.set(path, left);
  else users.delete(path);
  return left === 0;
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
