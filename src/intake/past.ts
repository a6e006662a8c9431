import type { PastChange } from "./intake-facts.ts";

/** A change reached wide when it touched at least this many code files in two folders: one agent does it in steps. */
const wideCode = 6;
/** A change of texts touched at least this many documents or tests and hardly any code. */
const wideText = 4;
/** How many past changes' worth of trust the average has against the similar titles, and against those of one type. */
const trustAmongSimilar = 1.5;
const trustAmongType = 10;

/** What the base's own history says about titles like the goal's; all log-odds. */
export interface PastShape {
  /** How usual wide changes are here. */
  wide: number;
  /** How usual changes of many texts are here. */
  text: number;
  /** How much more usual wide changes are among similar titles. */
  similarWide: number;
  similarText: number;
  /** How much more usual wide changes are among titles of the goal's type. */
  typeWide: number;
  /** How many titles of the history hold each word. */
  frequency: ReadonlyMap<string, number>;
}

/** Compares a goal's words (`titleWords`) with the titles of past changes: rare words that are shared count most. */
export function readPast(words: readonly string[], history: readonly PastChange[]): PastShape {
  const frequency = new Map<string, number>();
  for (const change of history) for (const word of change.words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const wideRate = (count(history, isWide) + 2) / (history.length + 20);
  const textRate = (count(history, isText) + 1) / (history.length + 20);
  const similar = weighSimilar(words, history, frequency);
  const type = words.find((word) => word.endsWith(":"));
  const sameType = history.filter((change) => change.words.find((word) => word.endsWith(":")) === type);
  const wide = logOdds(wideRate);
  const text = logOdds(textRate);
  return {
    wide,
    text,
    similarWide: logOdds((similar.wide + trustAmongSimilar * wideRate) / (similar.support + trustAmongSimilar)) - wide,
    similarText: logOdds((similar.text + trustAmongSimilar * textRate) / (similar.support + trustAmongSimilar)) - text,
    typeWide:
      logOdds((count(sameType, isWide) + trustAmongType * wideRate) / (sameType.length + trustAmongType)) - wide,
    frequency,
  };
}

function weighSimilar(
  words: readonly string[],
  history: readonly PastChange[],
  frequency: ReadonlyMap<string, number>,
) {
  const rarity = (word: string) => Math.log((history.length + 1) / ((frequency.get(word) ?? 0) + 1));
  const norm = (list: readonly string[]) => list.reduce((total, word) => total + rarity(word) ** 2, 0) || 1;
  const goal = new Set(words);
  const goalNorm = norm(words);
  const sums = { support: 0, wide: 0, text: 0 };
  for (const change of history) {
    const shared = change.words.reduce((total, word) => total + (goal.has(word) ? rarity(word) ** 2 : 0), 0);
    if (shared === 0) continue;
    // The cosine squared, so that one close title outweighs many that share a common word.
    const similarity = shared ** 2 / (goalNorm * norm(change.words));
    sums.support += similarity;
    if (isWide(change)) sums.wide += similarity;
    if (isText(change)) sums.text += similarity;
  }
  return sums;
}

const isWide = (change: PastChange) => change.codeFiles >= wideCode && change.directories >= 2;
const isText = (change: PastChange) => change.codeFiles <= 2 && change.docFiles + change.testFiles >= wideText;

function count(history: readonly PastChange[], test: (change: PastChange) => boolean): number {
  return history.reduce((total, change) => total + (test(change) ? 1 : 0), 0);
}

function logOdds(share: number): number {
  return Math.log(share / (1 - share));
}
