import type { PastChange } from "./intake-facts.ts";

/** So many of the likest changes are looked at. */
export const mostLikest = 40;

/** A past change and how like the goal its title is: 1 is the same words, 0 none in common. */
export interface Likeness {
  change: PastChange;
  likeness: number;
}

/** How many titles of the history hold each word. */
export function countTitles(history: readonly PastChange[]): ReadonlyMap<string, number> {
  const frequency = new Map<string, number>();
  for (const change of history) for (const word of change.words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  return frequency;
}

/**
 * The changes called most like the goal (`titleStems`), the likest first: the cosine of the titles' words, each weighed
 * by how rare it is here (TF-IDF), and squared, so that one close title outweighs many that share a common word.
 */
export function likestChanges(
  words: readonly string[],
  history: readonly PastChange[],
  frequency: ReadonlyMap<string, number> = countTitles(history),
): Likeness[] {
  const rarity = (word: string) => Math.log((history.length + 1) / ((frequency.get(word) ?? 0) + 1)) ** 2;
  const norm = (list: readonly string[]) => list.reduce((total, word) => total + rarity(word), 0) || 1;
  const goal = new Map(words.map((word) => [word, rarity(word)]));
  const goalNorm = norm(words);
  const found: Likeness[] = [];
  for (const change of history) {
    let shared = 0;
    for (const word of change.words) shared += goal.get(word) ?? 0;
    if (shared > 0) found.push({ change, likeness: shared ** 2 / (goalNorm * norm(change.words)) });
  }
  return found.sort((a, b) => b.likeness - a.likeness).slice(0, mostLikest);
}
