import { strictJson } from "../../core/narrow.ts";

/** Characters read in search of a document: text in which every bracket opens and none closes is given up on. */
const mostScanned = 4_000_000;

export interface FoundDocument {
  value: unknown;
  /** Comments or trailing commas were taken out of it. */
  mended: boolean;
}

/**
 * The JSON documents in a model's text, likeliest first: the whole text, then fenced blocks, then all between the first
 * bracket and the last, then whatever reads as an object or a list between prose. Comments and trailing commas are
 * passed over. Nothing that is cut off is closed: what is missing would be lost in silence.
 */
export function* jsonIn(text: string): Generator<FoundDocument> {
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  const whole = tryTolerantly(trimmed);
  if (whole !== null) return yield whole;
  const begin = Math.max(0, trimmed.search(/[{[]/));
  const between = trimmed.slice(begin, Math.max(trimmed.lastIndexOf("}"), trimmed.lastIndexOf("]")) + 1);
  for (const candidate of [...fencedBlocks(trimmed), between]) {
    const found = tryTolerantly(candidate);
    if (found !== null) yield found;
  }
  for (const value of embedded(trimmed)) yield { value, mended: false };
}

function tryTolerantly(text: string): FoundDocument | null {
  if (text.length > mostScanned) return null;
  const strict = tryParse(text);
  if (strict !== undefined) return { value: strict, mended: false };
  const value = tryParse(strictJson(text).trim());
  return value === undefined ? null : { value, mended: true };
}

/** The insides of fenced blocks, the last one first: a model corrects itself downwards. */
function fencedBlocks(text: string): string[] {
  const blocks = [...text.matchAll(/^[ \t]*```[^\n`]*\n([\s\S]*?)^[ \t]*```[ \t]*$/gm)];
  return blocks.map(([, inside]) => (inside ?? "").trim()).reverse();
}

function* embedded(text: string): Generator<unknown> {
  const opening = /[{[]/g;
  let scanned = 0;
  for (let found = opening.exec(text); found !== null && scanned < mostScanned; found = opening.exec(text)) {
    const end = endOfValue(text, found.index);
    scanned += (end ?? text.length) - found.index;
    const value = end === null ? undefined : tryParse(text.slice(found.index, end));
    if (value === undefined) continue;
    yield value;
    opening.lastIndex = end ?? text.length;
  }
}

/** Where the brackets that open at `begin` are closed again; those inside strings don't count. */
function endOfValue(text: string, begin: number): number | null {
  const token = /"(?:[^"\\]+|\\[\s\S])*"|[{}[\]]/g;
  token.lastIndex = begin;
  let depth = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === "{" || found[0] === "[") depth++;
    else if (found[0] === "}" || found[0] === "]") depth--;
    if (depth === 0) return token.lastIndex;
  }
  return null;
}

/** Objects and lists only: a bare number or word in prose is JSON as well, and never an answer. */
function tryParse(text: string): unknown {
  if (!/^[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
