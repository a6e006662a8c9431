import type { Changes, RunEvent, RunFigures, RunOutcome } from "../core/event.ts";
import type { Estimates } from "../core/usage.ts";
import { foldRun, type RunState } from "../state/run-state.ts";
import type { Tally } from "../state/tally.ts";
import { shownTimes } from "../text/duration.ts";

/** What a run cost and gave, without how it ended. */
export type Figures = Omit<RunFigures, "outcome" | "exitCode">;

/** The figures of a run's events, whole or so far. `outcome`: how the run is about to end. */
export function figuresOf(events: Iterable<RunEvent>, outcome: RunOutcome | null = null): Figures {
  return figuresFrom(foldRun(events), outcome);
}

/**
 * The figures of a run. `speedup` is the working time of the agents whose stories landed over the wall clock of
 * conducting, so waiting, merging and work in vain count against it; a single story and an interrupted run have none. A
 * cost that one attempt didn't tell is unknown for the whole.
 */
export function figuresFrom(state: RunState, outcome: RunOutcome | null = state.finished?.outcome ?? null): Figures {
  const { tally } = state;
  const { wallMs, usage } = tally;
  const compared = comparedTimes(state, outcome);
  return {
    wallMs,
    agentMs: state.agentMs,
    savedMs: compared === null ? null : compared.workMs - compared.conductMs,
    speedup: compared === null ? null : compared.workMs / compared.conductMs,
    usage,
    usd: costOf(tally),
    ...estimatesOf(tally),
    ...changesOf(state),
  };
}

/** The figures as people read them: the agents' time stands beside what of it landed, to the same grain. */
export function shownFigures(events: Iterable<RunEvent>): Figures {
  const state = foldRun(events);
  const figures = figuresFrom(state);
  return { ...figures, agentMs: comparedTimes(state, null)?.agentMs ?? figures.agentMs };
}

/**
 * All work, what landed of it and the time that it took, as they are shown beside one another; null when they say nothing
 * about one another.
 */
export function comparedTimes(
  { stories, tally, agentMs: all }: RunState,
  outcome: RunOutcome | null,
): { agentMs: number; workMs: number; conductMs: number } | null {
  const landed = [...stories.values()].filter(({ changes, agentMs }) => changes !== null && agentMs > 0);
  if (outcome === "interrupted" || landed.length < 2 || tally.conductMs === 0) return null;
  const work = landed.reduce((sum, { agentMs }) => sum + agentMs, 0);
  const [agentMs = all, workMs = work, conductMs = tally.conductMs] = shownTimes([all, work, tally.conductMs]);
  return { agentMs, workMs, conductMs };
}

/** What was delivered; until then, what the stories on the branch changed. */
function changesOf(state: RunState): Changes {
  return state.delivered?.changes ?? changesOfStories(state);
}

/** What the stories on the branch changed, each counted by itself: two may change one file. */
export function changesOfStories({ stories }: Pick<RunState, "stories">): Changes {
  const sum = { files: 0, insertions: 0, deletions: 0 };
  for (const { changes } of stories.values()) {
    sum.files += changes?.files ?? 0;
    sum.insertions += changes?.insertions ?? 0;
    sum.deletions += changes?.deletions ?? 0;
  }
  return sum;
}

/** Only what is an estimate is marked. */
function estimatesOf({ guessed }: Tally): Estimates {
  return {
    ...(guessed.tokens.size > 0 ? { estimated: true } : {}),
    ...(guessed.usd.size > 0 ? { usdEstimated: true } : {}),
  };
}

function costOf(tally: Tally): number | null {
  let sum: number | null = null;
  for (const cost of tally.costs.values()) {
    if (cost === null) return null;
    sum = (sum ?? 0) + cost;
  }
  return sum;
}
