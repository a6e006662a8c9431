import type { FeatureName } from "./pair-features.ts";

/**
 * Log-odds that one of two stories needs the other, per unit of a feature. Above the threshold they are put in order.
 */
export interface PairModel {
  weights: Readonly<Partial<Record<FeatureName, number>>>;
  bias: number;
  threshold: number;
}

// Written by scripts/fit-pairs.ts; its output is beside it in scripts/fit/pairs.txt.

/** Stories of different titles, from 900 pairs of real changes in 23 repositories. */
export const twoTitles: PairModel = {
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
export const oneTitle: PairModel = {
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
