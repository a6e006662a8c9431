import type { GoalText } from "./goal-text.ts";
import { wordWeights } from "./word-weights.ts";

/** Log-odds of a token against `focused`: [sequential, parallel]. */
export type WordTable = ReadonlyMap<string, readonly [number, number]>;

/** What of a goal the word table knows: its words, its first word, its type, and its marks. */
export function wordKeys(goal: GoalText): string[] {
  const keys = new Set<string>(goal.words.filter((word) => /^[\p{L}][\p{L}\p{N}'-]+$/u.test(word)));
  const first = goal.words[0];
  if (first !== undefined) keys.add(`1:${first}`);
  keys.add(goal.type === null ? "type:none" : `type:${goal.type}`);
  if (goal.areas.length > 0) keys.add("mark:area");
  for (const [name, pattern] of marks) if (pattern.test(goal.title)) keys.add(name);
  return [...keys];
}

const marks: readonly (readonly [string, RegExp])[] = [
  ["mark:comma", /,/],
  ["mark:code", /`/],
  ["mark:flag", /(^|\s|`)--\w/],
  ["mark:call", /\(\)/],
  ["mark:plus", / [+&] /],
  ["mark:quote", /["']\w/],
  ["mark:issue", /#\d/],
];

export interface WordScore {
  sequential: number;
  parallel: number;
  /** The words that moved each most, for people. */
  topSequential: string;
  topParallel: string;
}

/** The table's sum over a goal's words. */
export function scoreWords(goal: GoalText, table: WordTable = shipped): WordScore {
  const found = wordKeys(goal).flatMap((key) => {
    const weight = table.get(key);
    return weight === undefined ? [] : [{ key, weight }];
  });
  const sum = (at: 0 | 1) => found.reduce((total, { weight }) => total + weight[at], 0);
  const top = (at: 0 | 1) =>
    found
      .filter(({ key }) => /^[\p{L}-]+$/u.test(key))
      .toSorted((a, b) => Math.abs(b.weight[at]) - Math.abs(a.weight[at]))
      .slice(0, 3)
      .map(({ key, weight }) => `${key} ${weight[at] > 0 ? "+" : ""}${weight[at]}`)
      .join(", ");
  return { sequential: sum(0), parallel: sum(1), topSequential: top(0), topParallel: top(1) };
}

/** Reads the compact form `word sequential parallel`, one token after another. */
function readTable(text: string): WordTable {
  const parts = text.trim().split(/\s+/);
  const table = new Map<string, readonly [number, number]>();
  for (let at = 0; at + 2 < parts.length; at += 3) {
    table.set(parts[at] ?? "", [Number(parts[at + 1]), Number(parts[at + 2])]);
  }
  return table;
}

const shipped = readTable(wordWeights);
