import type { Feature } from "./feature.ts";
import { isForeignWord } from "./general-words.ts";
import type { GoalText } from "./goal-text.ts";
import type { Precedent } from "./intake-facts.ts";

/** With so much likeness the history speaks the goal's language, or shares its names. */
const leastSupport = 0.5;
const leastWords = 2;
const leastShare = 0.15;

/**
 * Leaves out what compares a goal's words with those of the history, where the two speak different languages: that no
 * title is like it says nothing of the work then.
 */
export function comparable(
  features: readonly Feature[],
  goal: Pick<GoalText, "rest">,
  precedents: readonly Precedent[],
): readonly Feature[] {
  const support = precedents.reduce((sum, { likeness }) => sum + likeness, 0);
  if (support >= leastSupport || !isForeign(goal.rest)) return features;
  return features.filter(({ name, group }) => group !== "precedents" && name !== "new-words" && name !== "rare-words");
}

function isForeign(text: string): boolean {
  const words = text.toLowerCase().match(/\p{Script=Latin}{2,}|[^\P{L}\p{Script=Latin}]{1,4}/gu) ?? [];
  const foreign = words.filter((word) => isForeignWord(word) || !/\p{Script=Latin}/u.test(word)).length;
  return foreign >= leastWords && foreign >= leastShare * words.length;
}
