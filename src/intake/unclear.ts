import type { GoalText } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";

/** Why a goal can't be taken as a work order, and the one question whose answer would change that. */
export interface Unclear {
  rule: string;
  /** What was found, for the signals. */
  detail: string;
  question: string;
  /** Nothing is left to do: there is nothing to ask either. */
  nothingToDo?: boolean;
}

/** One rule of clarity: total and pure. `null`: it has nothing to say. */
export type ClarityRule = (goal: GoalText, facts: IntakeFacts) => Unclear | null;
