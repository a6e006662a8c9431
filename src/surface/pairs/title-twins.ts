import { singular, wordsIn } from "../../core/words.ts";
import { onceEach } from "./once-each.ts";
import { isWorkVerb, type StorySurface } from "./story-surface.ts";

/** Titles that agree in this share of their words, in order, are one sentence said twice. */
const alike = 0.65;

/**
 * Whether two titles say one thing of two units ("Test the functions of parse.ts", "Test the functions of print.ts"):
 * each names its own files by what it does not share. Then what they share is the sentence, not a need.
 */
export function areTwins(a: StorySurface, b: StorySurface): boolean {
  if (likeness(wordsOf(a), wordsOf(b)) < alike) return false;
  return differInNumberAlone(wordsOf(a), wordsOf(b)) || differInUnitAlone(wordsOf(a), wordsOf(b)) || nameTheirOwn(a, b);
}

/** "A page for 404", "A page for 410": of one sentence said of two numbers no file needs to say which it is. */
function differInNumberAlone(a: readonly string[], b: readonly string[]): boolean {
  const apart = a.flatMap((word, at) => (word === b[at] ? [] : [[word, b[at] ?? ""]]));
  return (
    a.length === b.length &&
    apart.length === 1 &&
    apart.every((pair) => pair.every((word) => /^#?\d[\d.]*$/.test(word)))
  );
}

const mostUnitWords = 2;
const isJoin = /^(?:in|to|for|of|from|into|on|with|by|at|and|or|as|is|are|the|an?)$/;

/**
 * "German locale: job titles", "Polish locale: job titles": all but one word or two is the same, and that says which one of
 * a kind is meant, by its place before the kind. What it says need not be on any path.
 */
function differInUnitAlone(a: readonly string[], b: readonly string[]): boolean {
  const least = Math.min(a.length, b.length);
  let start = 0;
  while (start < least && a[start] === b[start]) start++;
  let end = 0;
  while (end < least - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const units = [a, b].map((words) => words.slice(start, words.length - end));
  if (!units.every((unit) => unit.length > 0 && unit.length <= mostUnitWords && unit.every(isUnitWord))) return false;
  const [kind = ""] = a.slice(a.length - end);
  // A title begins with a verb, unless what it begins with is told to be what it is about.
  return end > 0 && !isJoin.test(kind) && (start > 0 || kind.endsWith(":"));
}

/** A name of something: no verb, and no end of what comes before a colon. */
function isUnitWord(word: string): boolean {
  return (
    /^[\p{L}\d][\p{L}\d.+#-]*$/u.test(word) && !isWorkVerb(word) && !isJoin.test(word) && !/(?:ed|tten|ing)$/.test(word)
  );
}

/** Whether each title names its own files by a word that the other title and the other one's paths lack. */
export function nameTheirOwn(a: StorySurface, b: StorySurface): boolean {
  return namesItsOwn(a, b) && namesItsOwn(b, a);
}

/** Whether one title is the other one with a unit before it: "S3: pass the sum on", "Async S3: pass the sum on". */
export function areOneSentence(a: StorySurface, b: StorySurface): boolean {
  const [one, other] = [wordsOf(a).join(" "), wordsOf(b).join(" ")];
  return one !== other && (one.endsWith(` ${other}`) || other.endsWith(` ${one}`));
}

function namesItsOwn(one: StorySurface, other: StorySurface): boolean {
  if (saysOwnPath(one).says && !saysPathOf(one, other)) return true;
  const [theirs, here, there] = [unitWords(other), pathWords(one), pathWords(other)];
  for (const word of unitWords(one)) if (!theirs.has(word) && here.has(word) && !there.has(word)) return true;
  return false;
}

/** Every word and number of a title, however short: a unit may be a locale. "The ring buffer" is `ringbuffer.h` as well. */
const unitWords = onceEach(({ story }: StorySurface) => {
  const words = wordsIn(story.title).map(singular);
  return new Set([...words, ...words.slice(1).map((word, at) => `${words[at]}${word}`), ...numbersIn(story.title)]);
});

/** The words of all names on a story's paths, folders too: a unit is as often a folder as a file. */
const pathWords = onceEach(
  ({ paths }: StorySurface) => new Set(paths.flatMap((path) => [...wordsIn(path).map(singular), ...numbersIn(path)])),
);

/** A unit may be a version: "the 1.0 schema" is `schema/v1.0/`, or `schema_1_0`. */
function numbersIn(text: string): string[] {
  return text.match(/\d+(?:[._-]\d+)*/g)?.map((number) => number.replace(/[_-]/g, ".")) ?? [];
}

/** Whether a title says one of the paths of a story, or the name of a file of it: `src/a.ts` has no topic to go by. */
function saysPathOf(one: StorySurface, { paths }: StorySurface): boolean {
  const words = saidWords(one);
  return paths.some(
    (path) => words.has(path) || (path.includes(".") && words.has(path.slice(path.lastIndexOf("/") + 1))),
  );
}

const saysOwnPath = onceEach((surface: StorySurface) => ({ says: saysPathOf(surface, surface) }));

const saidWords = onceEach(({ story }: StorySurface) => new Set(story.title.split(/[\s`"'(),:;]+/)));

const maxWords = 100;

const wordsOf = onceEach(({ story }: StorySurface) => story.title.toLowerCase().split(/\s+/).slice(0, maxWords));

/** Twice the longest common subsequence, as a share of all words. */
function likeness(a: readonly string[], b: readonly string[]): number {
  let row = new Uint8Array(b.length + 1);
  let next = new Uint8Array(b.length + 1);
  for (const word of a) {
    for (let at = 0; at < b.length; at++) {
      next[at + 1] = word === b[at] ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0);
    }
    [row, next] = [next, row];
  }
  return (2 * (row[b.length] ?? 0)) / Math.max(1, a.length + b.length);
}
