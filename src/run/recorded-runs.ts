import type { RecordedRun } from "../plan/cost-model.ts";
import { readJournalEdges } from "../store/journal-edges.ts";
import { listRunNames, runFolder } from "../store/run-folder.ts";

/** What delivered runs took, oldest first; scripted ones, and those in which no agent worked, tell nothing about it. */
export function recordedRuns(stateDir: string): RecordedRun[] {
  const dated = listRunNames(stateDir).flatMap((run) => {
    const edges = readJournalEdges(runFolder(stateDir, run).journal);
    if (edges?.first.type !== "run.started" || edges.last.type !== "run.finished") return [];
    const { first, last } = edges;
    if (first.scripted || last.outcome !== "delivered" || last.mode == null || last.agentMs === 0) return [];
    const { wallMs, agentMs, savedMs, usage, mode, stories } = last;
    return [
      {
        at: first.at,
        recorded: { repo: first.repo.root, mode, stories: stories ?? 0, wallMs, agentMs, savedMs, usage },
      },
    ];
  });
  return dated.sort((a, b) => a.at.localeCompare(b.at)).map(({ recorded }) => recorded);
}
