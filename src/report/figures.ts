import type { RunEvent, RunFigures } from "../core/event.ts";
import { type Changes, newTally, type Tally, tallyEvent } from "../state/tally.ts";

/** What a run cost and gave, without how it ended. */
export type Figures = Omit<RunFigures, "outcome" | "exitCode">;

/** The figures of a run's events, whole or so far. */
export function figuresOf(events: Iterable<RunEvent>): Figures {
  const tally = newTally();
  for (const event of events) tallyEvent(tally, event);
  return figuresFrom(tally);
}

/**
 * The figures of a tally. `speedup` is the agents' summed working time over the wall clock of conducting, so waiting and
 * merging count against it; a single agent has none. A cost that one attempt didn't tell is unknown for the whole.
 */
export function figuresFrom(tally: Tally): Figures {
  const { wallMs, agentMs, conductMs, usage } = tally;
  const compared = tally.worked.size > 1 && conductMs > 0;
  return {
    wallMs,
    agentMs,
    savedMs: compared ? agentMs - conductMs : null,
    speedup: compared ? agentMs / conductMs : null,
    usage,
    usd: costOf(tally),
    ...changesOf(tally),
  };
}

/** What the stories on the branch changed, each counted by itself. */
function changesOf(tally: Tally): Changes {
  const sum = { files: 0, insertions: 0, deletions: 0 };
  for (const { files, insertions, deletions } of tally.landed.values()) {
    sum.files += files;
    sum.insertions += insertions;
    sum.deletions += deletions;
  }
  return sum;
}

function costOf(tally: Tally): number | null {
  let sum: number | null = null;
  for (const cost of tally.costs.values()) {
    if (cost === null) return null;
    sum = (sum ?? 0) + cost;
  }
  return sum;
}
