import type { Mode } from "./mode.ts";
import type { Story } from "./story.ts";

/**
 * A question of a run to whoever answers for the person, with what it takes to answer it. The decision and the plan that it
 * is about are the newest `intake.decided` and `plan.enforced` of the stream.
 */
export type Question = { question: string } & QuestionKind;

export type QuestionKind =
  /** Words: the goal, or what makes it clear. */
  | { kind: "goal" | "clarity" }
  /** Yes or no: where the work goes. */
  | { kind: "delivery" }
  | {
      kind: "mode";
      suggested: Mode;
      confidence: number;
      reason: string;
      /** Where a picker stands at first: the cheaper of the two likeliest modes when the suggestion is not sure. */
      opensOn: Mode;
      /** From cheap to dear; `basis`: where the cost is known from. */
      modes: { mode: Mode; what: string; cost: string; basis: string }[];
      /** What will be delivered; null: nothing. */
      leaves: string | null;
      /** All of the suggested plan, when it is one story that was made already; null: a plan follows. */
      only: Story | null;
    }
  /** One of the `answers`, by its value. */
  | { kind: Choice<string>["kind"]; answers: Choice<string>["answers"] }
  | {
      kind: "plan";
      mode: Mode;
      /** The time and tokens that it is expected to take; null: not known. */
      expected: string | null;
      /** Evidence that could not be had. */
      missing: string[];
      /** Changes that `undo` can take back. */
      changes: number;
      /** Stories were edited: another mode can keep them (`keeps`) or be planned anew, without the edits. */
      edited: boolean;
    };

/** A question with a few answers. `kind` names what it is about, for programs that answer in a person's place. */
export interface Choice<T extends string> {
  kind: "checks";
  question: string;
  /** The first is what nobody is surprised by. `label`: as it is shown; `hint`: what it leads to. */
  answers: readonly { value: T; label: string; hint: string }[];
}

/** Who answered: the program on stdin, the page, a client of `baro mcp`, or nobody: the run went on as one that asks nobody. */
export const answerers = ["stdio", "page", "mcp", "nobody"] as const;
export type Answerer = (typeof answerers)[number];

/** Who gave an answer; `ticket`: the name of this very answer, for whoever left it in the run's folder. */
export interface AnswerOrigin {
  by: Answerer;
  ticket?: string;
}
