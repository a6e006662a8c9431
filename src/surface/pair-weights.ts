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
    titleLikeness: 1.165,
    rareTopics: 1.792,
    titleInPaths: 1.109,
    sameLanguage: 0.951,
    testLink: 0.632,
    sameFolder: 0.143,
    created: 0.472,
    makes: 0.482,
  },
  bias: -5.957,
  threshold: -2.787,
};

/** Two halves of one change under one title, from 284 such pairs and 1,777 made from the same repositories' histories. */
export const oneTitle: PairModel = {
  weights: {
    created: 0.309,
    createdSameLanguage: 0.584,
    sharedNames: 0.312,
    usedNames: 0.289,
    makes: 0.63,
    titleInNames: 0.571,
    smallerLines: -0.832,
    testsOnly: -0.644,
    sameSubject: 0.632,
    sharedTopics: -0.147,
  },
  bias: -0.91,
  threshold: -0.27,
};
