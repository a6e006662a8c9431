import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { onceEach } from "./once-each.ts";
import { spokenTopics, stem } from "./spoken-topics.ts";
import type { StorySurface } from "./story-surface.ts";
import { topicRarity } from "./topic-rarity.ts";

/** What others know a thing by, or take for granted of it. */
export const kinds =
  "names?|keys?|fields?|columns?|options?|flags?|switches|switch|events?|messages?|codes?|identifiers?|ids?|elements?|class(?:es)?|helpers?|functions?|methods?|constants?|variables?|parameters?|arguments?|headers?|endpoints?|routes?|channels?|attributes?|properties|property|tags?|labels?|defaults?|limits?|formats?|order|spelling|wording|prefix(?:es)?|suffix(?:es)?|types?|traits?|interfaces?|protocols?|contracts?|signatures?|status(?:es)?|exit codes?|markup|anchors?|placeholders?|tables?|units?|delimiters?|separators?|topics?|queues?|exceptions?|errors?";
/** What becomes of it. */
export const verbs =
  "renam(?:e|es|ing)|calls?(?! (?:for|to|of|on)\\b)|switch(?:es)?|chang(?:e|es|ing)|shorten(?:s|ing)?|dropp?(?:s|ing)?|remov(?:e|es|ing)|replac(?:e|es|ing)|folds?|merg(?:e|es|ing)|splits?|turns?|converts?|moves?|rewords?|spells?|lowers?|raises?|doubl(?:e|es|ing)|halv(?:e|es|ing)|prefix(?:es)?|gives?|gets?|picks?|swaps?|revers(?:e|es|ing)|renumbers?|reorders?|unif(?:y|ies)|namespaces?";

/** Words that say how a change is told, and not of what; and what something is called that was changed before. */
const telling = new RegExp(
  `^(?:${kinds}|${verbs}|value|moved?|deprec\\w*|old|legacy|obsolet\\w*|former|present|exist\\w*|several|public|user|text|output|line|list|result|report|modul\\w*|folder|librar\\w*|project)$`,
);

/** Words for what is wrong with something, or how much of it is meant. */
const state = /^(?:broken|missing|wrong|bad|invalid|exact|whole|entire|full|empty|fail(?:ed|ure)?)$/;

/** Whether a stem says how a change is told, and not of what. */
export function isTelling(topic: string): boolean {
  return [topic, `${topic}e`, `${topic}ed`, `${topic}ing`].some((word) => telling.test(word) || state.test(word));
}

/** What a story is about, as stems, without the words for a change. */
export const spokenOf = onceEach(
  (surface: StorySurface) => new Set([...spokenTopics(surface)].filter((topic) => !isTelling(topic))),
);

/**
 * What the paths of both say is the name of the area, and no more: of a folder of theirs, of many paths, or of a family whose
 * members have names of their own beside it.
 */
export function areaOf(maker: StorySurface, user: StorySurface, { files }: SurfaceEvidence): Set<string> {
  const names = maker.nameTopics.union(user.nameTopics);
  const family = maker.nameTopics.intersection(user.nameTopics);
  const isFamily = [maker, user].every(({ nameTopics }) => nameTopics.size > family.size);
  const rarity = topicRarity(files);
  const shared = [...maker.pathTopics.intersection(user.pathTopics)];
  const isArea = (topic: string) => !names.has(topic) || rarity(topic) < 0.5 || (isFamily && family.has(topic));
  return new Set(shared.filter(isArea).flatMap((topic) => [stem(topic), doingOf(topic)]));
}

/** What a thing that is called after its work does, in the form that all forms of a verb have: a "parser" is for "parsing". */
function doingOf(topic: string): string {
  return stem(topic.replace(/(?<=\w{4})(?:er|or)$/, "ing"));
}
