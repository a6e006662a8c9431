import { wordsIn } from "../../core/words.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { onceEach } from "./once-each.ts";
import type { Finding } from "./pair-rules.ts";
import { asSaid, spokenTopics, stem } from "./spoken-topics.ts";
import type { StorySurface } from "./story-surface.ts";
import { areTwins } from "./title-twins.ts";
import { topicRarity } from "./topic-rarity.ts";

/*
 * What one story makes and the other one uses, in plain words: "Write a formatter for annotations" and "run the suite with
 * the annotation format". A phrase of the user's that has "the" before it and two of the maker's words in it, one of them
 * a word of its title that no path of the repository has.
 */

const making =
  /^(?:\w+(?:\([^)]*\))?!?:\s+)?(?:add|write|create|introduce|provide|offer|implement|build|ship|make|support|let|extract|define|expose|register)\b/i;
const used =
  /\b(?:with|using|uses?|via|through|by|from|on|of|in|to|into|reuses?|reads?|parses?|calls?|runs?|enables?|follow|show|link)\s+(?:the|our)\s+(?:new\s+)?((?:[\w./'-]+\s+){1,4}[\w./'-]+)/gi;

/** `user` speaks of what `maker` makes as of something that is there. */
export function usesNewThing(
  maker: StorySurface,
  user: StorySurface,
  { files }: SurfaceEvidence,
): Omit<Finding, "first"> | null {
  if (!making.test(maker.story.title) || areTwins(maker, user)) return null;
  const rarity = topicRarity(files);
  const titled = new Set([...maker.titleTopics].filter((topic) => rarity(topic) === 1).map(stem));
  if (titled.size === 0) return null;
  const said = spokenTopics(maker);
  for (const phrase of phrasesOf(user).list) {
    const words = phrase.filter((word) => said.has(word));
    if (words.length < 2 || !words.some((word) => titled.has(word))) continue;
    const why = `${user.story.id} uses what ${maker.story.id} makes: ${asSaid(words, user.text)}`;
    return { rule: "needs", why };
  }
  return null;
}

const phrasesOf = onceEach(({ story }: StorySurface) => ({
  list: [...`${story.title}\n${story.brief}`.matchAll(used)].map(([, phrase = ""]) => wordsIn(phrase).map(stem)),
}));
