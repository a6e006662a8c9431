import type { PastChange } from "./intake-facts.ts";
import { countTitles, findLike } from "./likeness.ts";
import { logOdds } from "./precedent-shape.ts";

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

/** Compares a goal's words (`titleWords`) with the titles of past changes. */
export function readPast(words: readonly string[], history: readonly PastChange[]): PastShape {
  const wideRate = (count(history, isWide) + 2) / (history.length + 20);
  const textRate = (count(history, isText) + 1) / (history.length + 20);
  const similar = weighSimilar(words, history);
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
    frequency: countTitles(history),
  };
}

function weighSimilar(words: readonly string[], history: readonly PastChange[]) {
  const sums = { support: 0, wide: 0, text: 0 };
  for (const { change, likeness } of findLike(words, history)) {
    sums.support += likeness;
    if (isWide(change)) sums.wide += likeness;
    if (isText(change)) sums.text += likeness;
  }
  return sums;
}

const isWide = (change: PastChange) => change.codeFiles >= wideCode && change.directories >= 2;
const isText = (change: PastChange) => change.codeFiles <= 2 && change.docFiles + change.testFiles >= wideText;

function count(history: readonly PastChange[], test: (change: PastChange) => boolean): number {
  return history.reduce((total, change) => total + (test(change) ? 1 : 0), 0);
}
