import { z } from "zod";
import type { Decision } from "./decision.ts";
import type { Emit, RunEvent } from "./event.ts";
import type { Mode } from "./mode.ts";
import type { EnforcedPlan, Plan } from "./plan.ts";
import { type AnswerOrigin, answerers, type Choice } from "./question.ts";
import type { Story } from "./story.ts";

/** What each mode is and would cost, in a few words for the picker; `basis`: where the cost is known from. */
export type ModeOutlook = Readonly<Record<Mode, { what: string; cost: string; basis: string }>>;

/** `accepted`: the story that was shown with the modes is the plan, and nobody asks again. */
export interface ModeAnswer {
  mode: Mode;
  accepted: boolean;
}

/** What the person made of a plan. An edited plan is enforced anew and shown again. */
export type PlanReview =
  | { action: "accept" }
  | { action: "edit"; plan: Plan }
  /** `keeps`: the stories as they are, in that mode; else they are planned anew. */
  | { action: "mode"; mode: Mode; keeps?: boolean }
  /** Back to the plan before the last change. */
  | { action: "undo" }
  | { action: "leave" };

/** What became of a plan while it was looked at. */
export interface ReviewSoFar {
  /** Changes that can be taken back. */
  changes: number;
  /** The person has changed stories of it, which another mode's plan would not have. */
  isEdited: boolean;
  decision: Decision | null;
}

/** Nobody is there any more to answer: the run goes on as one that asks nobody. */
export const nobody = Symbol("nobody");
export type Nobody = typeof nobody;

/** What a run without a goal has found so far: the person sees where it would work, and with what. */
export interface Found {
  root: string;
  branch: string | null;
  dirty: boolean;
  agent: string;
  checks: Promise<readonly string[]>;
}

/**
 * The person in front of a terminal or behind a program, as the run sees them. Headless runs have none (`null`). A question
 * that is open when `stop` aborts counts as left, and so does one that would come after it.
 */
export interface Person {
  /** The goal, when none was given; null: left. */
  askGoal(found?: Found): Promise<string | null | Nobody>;
  /** The answer to intake's one question, or to the delivery's; null: left. */
  answer(question: string, stop?: AbortSignal, about?: "clarity" | "delivery"): Promise<string | null | Nobody>;
  /** The mode; null: left. `leaves` says in a sentence what will be delivered; `story` is all of the suggested plan. */
  chooseMode(
    decision: Decision,
    outlook: ModeOutlook,
    shown: { leaves: string | null; story: Story | null },
    stop?: AbortSignal,
  ): Promise<ModeAnswer | null | Nobody>;
  reviewPlan(enforced: EnforcedPlan, stop?: AbortSignal, soFar?: ReviewSoFar): Promise<PlanReview | Nobody>;
  /** One of a few answers; null: left. */
  choose<T extends string>(choice: Choice<T>, stop?: AbortSignal): Promise<T | null | Nobody>;
  /** A run is open: what is asked from now on belongs to it. */
  join?(line: RunLine): void;
  /** Nothing is asked any more; gives back what hearing answers took. */
  leave?(): void;
}

/** What whoever answers from outside needs of an open run. */
export interface RunLine {
  emit: Emit;
  /** How many questions it has asked before. */
  asked: number;
  /** Hears answers that are left in the run's folder, until what is returned is called. */
  hear(take: (id: string, answer: unknown, origin: AnswerOrigin) => void): () => void;
}

/** Nobody looks on. */
export const unwatched: Watcher = { see: () => {}, pause: () => {} };

/** Sees every event in order, after it was journalled: NDJSON, live view, plain lines. */
export interface Watcher {
  /** What happened before a run was resumed: known, and not shown again. */
  recall?(events: readonly RunEvent[]): void;
  see(event: RunEvent): void;
  /** The terminal is about to be used for a question, or the run is over. */
  pause(): void;
}

/** What a person may tell a run that is going on, from its live view or from another terminal. */
export const order = z.discriminatedUnion("kind", [
  /** The story ends; what it has is kept. */
  z.object({ kind: z.literal("stop"), story: z.string() }),
  /** Its agent hears this next. */
  z.object({ kind: z.literal("tell"), story: z.string(), text: z.string().min(1).max(20_000) }),
  /** No agent is started any more; those at work go on. */
  z.object({ kind: z.literal("pause") }),
  z.object({ kind: z.literal("go-on") }),
  /** To the question of that id; whoever asked it reads what the answer is. */
  z.object({
    kind: z.literal("answer"),
    id: z.string().max(40),
    answer: z.unknown(),
    by: z.enum(answerers),
    ticket: z.string().max(20),
  }),
]);

export type Order = z.infer<typeof order>;

/** What a person says to an agent while it works. */
export interface Inbox {
  /** The messages that wait, oldest first. Whoever takes them has them: they are not given again. */
  take(): string[];
}
