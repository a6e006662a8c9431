import { inOneCase, type Segment } from "./pattern-syntax.ts";

/**
 * Whether some path is accepted by both lists, read as automata over path segments. Exact, and bounded by the product
 * of the lists' lengths.
 */
export function segmentsMeet(a: readonly Segment[], b: readonly Segment[], ignoreCase: boolean): boolean {
  if (partAtOnce(a, b, ignoreCase)) return false;
  const width = b.length + 1;
  const seen = new Uint8Array((a.length + 1) * width);
  const open = [0];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (seen[state] === 1) continue;
    seen[state] = 1;
    const one = a[Math.floor(state / width)];
    const other = b[state % width];
    if (one === undefined && other === undefined) return true;
    if (isOpen(one)) open.push(state + width);
    if (isOpen(other)) open.push(state + 1);
    const taken = takeSegment(one, other, ignoreCase);
    if (taken) open.push(state + stepOf(one, other, width));
  }
  return false;
}

/** Whether the names that both begin with differ. So do most of the many that are compared, and this takes no memory. */
function partAtOnce(a: readonly Segment[], b: readonly Segment[], ignoreCase: boolean): boolean {
  for (let at = 0; at < a.length; at++) {
    const one = a[at];
    const other = b[at];
    if (one?.kind !== "literal" || other?.kind !== "literal") return false;
    if (!segmentPairMeets(one, other, ignoreCase)) return true;
  }
  return false;
}

/** How far taking a segment leads: a globstar that takes it stays where it is. */
function stepOf(one: Segment | undefined, other: Segment | undefined, width: number): number {
  return (isOpen(one) ? 0 : width) + (isOpen(other) ? 0 : 1);
}

function isOpen(segment: Segment | undefined): boolean {
  return segment?.kind === "globstar";
}

/** Whether both sides can take one segment; two globstars would not move by it. */
function takeSegment(one: Segment | undefined, other: Segment | undefined, ignoreCase: boolean): boolean {
  if (one === undefined || other === undefined) return false;
  if (one.kind === "globstar" || other.kind === "globstar") return one.kind !== other.kind;
  return segmentPairMeets(one, other, ignoreCase);
}

type Name = Exclude<Segment, { kind: "globstar" }>;

function segmentPairMeets(a: Name, b: Name, ignoreCase: boolean): boolean {
  if (a.kind === "literal" && b.kind === "literal") {
    return a.text === b.text || (ignoreCase && inOneCase(a.text) === inOneCase(b.text));
  }
  return tokensMeet(tokensOf(a, ignoreCase), tokensOf(b, ignoreCase));
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

function tokensOf(segment: Name, ignoreCase: boolean): Token[] {
  if (segment.kind === "literal") return [...(ignoreCase ? inOneCase(segment.text) : segment.text)];
  return segment.tokens.map((token) => {
    if (token === "*") return star;
    return token === "?" ? any : ignoreCase ? inOneCase(token) : token;
  });
}
