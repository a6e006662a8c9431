import { existsSync } from "node:fs";
import type { RunOutcome } from "../core/event.ts";
import type { Mode } from "../core/mode.ts";
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
  /** A person stopped what it would have made. */
  stopped?: true;
  /** Absolute path of the repository's root. */
  repository: string;
  branch: string | null;
  mode: Mode | null;
  /** Milliseconds that it took, as far as its journal tells. */
  ms: number | null;
  /** Of its pull request. */
  url: string | null;
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
    const nothing = { mode: null, ms: null, url: null };
    return { run: folder.run, state: live ? "live" : "abandoned", ...unknown, ...nothing };
  }
  const { goal, repo, workBranch } = edges.first;
  return {
    run: folder.run,
    goal,
    state: live ? "live" : stateAtRest(edges, repo.root),
    startedAt: edges.first.at,
    ...endOf(edges),
    repository: repo.root,
    // Where nothing was left, there is no branch either.
    branch: edges.delivered === null ? workBranch : edges.delivered.branch,
    mode: edges.mode,
    ms: timeOf(edges),
    url: edges.delivered?.url ?? null,
    trouble: null,
  };
}

function endOf({ last }: JournalEdges): Pick<RunListing, "outcome" | "stopped"> {
  if (last.type !== "run.finished") return { outcome: null };
  return { outcome: last.outcome, ...(last.stopped === true ? { stopped: true } : {}) };
}

/** As the run's own end tells it; without one, as far as its journal goes. */
function timeOf({ first, last }: JournalEdges): number | null {
  if (last.type === "run.finished") return last.wallMs;
  const ms = Date.parse(last.at) - Date.parse(first.at);
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

function stateAtRest({ last }: JournalEdges, root: string): RunState {
  if (last.type === "run.finished" && last.outcome !== "interrupted" && last.outcome !== "ceiling") return "finished";
  return existsSync(root) ? "resumable" : "abandoned";
}
