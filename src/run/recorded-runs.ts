import { assumedCosts, type Mode } from "../core/mode.ts";
import type { GitHost } from "../git/git.ts";
import { knownCommits } from "../git/known-commits.ts";
import type { ModeCosts } from "../intake/cost.ts";
import { type CostModel, costModel, type RecordedRun } from "../plan/cost-model.ts";
import { readJournalEdges } from "../store/journal-edges.ts";
import { listRunNames, runFolder } from "../store/run-folder.ts";

/** A run with the commit that it started from; runs of old versions may have none. */
export interface DatedRun extends RecordedRun {
  base: string | null;
}

/**
 * What past runs took, for a run in this repository. A run is of this repository when the commit that it started from is in
 * it: another one that was put in the same place learns nothing from it, and another clone of the same project does.
 */
export async function pastCosts(host: GitHost, stateDir: string, root: string): Promise<CostModel | null> {
  const runs = recordedRuns(stateDir);
  const known = await knownCommits(
    host,
    root,
    runs.flatMap(({ base }) => base ?? []),
  );
  const isHere = ({ base, repo }: DatedRun) => (base === null ? repo === root : known.has(base));
  return costModel(
    runs.map((run) => ({ ...run, repo: isHere(run) ? root : `not ${root}` })),
    root,
  );
}

/** What delivered runs took, oldest first; scripted ones, and those in which no agent worked, tell nothing about it. */
export function recordedRuns(stateDir: string): DatedRun[] {
  const dated = listRunNames(stateDir).flatMap((run) => {
    const edges = readJournalEdges(runFolder(stateDir, run).journal);
    if (edges?.first.type !== "run.started" || edges.last.type !== "run.finished") return [];
    const { first, last } = edges;
    if (first.scripted || last.dryRun || last.outcome !== "delivered" || last.mode == null || last.agentMs === 0)
      return [];
    const { wallMs, agentMs, savedMs, usage, mode, stories } = last;
    return [
      {
        at: first.at,
        recorded: {
          ...{ repo: first.repo.root, base: first.base ?? null, mode, stories: stories ?? 0 },
          ...{ wallMs, agentMs, savedMs, usage },
        },
      },
    ];
  });
  return dated.sort((a, b) => a.at.localeCompare(b.at)).map(({ recorded }) => recorded);
}

/**
 * What the modes cost in this repository, for the same piece of work: a focused run as it was measured, and what planning
 * and handing over took more in the others; what was not measured here is assumed. `null` when no focused run was recorded.
 */
export function measuredCosts(costs: CostModel | null): ModeCosts | null {
  // What another repository's runs took is shown, and decides nothing here.
  const here = (mode: Mode) => (costs?.[mode]?.scope === "repository" ? costs[mode] : undefined);
  const focused = here("focused");
  if (focused === undefined || focused.wallMs <= 0) return null;
  const tokens = Math.max(1, focused.tokens);
  const others = (mode: "sequential" | "parallel") => {
    const measured = here(mode);
    const assumed = assumedCosts[mode];
    const beside = measured === undefined ? null : Math.max(0, measured.overheadMs - focused.overheadMs);
    // A fan-out still saves what it is assumed to save; its overhead comes on top.
    const wall = mode === "parallel" || beside === null ? assumed.wall * focused.wallMs : focused.wallMs;
    return { wall: wall + (beside ?? 0), tokens: assumed.tokens * tokens };
  };
  return {
    focused: { wall: focused.wallMs, tokens },
    sequential: others("sequential"),
    parallel: others("parallel"),
  };
}
