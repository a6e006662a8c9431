import { BaroError } from "../../core/error.ts";

/** One path segment of a pattern: a literal, a glob of `*` and `?`, or `**` (any number of segments). */
export type Segment =
  | { kind: "literal"; text: string }
  | { kind: "glob"; tokens: readonly string[] }
  | { kind: "globstar" };

/** One brace-free form of a pattern. */
export interface Alternative {
  segments: readonly Segment[];
  /** A plain path whose last name does not look like a file's: it stands for itself and for everything below it. */
  openEnd: boolean;
}

/** Reads one brace-free form of the pattern `text`. Throws `plan-invalid` when no story may write what it names. */
export function parseAlternative(form: string, text: string): Alternative {
  if (form.startsWith("/") || /^[A-Za-z]:(\/|$)/.test(form)) throw refusedPattern(text, "it is absolute");
  if (form.startsWith("~/")) throw refusedPattern(text, "it starts in a home folder");
  if (/^[A-Za-z][\w+.-]+:\/\//.test(form)) throw refusedPattern(text, "it is an address");
  const segments = form
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .map((part) => parseSegment(part, text))
    // Two globstars in a row mean no more than one.
    .filter((segment, at, all) => segment.kind !== "globstar" || all[at - 1]?.kind !== "globstar");
  if (segments.length === 0) {
    if (!form.includes(".")) throw refusedPattern(text, "a part of it is empty");
    return { segments: anythingBelow, openEnd: false };
  }
  // A directory is not among the files below it, so at least one more segment follows.
  if (segments.at(-1)?.kind === "globstar") return { segments: [...segments, anySegment], openEnd: false };
  if (form.endsWith("/")) return { segments: [...segments, ...anythingBelow], openEnd: false };
  const plain = segments.every((segment) => segment.kind === "literal");
  return { segments, openEnd: plain && !fileName.test(form) };
}

/** The form's text, the one way to write it: `dir/` for everything below `dir`, no `./`, no doubled slash. */
export function alternativeText({ segments }: Alternative): string {
  const parts = segments.map(segmentText);
  const open = parts.at(-2) === "**" && parts.at(-1) === "*";
  if (!open) return parts.join("/");
  const fixed = segments.slice(0, -2);
  const directory = fixed.length > 0 && fixed.every((segment) => segment.kind === "literal");
  return directory ? `${parts.slice(0, -2).join("/")}/` : parts.slice(0, -1).join("/");
}

/** The error that every refused pattern ends in. */
export function refusedPattern(text: string, why: string): BaroError {
  return new BaroError("plan-invalid", `Cannot use the pattern "${text.slice(0, 200)}": ${why}`, {
    hint: "Write a path relative to the repository, dir/, or a glob with *, **, ? and {a,b}",
  });
}

/** A name with an extension. `v1.2` and `.github` have none: they may well be directories. */
const fileName = /[^/]\.[A-Za-z]\w{0,9}$/;

const globstar: Segment = { kind: "globstar" };
const anySegment: Segment = { kind: "glob", tokens: ["*"] };
const anythingBelow: readonly Segment[] = [globstar, anySegment];

function parseSegment(part: string, text: string): Segment {
  if (part === "..") throw refusedPattern(text, 'it holds ".."');
  if (part.toLowerCase() === ".git") throw refusedPattern(text, "it reaches into .git");
  if (part === "**") return globstar;
  if (!/[*?]/.test(part)) return { kind: "literal", text: part.normalize("NFC") };
  // `**` within a segment is `*`: runs of stars are one star.
  return { kind: "glob", tokens: [...part.normalize("NFC").replace(/\*+/g, "*")] };
}

function segmentText(segment: Segment): string {
  if (segment.kind === "globstar") return "**";
  return segment.kind === "literal" ? segment.text : segment.tokens.join("");
}

/**
 * A name as a file system sees it that takes letters of either case for the same. One character stays one, as such file
 * systems have it: `ß` is not `SS`, and `?` stands for either.
 */
export function inOneCase(name: string): string {
  return ascii.test(name) ? name.toLowerCase() : [...name].map(ignoreCaseOf).join("");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII.
const ascii = /^[\x00-\x7f]*$/;

/** By way of upper case, since two small letters may share a large one: the two sigmas. */
function ignoreCaseOf(character: string): string {
  const upper = character.toUpperCase();
  const large = isOne(upper) ? upper : character;
  const small = large.toLowerCase();
  return isOne(small) ? small : large;
}

function isOne(text: string): boolean {
  return text.length === 1 || [...text].length === 1;
}
