import { singular, wordsIn } from "../../core/words.ts";
import { isCodeLike, things } from "./written-name.ts";

/** After these words a phrase is over: what follows is no part of the thing that it speaks of. */
const ends =
  /^(?:and|or|nor|but|of|from|to|in|into|on|onto|for|with|without|by|at|as|out|over|through|via|per|so|that|which|when|where|while|if|is|are|was|were|be|being|has|have|had|should|must|will|shall|can|may|might|needs?|now|no|not|never|instead|rather|than|only|also|itself|themselves|again|anymore|returns?|takes?|accepts?|throws?|raises?|yields?|reports?|exposes?|gives?|gets?|receives?|wants?|expects?|requires?|emits?|produces?|hands?|passe?s?|stores?|keeps?|holds?|carry|carries|uses?|sends?|becomes?|turns?|comes?|goes|go|derives?|inherits?|extends?|implements?|works?|becomes?)$/;
const thing = new RegExp(`^(?:${things})$`);

/**
 * The first of these names that a title has the words of without writing it: "the web request trait" is
 * `WebRequestRecognizerTrait`, "byte streams" are `SyncByteStream`. At least two words, side by side and in the name's
 * order, at most one of the name's left out, never the one that says what it is; and nothing more in the phrase, for "the
 * story list style" is no `StoryList`.
 */
export function describedName(title: string, names: Iterable<string>): string | null {
  const spoken = phraseWords(title.replace(/\([^()]*\)\s*$/, ""));
  for (const name of names) {
    if (title.includes(name)) continue;
    const words = wordsIn(name).map(singular);
    if (isSpoken(words, spoken, isType(name)) || (!isType(name) && isWorkOf(words, spoken))) return name;
  }
  return null;
}

/** A type is named by nouns and may lose its first; a function begins with its verb. */
function isType(name: string): boolean {
  return /^[$_]*[A-Z]/.test(name);
}

/** The words of a title, and `null` where a mark stands between two. */
function phraseWords(title: string): (string | null)[] {
  return title
    .split(/[\s/]+/)
    .flatMap((part) => {
      // A name that is written describes no other.
      if (isCodeLike(part)) return [null];
      const words = wordsIn(part.replace(/['’]s\b/, ""));
      return /[.,:;!?)]$/.test(part) ? [...words, null] : words;
    })
    .map((word) => (word === null ? null : singular(word)));
}

function isSpoken(name: readonly string[], spoken: readonly (string | null)[], type: boolean): boolean {
  return spoken.some((_, at) => {
    // The first word of a title is its own verb: "Remove commands" is no `removeCommand`.
    if (at === 0 && !type) return false;
    const end = spokenFrom(name, spoken, at, type);
    return end !== null && endsPhrase(spoken, end);
  });
}

/** Where in the title the name's words end when they begin at `at`; `null` when they don't. */
function spokenFrom(
  name: readonly string[],
  spoken: readonly (string | null)[],
  start: number,
  type: boolean,
): number | null {
  let [at, left, said] = [start, 0, 0];
  for (const [index, word] of name.entries()) {
    if (spoken[at] === word) {
      at++;
      said++;
      continue;
    }
    const isLast = index === name.length - 1;
    // "The request parser class" is `RequestParser`, and `RequestTrait` may be "the request trait" or "the request".
    if (isLast && !thing.test(word)) return null;
    if (index === 0 && !type) return null;
    left++;
  }
  return said >= 2 && left <= 1 ? at : null;
}

function endsPhrase(spoken: readonly (string | null)[], end: number): boolean {
  const next = spoken[end];
  return next === undefined || next === null || ends.test(next) || thing.test(next);
}

/** Whether a title speaks of a function by what it does: "the size parser" and "parsing of sizes" are `parse_size`. */
function isWorkOf(name: readonly string[], spoken: readonly (string | null)[]): boolean {
  if (name.length < 2) return false;
  const wanted = name.map(stem).sort().join(" ");
  return spoken.some((_, at) => {
    if (at === 0) return false;
    for (const end of [at + name.length, at + name.length + 1]) {
      const phrase = spoken.slice(at, end);
      if (phrase.includes(null) || phrase.length < end - at) return false;
      const said = phrase.filter((word) => word !== "of");
      if (
        said
          .map((word) => stem(word ?? ""))
          .sort()
          .join(" ") === wanted
      )
        return endsPhrase(spoken, end);
    }
    return false;
  });
}

function stem(word: string): string {
  return word.length < 5 ? word.replace(/e$/, "") : word.replace(/(?:is|iz)?(?:ation|ing|ion|er|or|ed|e)$/, "");
}
