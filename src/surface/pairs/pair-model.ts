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
    titleLikeness: 1.159,
    rareTopics: 1.874,
    titleInPaths: 1.689,
    sameLanguage: 1.051,
    testLink: 0.435,
    sameFolder: 0.243,
    created: 0.318,
    makes: 0.512,
  },
  bias: -5.927,
  threshold: -2.832,
};

/** Two halves of one change under one title, from 284 such pairs and 412 made from the histories of twelve further repositories. */
const oneTitle: PairModel = {
  weights: {
    createdSameLanguage: 0.844,
    sharedNames: 0.108,
    usedNames: 0.336,
    makes: 0.506,
    makesUsedNames: 0.24,
    titleInNames: 0.39,
    smallerLines: -0.642,
    testsOnly: -0.281,
    sameSubject: 0.282,
  },
  bias: -0.871,
  threshold: -0.451,
};
