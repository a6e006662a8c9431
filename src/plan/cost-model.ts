import { unreachable } from "../core/error.ts";
import type { RunFigures } from "../core/event.ts";
import { type Mode, modes } from "../core/mode.ts";
import type { Story, Weight } from "../core/story.ts";
import { totalTokens } from "../core/usage.ts";

/** What is known of a run that delivered something. One without an agent took nothing, and teaches nothing. */
export interface RecordedRun extends Pick<RunFigures, "wallMs" | "agentMs" | "savedMs" | "usage"> {
  /** The repository it worked on: any text that is the same for the same repository. */
  repo: string;
  mode: Mode;
  stories: number;
}

/** What a run of one mode typically took: medians, so that one night with a rate limit does not count. */
export interface ModeCosts {
  runs: number;
  /** Whether the runs are of this repository, or of any on this machine. */
  scope: "repository" | "machine";
  wallMs: number;
  tokens: number;
  /** One agent's time on one story. */
  storyMs: number;
  storyTokens: number;
  /** Wall clock beside the conducting: intake, planning, checks, delivery. */
  overheadMs: number;
}

export type CostModel = Readonly<Partial<Record<Mode, ModeCosts>>>;

/** Fewer runs than this are an anecdote. */
const leastRuns = 3;
/** Old runs were of other models and another repository state. */
const mostRuns = 50;

/** What each mode costs, from recorded runs (oldest first); `null` when there are too few of any mode. */
export function costModel(runs: readonly RecordedRun[], repo: string): CostModel | null {
  const known = modes.flatMap((mode) => {
    const costs = modeCosts(
      runs.filter((run) => run.mode === mode && run.stories > 0 && run.agentMs > 0),
      repo,
    );
    return costs === null ? [] : [[mode, costs] as const];
  });
  return known.length === 0 ? null : Object.fromEntries(known);
}

function modeCosts(all: readonly RecordedRun[], repo: string): ModeCosts | null {
  const own = all.filter((run) => run.repo === repo);
  const runs = (own.length >= leastRuns ? own : all).slice(-mostRuns);
  if (runs.length < leastRuns) return null;
  return {
    runs: runs.length,
    scope: own.length >= leastRuns ? "repository" : "machine",
    wallMs: median(runs.map((run) => run.wallMs)),
    tokens: median(runs.map((run) => totalTokens(run.usage))),
    storyMs: median(runs.map((run) => run.agentMs / run.stories)),
    storyTokens: median(runs.map((run) => totalTokens(run.usage) / run.stories)),
    overheadMs: median(runs.map((run) => Math.max(0, run.wallMs - conductingMs(run)))),
  };
}

/** Agents that work side by side save `savedMs` of their summed time; one agent saves nothing. */
function conductingMs(run: RecordedRun): number {
  return run.agentMs - (run.savedMs ?? 0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return (lower + upper) / 2;
}

/** What a story takes, in a unit that only compares stories with one another. */
type CostOf = (story: Story) => number;

/** A standard story is 1: without measurements, a weight says only that it is about half or twice as much. */
function costOfWeight(weight: Weight): number {
  switch (weight) {
    case "light":
      return 0.5;
    case "standard":
      return 1;
    case "heavy":
      return 2;
    default:
      return unreachable(weight);
  }
}

export const standardCost: CostOf = (story) => costOfWeight(story.weight);
