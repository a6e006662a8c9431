import { existsSync } from "node:fs";
import { BaroError } from "../core/error.ts";
import type { RunOutcome } from "../core/event.ts";
import { type JournalEdges, journalTrouble, readJournalEdges } from "./journal-edges.ts";
import { liveOwner } from "./owner.ts";
import { listRunNames, type RunFolder, runFolder } from "./run-folder.ts";

/**
 * `live`: a process works on it; `resumable`: stopped before its end, `baro resume` goes on; `finished`: it has its
 * `run.finished`; `abandoned`: it can't go on (its repository is gone or its journal tells too little).
 */
type RunState = "live" | "resumable" | "finished" | "abandoned";

/** One line of `baro runs`. */
export interface RunListing {
  run: string;
  goal: string;
  state: RunState;
  /** ISO time. */
  startedAt: string;
  outcome: RunOutcome | null;
  /** Absolute path of the repository's root. */
  repository: string;
  branch: string | null;
  /** Why its journal can't be read; null: it can. */
  trouble: string | null;
}

/** All runs of a state folder: live ones first, then the newest first. */
export function findRuns(stateDir: string): RunListing[] {
  const listings = listRunNames(stateDir).map((run) => describeRun(runFolder(stateDir, run)));
  return listings.sort(
    (a, b) => Number(b.state === "live") - Number(a.state === "live") || b.startedAt.localeCompare(a.startedAt),
  );
}

/** What the edges of a run's journal and its lock tell. */
export function describeRun(folder: RunFolder): RunListing {
  const edges = readJournalEdges(folder.journal);
  const live = liveOwner(folder) !== null;
  if (edges?.first.type !== "run.started") {
    const trouble = journalTrouble(folder.journal);
    const unknown = { goal: "", startedAt: "", outcome: null, repository: "", branch: null, trouble };
    return { run: folder.run, state: live ? "live" : "abandoned", ...unknown };
  }
  const { goal, repo, workBranch } = edges.first;
  return {
    run: folder.run,
    goal,
    state: live ? "live" : stateAtRest(edges, repo.root),
    startedAt: edges.first.at,
    outcome: edges.last.type === "run.finished" ? edges.last.outcome : null,
    repository: repo.root,
    branch: workBranch,
    trouble: null,
  };
}

function stateAtRest({ last }: JournalEdges, root: string): RunState {
  if (last.type === "run.finished" && last.outcome !== "interrupted" && last.outcome !== "ceiling") return "finished";
  return existsSync(root) ? "resumable" : "abandoned";
}

/** The run of that name, of a unique beginning of it, or the newest (`null`). Throws `run-unknown`. */
export function requireRun(stateDir: string, name: string | null): RunListing {
  const runs = findRuns(stateDir);
  if (name === null) {
    const newest = runs[0];
    if (newest !== undefined) return newest;
    throw new BaroError("run-unknown", "Cannot find a run: there is none yet", { hint: 'Start one with: baro "GOAL"' });
  }
  const exact = runs.find(({ run }) => run === name);
  if (exact !== undefined) return exact;
  const starting = runs.filter(({ run }) => run.startsWith(name) || run.endsWith(`-${name}`));
  if (starting.length === 1 && starting[0] !== undefined) return starting[0];
  const why = starting.length === 0 ? "no run has that name" : `${starting.length} runs match`;
  throw new BaroError("run-unknown", `Cannot find run "${name}": ${why}`, { hint: "List the runs with: baro runs" });
}
