import type { FeatureName, PairFeatures } from "./pair-features.ts";
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

/**
 * Log-odds that one of two stories needs the other, per unit of a feature. Above the threshold they are put in order.
 */
interface PairModel {
  weights: Readonly<Partial<Record<FeatureName, number>>>;
  bias: number;
  threshold: number;
}

// Written by scripts/fit-pairs.ts; its output is beside it in scripts/fit/pairs.txt.

/** Stories of different titles, from 900 pairs of real changes in 23 repositories. */
const twoTitles: PairModel = {
  weights: {
    titleLikeness: 1.186,
    rareTopics: 1.654,
    titleInPaths: 1.185,
    sameLanguage: 0.989,
    testLink: 0.587,
    sameFolder: 0.18,
    created: 0.41,
    makes: 0.53,
  },
  bias: -5.929,
  threshold: -2.755,
};

/** Two halves of one change under one title, from 284 such pairs and 1,777 made from the same repositories' histories. */
const oneTitle: PairModel = {
  weights: {
    createdSameLanguage: 0.8,
    sharedNames: 0.263,
    usedNames: 0.151,
    makes: 0.243,
    makesUsedNames: 0.391,
    titleInNames: 0.569,
    smallerLines: -0.81,
    testsOnly: -0.629,
    sameSubject: 0.51,
  },
  bias: -0.661,
  threshold: -0.408,
};
