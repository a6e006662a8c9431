import type { PastChange } from "./intake-facts.ts";

/** So many of the likest changes are looked at: enough to average over, few enough for one short call of git. */
const mostLikest = 15;

/** A past change and how like the goal its title is: 1 is the same words, 0 none in common. */
export interface Likeness {
  change: PastChange;
  likeness: number;
}

/**
 * How like the goal's words (`titleWords`) the titles of past changes are, in their order; those without a word in
 * common are left out. Rare words that are shared count most, and the cosine is squared, so that one close title
 * outweighs many that share a common word.
 */
export function findLike(words: readonly string[], history: readonly PastChange[]): Likeness[] {
  const frequency = countTitles(history);
  const rarity = (word: string) => Math.log((history.length + 1) / ((frequency.get(word) ?? 0) + 1)) ** 2;
  const norm = (list: readonly string[]) => list.reduce((total, word) => total + rarity(word), 0) || 1;
  const goal = new Set(words);
  const goalNorm = norm(words);
  return history.flatMap((change) => {
    const shared = change.words.reduce((total, word) => total + (goal.has(word) ? rarity(word) : 0), 0);
    return shared === 0 ? [] : [{ change, likeness: shared ** 2 / (goalNorm * norm(change.words)) }];
  });
}

/** How many titles of the history hold each word. */
export function countTitles(history: readonly PastChange[]): ReadonlyMap<string, number> {
  const frequency = new Map<string, number>();
  for (const change of history) for (const word of change.words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  return frequency;
}

/** The changes called most like the goal, the likest first. */
export function likestChanges(words: readonly string[], history: readonly PastChange[]): Likeness[] {
  return findLike(words, history)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, mostLikest);
}
