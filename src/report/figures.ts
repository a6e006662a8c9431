import type { RunEvent, RunFigures } from "../core/event.ts";
import { foldRun, type RunState } from "../state/run-state.ts";
import type { Changes } from "../state/story-state.ts";
import type { Tally } from "../state/tally.ts";

/** What a run cost and gave, without how it ended. */
export type Figures = Omit<RunFigures, "outcome" | "exitCode">;

/** The figures of a run's events, whole or so far. */
export function figuresOf(events: Iterable<RunEvent>): Figures {
  return figuresFrom(foldRun(events));
}

/**
 * The figures of a run. `speedup` is the agents' summed working time over the wall clock of conducting, so waiting and
 * merging count against it; a single agent has none. A cost that one attempt didn't tell is unknown for the whole.
 */
export function figuresFrom(state: RunState): Figures {
  const { agentMs, tally } = state;
  const { wallMs, conductMs, usage } = tally;
  const compared = tally.worked.size > 1 && conductMs > 0;
  return {
    wallMs,
    agentMs,
    savedMs: compared ? agentMs - conductMs : null,
    speedup: compared ? agentMs / conductMs : null,
    usage,
    usd: costOf(tally),
    ...changesOf(state),
  };
}

/** What the stories on the branch changed, each counted by itself. */
function changesOf({ stories }: RunState): Changes {
  const sum = { files: 0, insertions: 0, deletions: 0 };
  for (const { changes } of stories.values()) {
    sum.files += changes?.files ?? 0;
    sum.insertions += changes?.insertions ?? 0;
    sum.deletions += changes?.deletions ?? 0;
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
