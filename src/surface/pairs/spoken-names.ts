import { wordsIn } from "../../core/words.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { importReason, linkedReason } from "./link-reason.ts";
import { onceEach } from "./once-each.ts";
import { usedNames } from "./shared-names.ts";
import { stem } from "./spoken-topics.ts";
import type { StorySurface } from "./story-surface.ts";

/*
 * A name that one story's code makes and the other one's uses, and that the first one's text has the words of: "the helper
 * that formats columns" for `formatLineColumns`, "posts in the future" for `hidden_in_the_future`.
 */

/** Words that a name is made with, and that say nothing of what it is about. */
const fillers =
  /^(?:get|set|is|has|in|the|of|to|from|for|with|by|on|at|as|an?|and|or|new|make|do|can|should|add|all|any|create|build|base|abstract|default|impl|test|it|node|value|type|data|file|name)s?$/;
const longestSentence = 400;

const saidBy = onceEach(({ story }: StorySurface): readonly ReadonlySet<string>[] =>
  `${story.title}\n${story.brief}`
    .split(/(?<=[.;!?])\s+|\n+/)
    .map((sentence) => new Set(wordsIn(sentence.slice(0, longestSentence)).map(stem))),
);

/**
 * The first name of the maker's that its text has the words of and the user's code uses. Where an import ties the two, half
 * of the words in one sentence are enough; elsewhere all of them must be there.
 */
export function spokenName(
  maker: StorySurface,
  user: StorySurface,
  evidence: SurfaceEvidence,
  tells: boolean,
): string | null {
  // What a text writes as code is no plain word: others look at that.
  const names = usedNames(user, maker, evidence).filter((name) => !maker.text.includes(name));
  if (names.length === 0) return null;
  const link = importReason(maker, user, evidence) ?? linkedReason(maker, user, evidence);
  const isTied = tells && link !== null && link.first !== "b";
  return names.find((name) => isSpoken(name, maker, isTied, tells)) ?? null;
}

function isSpoken(name: string, maker: StorySurface, isTied: boolean, tells: boolean): boolean {
  const words = [...new Set(wordsIn(name))].filter((word) => word.length > 2 && !fillers.test(word)).map(stem);
  const least = isTied ? Math.max(1, Math.ceil(words.length / 2)) : Math.max(2, words.length);
  // What its file is called is what the whole of it is about.
  const area = new Set([...(tells ? maker.nameTopics : maker.pathTopics)].map(stem));
  return saidBy(maker).some((said) => {
    const spoken = words.filter((word) => said.has(word));
    return spoken.length >= least && spoken.some((word) => !area.has(word));
  });
}
