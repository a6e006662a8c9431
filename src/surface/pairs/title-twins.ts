import { singular, wordsIn } from "../../core/words.ts";
import type { StorySurface } from "./story-surface.ts";

/** Titles that agree in this share of their words, in order, are one sentence said twice. */
const alike = 0.65;

/**
 * Whether two titles say one thing of two units ("Test the functions of parse.ts", "Test the functions of print.ts"):
 * each names its own files by what it does not share. Then what they share is the sentence, not a need.
 */
export function areTwins(a: StorySurface, b: StorySurface): boolean {
  if (likeness(wordsOf(a), wordsOf(b)) < alike) return false;
  return namesItsOwn(a, b) && namesItsOwn(b, a);
}

function namesItsOwn(one: StorySurface, other: StorySurface): boolean {
  if (saysPathOf(one, one) && !saysPathOf(one, other)) return true;
  const theirs = unitWords(other.story.title);
  const own = unitWords(one.story.title).filter((word) => !theirs.includes(word));
  const [here, there] = [pathWords(one), pathWords(other)];
  return own.some((word) => here.has(word) && !there.has(word));
}

/** Every word of a title, however short: a unit may be a locale. */
function unitWords(title: string): string[] {
  return wordsIn(title).map(singular);
}

const words = new WeakMap<StorySurface, ReadonlySet<string>>();

/** The words of all names on a story's paths, folders too: a unit is as often a folder as a file. */
function pathWords(surface: StorySurface): ReadonlySet<string> {
  const known = words.get(surface) ?? new Set(surface.paths.flatMap((path) => wordsIn(path)).map(singular));
  words.set(surface, known);
  return known;
}

/** Whether a title says one of the paths of a story, or the name of a file of it: `src/a.ts` has no topic to go by. */
function saysPathOf({ story }: StorySurface, { paths }: StorySurface): boolean {
  const words = new Set(story.title.split(/[\s`"'(),:;]+/));
  return paths.some(
    (path) => words.has(path) || (path.includes(".") && words.has(path.slice(path.lastIndexOf("/") + 1))),
  );
}

function wordsOf({ story }: StorySurface): string[] {
  return story.title.toLowerCase().split(/\s+/).slice(0, maxWords);
}

const maxWords = 100;

/** Twice the longest common subsequence, as a share of all words. */
function likeness(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const word of a) {
    const next = [0];
    for (const [at, other] of b.entries()) {
      next.push(word === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    }
    row = next;
  }
  return (2 * (row.at(-1) ?? 0)) / Math.max(1, a.length + b.length);
}
