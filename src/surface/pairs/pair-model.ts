import type { FeatureName, PairFeatures } from "./pair-features.ts";
import { oneTitle, type PairModel, twoTitles } from "./pair-weights.ts";
import type { StorySurface } from "./story-surface.ts";

/** One feature's part in a verdict. */
export interface Weighed {
  feature: FeatureName;
  value: number;
  /** Log-odds; positive speaks for order. */
  part: number;
}

export interface Weighing {
  /** What two stories start with. */
  base: number;
  /** Heaviest for order first. */
  parts: readonly Weighed[];
  /** How far the sum is above (order) or below (independence) the threshold, in log-odds. */
  margin: number;
}

/** Adds up the weak evidence about two stories without a path in common. */
export function weigh(a: StorySurface, b: StorySurface, features: PairFeatures): Weighing {
  const { weights, bias, threshold } = modelFor(a, b);
  const parts = Object.entries(weights)
    .map(([name, weight]) => {
      const feature = name as FeatureName;
      return { feature, value: features[feature], part: weight * features[feature] };
    })
    .sort((one, other) => other.part - one.part);
  const base = bias - threshold;
  return { base, parts, margin: parts.reduce((sum, { part }) => sum + part, base) };
}

/** Halves of one change, which their one title says they are, share its topic: there only the code tells. */
function modelFor(a: StorySurface, b: StorySurface): PairModel {
  return a.story.title === b.story.title ? oneTitle : twoTitles;
}
