import { antecedentRule } from "./clarity-antecedents.ts";
import { dangerRule } from "./clarity-danger.ts";
import { formRule } from "./clarity-forms.ts";
import { linkRule } from "./clarity-links.ts";
import { questionRule } from "./clarity-questions.ts";
import { branchRule, madeRule, pathRule, saysDoneRule } from "./clarity-repository.ts";
import { wishRule } from "./clarity-wishes.ts";
import { continueRule, emptyRule, generalRule, hugeRule } from "./clarity-words.ts";
import type { GoalText } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import type { ClarityRule, Unclear } from "./unclear.ts";

/** In this order: what is certain comes before what is a matter of words, and danger before mere vagueness. */
const rules: readonly ClarityRule[] = [
  emptyRule,
  dangerRule,
  linkRule,
  branchRule,
  madeRule,
  saysDoneRule,
  continueRule,
  pathRule,
  questionRule,
  hugeRule,
  generalRule,
  wishRule,
  antecedentRule,
  formRule,
];

/** Why a goal is not clear enough to start on, by the first rule that says so; `null` when it is one. */
export function findUnclear(goal: GoalText, facts: IntakeFacts): Unclear | null {
  for (const rule of rules) {
    const unclear = rule(goal, facts);
    if (unclear !== null) return unclear;
  }
  return null;
}
