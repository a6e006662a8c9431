import type { Mode } from "./mode.ts";

/** One piece of evidence that led to a decision. */
export interface Signal {
  name: string;
  detail: string;
  /** How much it moved the decision towards `towards` (log-odds); 0 for a fact without a weight. */
  weight?: number;
  towards?: Mode;
  /** What it adds to the log-odds of either mode against `focused`; those of all signals sum up to the rules' own. */
  odds?: { sequential: number; parallel: number };
  /** The path at the base that the goal's words lead to; a directory ends with `/`. */
  path?: string;
}

export type DecisionSource = "rules" | "model" | "flag";

/** What intake makes of a goal. */
export interface Decision {
  mode: Mode;
  /** Probability, 0 to 1, that `mode` is the right one. */
  confidence: number;
  /** One sentence. */
  reason: string;
  source: DecisionSource;
  signals: Signal[];
  clarity: "clear" | "vague";
  /** The one question whose answer would change the decision; only with `clarity: "vague"`. */
  question: string | null;
  /** True when nothing is left to do (merged already, done already): `question` says what was found. */
  nothingToDo?: boolean;
  /** Probability per mode; they sum to 1. */
  probabilities: Readonly<Record<Mode, number>>;
}
