import { unreachable } from "../core/error.ts";
import type { Story, Weight } from "../core/story.ts";

/** What a story takes, in a unit that only compares stories with one another. */
export type CostOf = (story: Story) => number;

/** A standard story is 1: without measurements, a weight says only that it is about half or twice as much. */
export function costOfWeight(weight: Weight): number {
  switch (weight) {
    case "light":
      return 0.5;
    case "standard":
      return 1;
    case "heavy":
      return 2;
    default:
      return unreachable(weight);
  }
}

export const standardCost: CostOf = (story) => costOfWeight(story.weight);
