import { existsSync } from "node:fs";
import { worktreeFolder } from "../core/worktree-folder.ts";
import type { Host } from "../host/host.ts";
import { removeTree } from "../host/remove-tree.ts";
import { holdsUnsaved } from "../host/unsaved-mark.ts";
import { readJournalEdges } from "./journal-edges.ts";
import { liveOwner } from "./owner.ts";
import { listRunNames, runFolder } from "./run-folder.ts";

/**
 * Removes worktrees that runs left when they finished longer ago than the person wants to keep them. What a run that
 * can be resumed needs, and work that could not be saved, is never touched: it may be nowhere else. Gives the names of those runs.
 */
export async function reapWorktrees(
  host: Pick<Host, "now">,
  options: { cacheDir: string; stateDir: string; keepWorktreesMs: number },
): Promise<string[]> {
  const oldest = host.now() - options.keepWorktreesMs;
  const reaped: string[] = [];
  for (const run of listRunNames(options.stateDir)) {
    const folder = worktreeFolder(options.cacheDir, run);
    if (!existsSync(folder) || !finishedBefore(options.stateDir, run, oldest)) continue;
    if (holdsUnsaved(folder)) continue;
    // What can't be removed stays for `baro clean`, which says why.
    await removeTree(folder).then(
      () => reaped.push(run),
      () => {},
    );
  }
  return reaped;
}

function finishedBefore(stateDir: string, run: string, time: number): boolean {
  const folder = runFolder(stateDir, run);
  const last = readJournalEdges(folder.journal)?.last;
  if (last?.type !== "run.finished" || last.outcome === "interrupted" || last.outcome === "ceiling") return false;
  return Date.parse(last.at) < time && liveOwner(folder) === null;
}
