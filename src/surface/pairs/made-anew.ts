import { wordsIn } from "../../core/words.ts";
import { onceEach } from "./once-each.ts";
import type { Finding } from "./pair-rules.ts";
import { common } from "./shared-names.ts";
import { asSaid, stem } from "./spoken-topics.ts";
import type { StorySurface } from "./story-surface.ts";

/*
 * What is checked in and made anew from everything: a schema, a header of all headers. Two stories that each make it anew
 * write the same file, whether their surfaces have it or not, and the second one's lacks what the first one did.
 */

const making =
  /\b(?:re-?generat(?:e|es|ed|ing)|re-?generation of|run(?:ning)? the generator (?:for|so that|of)|amalgamat(?:e|es|ed|ing)|re-?bundl(?:e|es|ed|ing))\b[,]?\s*((?:[\w'-]+\s+){0,5}[\w'-]+)?/gi;
/** Made before the word: "the schema has to be regenerated". */
const madeAfter =
  /((?:[\w'-]+\s+){1,4})(?:has to be|have to be|must be|is|are|should be|needs to be)\s+(?:re-?generated|re-?made|re-?bundled)\b/gi;
/** All files in one, however it is said. */
const amalgamation = /\b(?:amalgamat\w+|single[- ](?:header|include|file)s?)\b/i;
/** What follows says whose, or what for: each has its own. */
const whose = /(?:^|\s)(?:of|for|so|and|to|from|in|with|by|when|after|that|which)\b.*$/i;
/** What goes before belongs to another part of the sentence. */
const before = /^.*\b(?:and|so|then|when|after)\s/i;
/** What each story has its own of, and words that say when. */
const ownOrFiller =
  /^(?:the|an?|its|all|each|every|and|or|it|them|that|this|these|to|by|of|so|in|with|for|from|afterwards?|again|then|at|end|commit|file|test|snapshot|fixture|expectation|output|result|code|golden|reference|docs?|document|page|picture|image|knows?|there|must|be|has|have)$/;

const madeBy = onceEach(({ text, tells }: StorySurface) => {
  if (!tells) return { things: new Set<string>(), amalgamates: false };
  const ordered = [...text.matchAll(making)];
  const phrases = [
    ...ordered.map(([, phrase = ""]) => phrase.replace(whose, "")),
    ...[...text.matchAll(madeAfter)].map(([, phrase = ""]) => phrase.replace(before, "")),
  ];
  const words = phrases.flatMap((phrase) => wordsIn(phrase).map(stem));
  return {
    things: new Set(words.filter((word) => word.length > 2 && !ownOrFiller.test(word))),
    amalgamates: ordered.some(([whole]) => amalgamation.test(whole)),
  };
});

/** Both say that they make one thing anew. */
export function bothMakeAnew(a: StorySurface, b: StorySurface): Finding | null {
  const [one, other] = [madeBy(a), madeBy(b)];
  const things = common(one.things, other.things);
  if (things.length === 0 && !(one.amalgamates && other.amalgamates)) return null;
  const what = things.length === 0 ? "the file that holds all of them" : asSaid(things.slice(0, 2), b.text);
  return { rule: "shared-file", first: null, why: `${a.story.id} and ${b.story.id} both make ${what} anew` };
}
