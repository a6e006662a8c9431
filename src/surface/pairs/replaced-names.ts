import { singular, wordsIn } from "../../core/words.ts";
import { type GoingName, readName, type WrittenName } from "./written-name.ts";

/*
 * "The hook `before_render` runs when all is known, so `render_arguments` fits better": two names with a word in common, of
 * which the base has one. Then the other one comes in its place, however the sentence says it.
 */

const code =
  /`[^`\n]{2,60}`(?:\(\))?|(?<![\w-])--\w[\w-]+|(?<![\w.`/-])(?:[A-Z][A-Z\d]*_[A-Z\d_]+|[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|[a-z]+_\w+)(?![\w/-])/g;
/** What is added beside something takes the place of nothing. */
const besides =
  /\b(?:adds?|adding|introduces?|next to|besides?|alongside|as well|also|too|overloads?|in addition|wraps?|on top of|built on|based on|calls|calling|new|cover|tests?|document|explain)\b/i;
const mostPairs = 6;

/** Names that a text speaks of beside one that could come in their place; each with that one. */
export function replacedNames(text: string): GoingName[] {
  const sentences = text.split(/(?<=[.!?])\s+|\n+/).map((sentence) => sentence.slice(0, longestSentence));
  const found = sentences.flatMap((sentence, at) => {
    const before = sentences[at - 1] ?? "";
    if (besides.test(sentence)) return [];
    const own = namesIn(sentence);
    return pairsOf([...(besides.test(before) ? [] : namesIn(before)), ...own], own);
  });
  return found.slice(0, 2 * mostPairs);
}

const longestSentence = 400;

function namesIn(sentence: string): WrittenName[] {
  return [...sentence.matchAll(code)].map(([one]) => readName(one)).filter((one) => one !== null);
}

function pairsOf(all: readonly WrittenName[], own: readonly WrittenName[]): GoingName[] {
  return all.flatMap((one, at) =>
    own
      .filter((other) => all.indexOf(other) > at && other.name !== one.name && shareWord(one.name, other.name))
      .flatMap((other) => [
        { ...one, how: "renames" as const, to: other.name },
        { ...other, how: "renames" as const, to: one.name },
      ]),
  );
}

/** Whether two names are spelled alike and have half of their words in common: one may be the other's next name. */
function shareWord(one: string, other: string): boolean {
  if (styleOf(one) !== styleOf(other)) return false;
  const [words, others] = [one, other].map((name) => new Set(wordsIn(name).map(singular))) as [
    Set<string>,
    Set<string>,
  ];
  const shared = [...words].filter((word) => word.length > 2 && others.has(word)).length;
  return shared > 0 && 2 * shared >= Math.min(words.size, others.size);
}

function styleOf(name: string): string {
  if (name.includes("-")) return "hyphens";
  if (name.includes("_")) return name === name.toUpperCase() ? "capitals" : "underscores";
  return /^[A-Z]/.test(name) ? "type" : "camel";
}
