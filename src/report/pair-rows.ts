import type { PairVerdict, PairWeighing } from "../core/plan.ts";
import type { StoryId } from "../core/story.ts";
import { plainLine } from "../text/plain.ts";

/** What was found about one story and one or more others. */
export interface PairRow {
  /** How many pairs it tells of. */
  pairs: number;
  /** `S1 S4`, or `S1 with S2 to S9, S11`. */
  who: string;
  /** The verdict, its rule and the evidence: `ordered (overlap): …`. */
  text: string;
  weighed: PairWeighing | null;
}

/**
 * The verdicts on all pairs, those that a person may doubt first: what is ordered, what is doubtful, and then the rest. Pairs
 * of one story that have the same said of them share a row: 40 stories have 780 pairs, and hardly any is like no other.
 */
export function pairRows(pairs: readonly PairVerdict[]): PairRow[] {
  const ranked = pairs.toSorted((one, other) => rank(one) - rank(other));
  const rows = new Map<string, PairVerdict[]>();
  for (const pair of ranked) {
    // What was weighed is of this pair alone.
    const others = pair.weighed === undefined ? "" : pair.b;
    const key = JSON.stringify([rank(pair), pair.a, others, pairText(pair)]);
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [pair]);
    else row.push(pair);
  }
  return [...rows.values()].map((row) => {
    const [first] = row as [PairVerdict, ...PairVerdict[]];
    const others = row.map(({ b }) => b);
    const who = row.length === 1 ? `${first.a} ${first.b}` : `${first.a} with ${storyRanges(others)}`;
    return { pairs: row.length, who, text: pairText(first), weighed: first.weighed ?? null };
  });
}

function rank({ verdict, doubt }: PairVerdict): number {
  if (verdict === "ordered") return 0;
  return doubt === true ? 1 : 2;
}

function pairText({ verdict, rule, why, doubt }: PairVerdict): string {
  const by = rule === undefined ? "" : ` (${rule})`;
  return `${verdict}${by}${doubt === true ? ", with doubt" : ""}: ${plainLine(why)}`;
}

/** `S2 to S9, S11`: three or more in a row are told by the first and the last. */
function storyRanges(ids: readonly StoryId[]): string {
  const numbers = ids.map((id) => Number(id.slice(1))).toSorted((one, other) => one - other);
  const ranges: [first: number, last: number][] = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    if (range !== undefined && number === range[1] + 1) range[1] = number;
    else ranges.push([number, number]);
  }
  const words = ranges.map(([first, last]) => {
    if (last - first > 1) return `S${first} to S${last}`;
    return first === last ? `S${first}` : `S${first}, S${last}`;
  });
  return words.join(", ");
}

/** `below the line by 1.65: -3.17, +0.99 same language, +0.53 makes`: log-odds, which order above the line. */
export function weighedText({ margin, base, parts }: PairWeighing): string {
  const signed = (value: number) => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(2)}`;
  const words = (feature: string) => feature.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const sum = [signed(base), ...parts.map(({ feature, part }) => `${signed(part)} ${words(feature)}`)];
  return `${margin > 0 ? "over" : "below"} the line by ${Math.abs(margin).toFixed(2)}: ${sum.join(", ")}`;
}
