import { type Mode, modes } from "./mode.ts";

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
  /** It only says that something is not there. */
  absent?: true;
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

/** Below this confidence the suggestion is not better than a guess between the two likeliest modes. */
const sureEnough = 0.6;

/** The mode that the picker opens on: the suggestion, or the cheaper of the two likeliest when it is not sure. */
export function openingMode(decision: Decision): Mode {
  if (decision.confidence >= sureEnough) return decision.mode;
  const likeliest = modes.toSorted((a, b) => rank(b, decision) - rank(a, decision)).slice(0, 2);
  // `modes` goes from cheap to dear: more stories cost more.
  return modes.find((mode) => likeliest.includes(mode)) ?? decision.mode;
}

/** Below this confidence a person compares the modes before they choose; from it on, a focused run asks once for all. */
export const decisive = 0.75;

/** The suggestion is always one of the candidates, whatever the probabilities say. */
function rank(mode: Mode, decision: Decision): number {
  return mode === decision.mode ? Number.POSITIVE_INFINITY : decision.probabilities[mode];
}
