import { type Feature, grouped } from "./feature.ts";
import type { GoalText } from "./goal-text.ts";
import { habitFeatures, repositoryFeatures } from "./habit-features.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import { placeFeatures } from "./place-features.ts";
import { precedentFeatures } from "./precedent-features.ts";
import { formFeatures, kindFeatures } from "./title-features.ts";

/** Every measured property of a goal, in a fixed order. Pure: the same goal and facts give the same numbers. */
export function readFeatures(goal: GoalText, facts: IntakeFacts): Feature[] {
  return [
    ...kindFeatures(goal),
    ...grouped("wording", formFeatures(goal)),
    ...grouped("precedents", precedentFeatures(facts.precedents)),
    ...grouped("habits", habitFeatures(goal, facts)),
    ...grouped("repository", repositoryFeatures(facts)),
    ...grouped("places", placeFeatures(goal, facts)),
  ];
}
