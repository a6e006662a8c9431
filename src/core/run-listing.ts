import type { RunOutcome } from "./event.ts";

/**
 * `live`: a process works on it; `resumable`: stopped before its end, `baro resume` goes on; `finished`: it has its
 * `run.finished`; `abandoned`: it can't go on (its repository is gone or its journal tells too little).
 */
export type RunState = "live" | "resumable" | "finished" | "abandoned";

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
