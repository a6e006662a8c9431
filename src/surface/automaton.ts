import type { Segment } from "./pattern-syntax.ts";

/**
 * Whether some path is accepted by both lists, read as automata over path segments. Exact, and bounded by the product
 * of the lists' lengths.
 */
export function segmentsMeet(a: readonly Segment[], b: readonly Segment[], foldCase: boolean): boolean {
  const width = b.length + 1;
  const seen = new Set<number>();
  const open = [0];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (seen.has(state)) continue;
    seen.add(state);
    const one = a[Math.floor(state / width)];
    const other = b[state % width];
    if (one === undefined && other === undefined) return true;
    for (const step of stepsOf(one, other, width, foldCase)) open.push(state + step);
  }
  return false;
}

/** How far a state moves: past a globstar for nothing, or past one segment that both sides accept. */
function stepsOf(one: Segment | undefined, other: Segment | undefined, width: number, foldCase: boolean): number[] {
  const steps: number[] = [];
  const openA = one?.kind === "globstar";
  const openB = other?.kind === "globstar";
  if (openA) steps.push(width);
  if (openB) steps.push(1);
  // A globstar that takes the segment stays where it is; two of them would not move at all.
  if (one !== undefined && other !== undefined && !(openA && openB) && segmentPairMeets(one, other, foldCase)) {
    steps.push((openA ? 0 : width) + (openB ? 0 : 1));
  }
  return steps;
}

function segmentPairMeets(a: Segment, b: Segment, foldCase: boolean): boolean {
  if (a.kind === "globstar" || b.kind === "globstar") return true;
  if (a.kind === "literal" && b.kind === "literal") return fold(a.text, foldCase) === fold(b.text, foldCase);
  return tokensMeet(tokensOf(a, foldCase), tokensOf(b, foldCase));
}

/** Whether one name fits both. Names are never empty; a pattern that only fits the empty name can't be written. */
function tokensMeet(a: readonly Token[], b: readonly Token[]): boolean {
  // `row[j]`: the tokens of a so far and the first j of b can stand for the same text.
  let row: boolean[] = [true];
  for (const [j, other] of b.entries()) row.push(row[j] === true && other === star);
  for (const token of a) {
    const next: boolean[] = [row[0] === true && token === star];
    for (const [j, other] of b.entries()) {
      const wild = token === star || other === star;
      const same = token === other || token === any || other === any;
      next.push(wild ? row[j + 1] === true || next[j] === true : row[j] === true && same);
    }
    row = next;
  }
  return row.at(-1) === true;
}

const star = Symbol("*");
const any = Symbol("?");
type Token = string | typeof star | typeof any;

function tokensOf(segment: Exclude<Segment, { kind: "globstar" }>, foldCase: boolean): Token[] {
  if (segment.kind === "literal") return [...fold(segment.text, foldCase)];
  return segment.tokens.map((token) => {
    if (token === "*") return star;
    return token === "?" ? any : fold(token, foldCase);
  });
}

function fold(text: string, foldCase: boolean): string {
  return foldCase ? text.toLowerCase() : text;
}
