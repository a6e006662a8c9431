import type { Decision } from "../core/decision.ts";
import type { CheckFacts, EventOf, RunFigures, StoryOutcome } from "../core/event.ts";
import type { Mode } from "../core/mode.ts";
import type { PairVerdict, PlanChange } from "../core/plan.ts";
import type { Story, StoryId } from "../core/story.ts";
import type { Usage } from "../core/usage.ts";
import type { Tally } from "./tally.ts";

/** `working`: an agent is at it; `landing`: its work is being checked and merged. */
export type StoryStatus = "waiting" | "working" | "landing" | "done";

/** One attempt of an agent at a story. */
export interface AttemptView {
  attempt: number;
  agent: string;
  model: string | null;
  startedAt: number;
  /** Null while the agent works. */
  finishedAt: number | null;
  ok: boolean | null;
  /** Why it ended, when not by being done. */
  why: string | null;
}

export interface StoryView {
  story: Story;
  status: StoryStatus;
  outcome: StoryOutcome | null;
  reason: string | null;
  attempts: AttemptView[];
  usage: Usage;
  /** What its agent is doing, in a few words. */
  activity: string | null;
  /** The last thing that its agent said. */
  said: string | null;
  tools: number;
  checks: CheckFacts[];
  violations: EventOf<"surface.violated">[];
  conflicts: EventOf<"story.conflicted">[];
  merged: EventOf<"story.merged"> | null;
  /** The ref that keeps what an unfinished story has so far. */
  kept: string | null;
  startedAt: number | null;
  finishedAt: number | null;
}

/** Everything that the views show of a run: a fold of its events, whole or so far. */
export interface RunView {
  run: string | null;
  /** As it was given, or what the link leads to that was given in its place. */
  goal: string;
  started: EventOf<"run.started"> | null;
  startedAt: number | null;
  lastAt: number | null;
  decision: Decision | null;
  chosen: EventOf<"mode.chosen"> | null;
  /** The mode that runs: what was chosen, unless a rule brought it down. */
  mode: Mode | null;
  proposed: number | null;
  stories: Map<StoryId, StoryView>;
  changes: PlanChange[];
  pairs: PairVerdict[];
  width: number;
  parallelism: number;
  notices: { at: number; text: string }[];
  predicted: EventOf<"conflict.predicted">[];
  checks: CheckFacts[];
  limit: EventOf<"limit.reached"> | null;
  delivery: EventOf<"delivery.finished"> | null;
  finished: RunFigures | null;
  resumes: number;
  tally: Tally;
}
