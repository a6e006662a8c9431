import type { Decision } from "./decision.ts";
import type { RunEvent } from "./event.ts";
import type { Mode } from "./mode.ts";
import type { EnforcedPlan, Plan } from "./plan.ts";

/** What each mode would cost, as one line for the picker; "no data yet" is an honest answer. */
export type ModeOutlook = Readonly<Record<Mode, string>>;

/** What the person made of a plan. An edited plan is enforced anew and shown again. */
export type PlanReview =
  | { action: "accept" }
  | { action: "edit"; plan: Plan }
  | { action: "mode"; mode: Mode }
  | { action: "leave" };

/**
 * The person in front of a terminal, as the run sees them. Headless runs have none (`null`). A question that is open when
 * `stop` aborts counts as left, and so does one that would come after it.
 */
export interface Person {
  /** The goal, when none was given; null: left. */
  askGoal(): Promise<string | null>;
  /** The answer to intake's one question; null: left. */
  answer(question: string, stop?: AbortSignal): Promise<string | null>;
  /** The mode; null: left. `leaves` says in a sentence what will be delivered. */
  chooseMode(decision: Decision, outlook: ModeOutlook, leaves?: string, stop?: AbortSignal): Promise<Mode | null>;
  reviewPlan(enforced: EnforcedPlan, stop?: AbortSignal): Promise<PlanReview>;
}

/** Sees every event in order, after it was journalled: NDJSON, live view, plain lines. */
export interface Watcher {
  /** What happened before a run was resumed: known, and not shown again. */
  recall?(events: readonly RunEvent[]): void;
  see(event: RunEvent): void;
  /** The terminal is about to be used for a question, or the run is over. */
  pause(): void;
}
