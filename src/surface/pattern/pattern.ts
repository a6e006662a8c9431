import { segmentsMeet } from "./automaton.ts";
import { expandBraces } from "./brace.ts";
import { type Alternative, alternativeText, parseAlternative, refusedPattern, type Segment } from "./pattern-syntax.ts";

/**
 * A repository-relative pattern: a path, `dir/`, or a glob with `*`, `**`, `?`, `{a,b}`. A plain path
 * without an extension also stands for everything below it, should it be a directory: `src/auth` is often meant so.
 */
export interface Pattern {
  text: string;
  alternatives: readonly Alternative[];
}

export interface MatchOptions {
  /** Letters of either case are the same: the repository's file system does not tell them apart. */
  ignoreCase?: boolean;
}

/** More alternatives than this in one pattern is a mistake or an attack. */
const maxAlternatives = 512;
const maxLength = 4096;
/** All alternatives together: two patterns take as long to compare as the product of this. */
const maxExpandedLength = 16_384;

/** Patterns that were read before: each story of a plan is held against every other, and they are the same few. */
const known = new Map<string, Pattern>();
const mostKnown = 4096;

/** Reads a pattern. Throws `plan-invalid` on one that is empty, absolute, leaves the repository or reaches into `.git`. */
export function parsePattern(text: string): Pattern {
  const before = known.get(text);
  if (before !== undefined) return before;
  const pattern = readPattern(text);
  if (known.size >= mostKnown) known.clear();
  known.set(text, pattern);
  return pattern;
}

function readPattern(text: string): Pattern {
  const trimmed = text.trim().replaceAll("\\", "/");
  if (trimmed === "") throw refusedPattern(text, "it is empty");
  if (trimmed.length > maxLength) throw refusedPattern(text, `it is longer than ${maxLength} characters`);
  if (trimmed.includes("\0")) throw refusedPattern(text, "it contains a NUL character");
  const forms = expandBraces(trimmed, maxAlternatives);
  if (forms === null) throw refusedPattern(text, `its braces stand for more than ${maxAlternatives} patterns`);
  if (forms.reduce((length, form) => length + form.length, 0) > maxExpandedLength) {
    throw refusedPattern(text, `its braces stand for more than ${maxExpandedLength} characters`);
  }
  const alternatives = forms.map((form) => parseAlternative(form, text));
  const [only] = alternatives;
  const single = only !== undefined && alternatives.length === 1;
  return { text: single ? alternativeText(only) : trimmed.replace(/\/+/g, "/").replace(/^(\.\/)+/, ""), alternatives };
}

/** The one way to write a pattern: no `./`, no doubled slash, `dir/` for everything below `dir`. */
export function normalisePattern(text: string): string {
  return parsePattern(text).text;
}

/** Whether a repository-relative path is one that the pattern stands for. */
export function patternMatches(pattern: Pattern, path: string, options: MatchOptions = {}): boolean {
  const literals = literalsOf(path);
  return pattern.alternatives.some((alternative) => {
    const segments = alternative.openEnd ? literals.slice(0, alternative.segments.length) : literals;
    return segmentsMeet(alternative.segments, segments, options.ignoreCase === true);
  });
}

/**
 * Whether a pattern names one of the folders around a path, those of so many parts: it says all of them, and the last one by
 * more than a wildcard. The glob `build*` names `build-1`, a mere `*` names nothing.
 */
export function namesFolder(pattern: Pattern, path: string, parts: { least: number; most: number }): boolean {
  const literals = literalsOf(path);
  return pattern.alternatives.some(({ segments }) => {
    for (let count = parts.least; count <= parts.most; count++) {
      const said = segments.slice(0, count);
      const last = said.at(-1);
      if (said.length < count || last === undefined || said.some(({ kind }) => kind === "globstar")) return false;
      if (!isFree(last) && segmentsMeet(said, literals.slice(0, count), false)) return true;
    }
    return false;
  });
}

/** One path is held against one pattern after another. */
let taken: { path: string; literals: readonly Segment[] } = { path: "", literals: [{ kind: "literal", text: "" }] };

function literalsOf(path: string): readonly Segment[] {
  if (taken.path !== path) {
    const parts = path.normalize("NFC").split("/");
    taken = { path, literals: parts.map((text) => ({ kind: "literal", text })) };
  }
  return taken.literals;
}

/** Whether one path can match both patterns, decided on the patterns alone: the path need not exist. */
export function patternsIntersect(a: Pattern, b: Pattern, options: MatchOptions = {}): boolean {
  const ignoreCase = options.ignoreCase === true;
  return a.alternatives.some((one) =>
    b.alternatives.some((other) => segmentsMeet(openEnd(one), openEnd(other), ignoreCase)),
  );
}

/** Whether one path can match a pattern of each list. */
export function patternsIntersectAny(
  as: readonly string[],
  bs: readonly string[],
  options: MatchOptions = {},
): boolean {
  return firstIntersection(as, bs, options) !== null;
}

/** The first two patterns of two lists that one path can match, or `null`. */
export function firstIntersection(
  as: readonly string[],
  bs: readonly string[],
  options: MatchOptions = {},
): { a: string; b: string } | null {
  for (const a of as) {
    const pattern = parsePattern(a);
    const b = bs.find((text) => patternsIntersect(pattern, parsePattern(text), options));
    if (b !== undefined) return { a, b };
  }
  return null;
}

/** Whether a pattern stands for the whole repository: wildcards alone, at any depth. */
export function spansRepository(pattern: Pattern): boolean {
  return pattern.alternatives.some(
    ({ segments }) => segments.some(({ kind }) => kind === "globstar") && segments.every(isFree),
  );
}

/** The directories or files that every path of the pattern lies at or below; `""` is the repository itself. */
export function literalPrefixes(pattern: Pattern): string[] {
  return pattern.alternatives.map(({ segments }) => {
    const wild = segments.findIndex((segment) => segment.kind !== "literal");
    const fixed = wild < 0 ? segments : segments.slice(0, wild);
    return fixed.map((segment) => (segment.kind === "literal" ? segment.text : "")).join("/");
  });
}

function isFree(segment: Segment): boolean {
  return segment.kind === "globstar" || (segment.kind === "glob" && segment.tokens.every((token) => token === "*"));
}

function openEnd(alternative: Alternative): readonly Segment[] {
  return alternative.openEnd ? [...alternative.segments, { kind: "globstar" }] : alternative.segments;
}
