import type { GoalText } from "./goal-text.ts";
import { titleWords } from "./history.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import { readPast } from "./past.ts";

/** One measured property of a goal; the fitted table says what it weighs. */
export interface Feature {
  name: string;
  value: number;
  /** What was seen, for people. */
  detail: string;
}

/** Every feature of a goal, in a fixed order. Pure: the same goal and facts give the same numbers. */
export function readFeatures(goal: GoalText, facts: IntakeFacts): Feature[] {
  const past = readPast(titleWords(goal.title), facts.history);
  return [
    {
      name: "wide-rate",
      value: Math.log(past.wideRate / (1 - past.wideRate)),
      detail: `${percent(past.wideRate)} of past changes reach wide`,
    },
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
