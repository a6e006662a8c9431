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

/** The table's sum over a goal's words, with the words that moved it most. */
export function scoreWords(
  goal: GoalText,
  table: WordTable = shipped,
): { sequential: number; parallel: number; top: string[] } {
  let sequential = 0;
  let parallel = 0;
  const moved: { key: string; by: number }[] = [];
  for (const key of wordKeys(goal)) {
    const weight = table.get(key);
    if (weight === undefined) continue;
    sequential += weight[0];
    parallel += weight[1];
    if (/^[\p{L}]+$/u.test(key)) moved.push({ key, by: weight[0] });
  }
  moved.sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
  return { sequential, parallel, top: moved.slice(0, 3).map(({ key, by }) => `${key} ${by > 0 ? "+" : ""}${by}`) };
}

/** Reads the compact form `word sequential parallel`, one token after another. */
export function readTable(text: string): WordTable {
  const parts = text.trim().split(/\s+/);
  const table = new Map<string, readonly [number, number]>();
  for (let at = 0; at + 2 < parts.length; at += 3) {
    table.set(parts[at] ?? "", [Number(parts[at + 1]), Number(parts[at + 2])]);
  }
  return table;
}

const shipped = readTable(wordWeights);
