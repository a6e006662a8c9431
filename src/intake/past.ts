import type { PastChange } from "./intake-facts.ts";

/** A change reached wide when it touched at least this many code files: one agent would do it in steps. */
const wideCode = 6;
const wideText = 4;
/** How many past changes' worth of trust the repository's average has against the similar titles. */
const shrink = 1.5;

/** What the base's own history says about titles like the goal's. */
export interface PastShape {
  /** Share of all past changes that reached wide through the code, 0 to 1, pulled to a tenth when there are few. */
  wideRate: number;
  /** The same among similar titles, pulled to `wideRate`. */
  similarWide: number;
  /** Share that changed many documents or tests and hardly any code; among similar titles. */
  similarText: number;
  /** Mean of log2(1 + code files) among similar titles. */
  similarSize: number;
  /** How much similar history there is: summed similarity. */
  support: number;
}

/** Compares a goal's words with the titles of past changes: rare words that are shared count most. */
export function readPast(words: readonly string[], history: readonly PastChange[]): PastShape {
  const frequency = new Map<string, number>();
  for (const change of history) for (const word of change.words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const rarity = (word: string) => Math.log((history.length + 1) / ((frequency.get(word) ?? 0) + 1));
  const norm = (list: readonly string[]) => Math.sqrt(list.reduce((sum, word) => sum + rarity(word) ** 2, 0)) || 1;
  const goal = new Set(words);
  const goalNorm = norm(words);
  const wideRate = (count(history, isWide) + 2) / (history.length + 20);
  const textRate = (count(history, isText) + 1) / (history.length + 20);
  const sizeMean = (sum(history, size) + 10) / (history.length + 10);
  let support = 0;
  let wide = 0;
  let text = 0;
  let sizes = 0;
  for (const change of history) {
    const shared = change.words.reduce((total, word) => total + (goal.has(word) ? rarity(word) ** 2 : 0), 0);
    if (shared === 0) continue;
    // Squared, so that one close title outweighs many that share a common word.
    const similarity = (shared / (goalNorm * norm(change.words))) ** 2;
    support += similarity;
    wide += similarity * (isWide(change) ? 1 : 0);
    text += similarity * (isText(change) ? 1 : 0);
    sizes += similarity * size(change);
  }
  return {
    wideRate,
    similarWide: (wide + shrink * wideRate) / (support + shrink),
    similarText: (text + shrink * textRate) / (support + shrink),
    similarSize: (sizes + shrink * sizeMean) / (support + shrink),
    support,
  };
}

const size = (change: PastChange) => Math.log2(1 + change.codeFiles);
const isWide = (change: PastChange) => change.codeFiles >= wideCode && change.directories >= 2;
const isText = (change: PastChange) => change.codeFiles <= 2 && change.docFiles + change.testFiles >= wideText;

function count(history: readonly PastChange[], test: (change: PastChange) => boolean): number {
  return history.reduce((total, change) => total + (test(change) ? 1 : 0), 0);
}

function sum(history: readonly PastChange[], value: (change: PastChange) => number): number {
  return history.reduce((total, change) => total + value(change), 0);
}
