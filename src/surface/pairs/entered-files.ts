import { nameOf } from "../../core/path.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { onceEach } from "./once-each.ts";
import type { Finding } from "./pair-rules.ts";
import type { StorySurface } from "./story-surface.ts";

/*
 * A file that a text says it writes an entry into, whether its surface has it or not: a list of tests, a table of codes, a
 * registry. Two stories that enter something in the same file change the same lines of it.
 */

/** Words for writing into a file that is there. */
export const writing =
  /\b(add|adds|adding|append|appends|bump|bumps|declare|declares|edit|edits|entry|export|exports|re-export|include|insert|inserts|install|line|list|mention|mentions|note|put|record|records|register|registers|registered|regenerate|update|updates|wire|write)\b/i;
/** Words for leaving a file alone, or for only looking at it. */
export const leaving =
  /\b(do not|don't|never|must not|without|leave|leaves|except|unchanged|untouched|no change|read|see|look at|as in|like in|compare|according to|comes? from|taken from)\b/i;
/** A file as a text names it, with its folders or without. */
export const fileName = /(?:[\w@.+-]+\/)*[\w@.+-]*[\w+-]/g;

/** Here the verb must be one that enters, and stand before the file. */
const entering = /\b(?:add|append|put|insert|register|enter|wire|list|entry|line|case|row)(?:s|ed|ing)?\b/i;
const hasEnding = /\.[A-Za-z]\w{0,9}$/;
const longestSentence = 400;
/** What comes after the name says of the file that it is left. */
const left =
  /^[`'"]?,?\s+(?:\w+\s+){0,2}(?:must not|unchanged|untouched|stays?|remains?|comes? from|does|reads|has|is (?:not|left))\b/i;

/** The files that a text says it enters something in, as it writes them. */
const enteredBy = onceEach(({ text, tells }: StorySurface): readonly string[] => {
  if (!tells) return [];
  const sentences = text.split(/(?<=[.;!?])\s+|\n+/).map((sentence) => sentence.slice(0, longestSentence));
  return sentences.flatMap((sentence) =>
    [...sentence.matchAll(fileName)]
      .filter(({ 0: name, index }) => {
        const before = sentence.slice(0, index);
        const isLeft = leaving.test(before) || left.test(sentence.slice(index + name.length));
        return (
          hasEnding.test(name) &&
          entering.test(before) &&
          /\b(?:to|in|into|of|at)\s+(?:the\s+)?[`'"]?$/i.test(before) &&
          !isLeft
        );
      })
      .map(([name]) => name.replace(/^\.\//, "")),
  );
});

/** The files of the base by their names, looked through once. */
const byName = onceEach(({ files }: SurfaceEvidence) => Map.groupBy(files, nameOf));

/** The file that a text means: of that very path, or else the only one whose path ends so. */
function meantBy(name: string, evidence: SurfaceEvidence): string | null {
  if (evidence.files.has(name)) return name;
  const found =
    byName(evidence)
      .get(nameOf(name))
      ?.filter((path) => path.endsWith(`/${name}`)) ?? [];
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Both say that they enter something in one file, or one says so of a file that the other one writes. */
export function bothEnter(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): Finding | null {
  const [one, other] = [a, b].map((surface) => enteredBy(surface).map((name) => meantBy(name, evidence))) as Two;
  const rule = "shared-file";
  const both = one.find((path) => path !== null && other.includes(path));
  if (both !== undefined) {
    const why = `${a.story.id} and ${b.story.id} both say that they enter something in \`${both}\``;
    return { rule, first: null, why };
  }
  for (const [entered, by, writer] of [
    [one, a, b],
    [other, b, a],
  ] as const) {
    const path = entered.find((known) => known !== null && writer.existing.includes(known));
    if (path === undefined) continue;
    const why = `${by.story.id} says that it enters something in \`${path}\`, which ${writer.story.id} writes`;
    return { rule, first: null, why };
  }
  return null;
}

type Two = [(string | null)[], (string | null)[]];
