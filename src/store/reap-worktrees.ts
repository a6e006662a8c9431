import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { readJournalEdges } from "./journal-edges.ts";
import { liveOwner } from "./owner.ts";
import { runFolder } from "./run-folder.ts";

/**
 * Removes worktrees that runs left when they finished longer ago than the person wants to keep them. What a run that
 * can be resumed needs is never touched: its work may be nowhere else. Gives the names of those runs.
 */
export function reapWorktrees(
  host: Pick<Host, "now">,
  options: { cacheDir: string; stateDir: string; keepWorktreesMs: number },
): string[] {
  const root = join(options.cacheDir, "worktrees");
  if (!existsSync(root)) return [];
  const oldest = host.now() - options.keepWorktreesMs;
  const reaped = readdirSync(root).filter((run) => finishedBefore(options.stateDir, run, oldest));
  for (const run of reaped) rmSync(join(root, run), { recursive: true, force: true });
  return reaped;
}

function finishedBefore(stateDir: string, run: string, time: number): boolean {
  const folder = runFolder(stateDir, run);
  const last = readJournalEdges(folder.journal)?.last;
  if (last?.type !== "run.finished" || last.outcome === "interrupted" || last.outcome === "ceiling") return false;
  return Date.parse(last.at) < time && liveOwner(folder) === null;
}
