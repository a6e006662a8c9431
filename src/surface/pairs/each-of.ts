import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { barrelReason, importReason, linkedReason } from "./link-reason.ts";
import { onceEach } from "./once-each.ts";
import type { Finding } from "./pair-rules.ts";
import { sharedFileKind } from "./shared-file.ts";
import { stem } from "./spoken-topics.ts";
import { foldersOf, type StorySurface } from "./story-surface.ts";
import { areTwins } from "./title-twins.ts";

/*
 * One more of a kind, and a story that goes over all of that kind: a match without a default, a table of all rules. What the
 * second one writes is wrong as soon as the first one is merged.
 */

const kinds =
  "levels?|modes?|kinds?|variants?|rules?|states?|values?|types?|cases?|commands?|formats?|styles?|options?|events?|codes?|flags?|colou?rs?|keys?|names?|constants?|methods?|members?|languages?|locales?|hooks?|plugins?|handlers?|routes?|settings?|sections?|tags?|tokens?|operators?|extensions?|fields?|shells?|platforms?|drivers?|adapters?|checks?";
const more = [
  new RegExp(
    `\\b(?:add|introduce|register|support|offer|provide|create|needs?|teach|recogni[sz]e|know|accept)\\w*\\b[^.;]{0,60}?\\b(${kinds})\\b`,
    "gi",
  ),
  new RegExp(
    `(?:^|\\n)(?:an?|one more|another|two|three|new)\\s+(?:[\\w-]+\\s+){0,3}?(${kinds})\\s+(?:for|that|between|of|with|which|to|named)\\b`,
    "gi",
  ),
  new RegExp(`\\ban?\\s+(?:\\w+\\s+)?(${kinds})\\s+of\\s+(?:its|their)\\s+own\\b`, "gi"),
  new RegExp(
    `\\b(?:enum(?:eration)?|list|table|map|set)\\s+of\\s+(?:all\\s+|the\\s+)?(?:[\\w-]+\\s+){0,2}?(${kinds})\\b`,
    "gi",
  ),
];
const all = [
  new RegExp(
    `\\b(?:all|every|each|complete list of|list of|match on the|one per|for each)\\s+(?:of\\s+)?(?:the\\s+|our\\s+|known\\s+)?(?:[\\w-]+\\s+){0,2}?(${kinds})\\b`,
    "gi",
  ),
];
const exhaustive =
  /\bexhaustive\b|\bwithout (?:an? )?(?:wildcard|default|catch-?all|else)\b|\bno (?:default|catch-?all|wildcard)\b|\bcomplete (?:list|table|set)\b|\b(?:list|table) of all\b|\b(?:all|every|each) of them\b|\b(?:all|every|each) missing\b/i;

const read = (patterns: readonly RegExp[], text: string) =>
  new Set(patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, kind = ""]) => stem(kind.toLowerCase()))));

const adds = onceEach(({ text, tells }: StorySurface) => (tells ? read(more, text) : new Set<string>()));
const goesOver = onceEach(({ text, tells }: StorySurface) => ({
  kinds: tells ? read(all, text) : new Set<string>(),
  isExhaustive: exhaustive.test(text),
}));

/** `maker` adds one of a kind, and `user` writes something for each of that kind. */
export function goesOverAll(
  maker: StorySurface,
  user: StorySurface,
  evidence: SurfaceEvidence,
): Omit<Finding, "first"> | null {
  const { kinds: over, isExhaustive } = goesOver(user);
  const kind = [...adds(maker)].find((one) => over.has(one));
  if (kind === undefined || areTwins(maker, user)) return null;
  const linked = [importReason, barrelReason, linkedReason].some((reason) => reason(maker, user, evidence) !== null);
  if (!isExhaustive || !(linked || inOneCatalogue(maker, user) || saysTheSame(maker, user, kind))) return null;
  return {
    rule: "needs",
    why: `${maker.story.id} adds one more ${kind}, and ${user.story.id} goes over all of them`,
  };
}

/** Messages of one folder have one set of keys. */
function inOneCatalogue(a: StorySurface, b: StorySurface): boolean {
  const of = ({ existing }: StorySurface) => foldersOf(existing.filter((path) => sharedFileKind(path) === "messages"));
  return !of(a).isDisjointFrom(of(b));
}

/** Without an import a plain word for a kind must be said of the same thing: "built-in rule", "paging mode". */
function saysTheSame(maker: StorySurface, user: StorySurface, kind: string): boolean {
  const before = (text: string) =>
    new Set(
      [...text.toLowerCase().matchAll(/([a-z]+(?:-[a-z]+)*)\s+(?=([a-z]+))/g)].flatMap(([, one = "", two = ""]) =>
        stem(two) === kind ? [stem(one)] : [],
      ),
    );
  const own = before(maker.text);
  return [...before(user.text)].some((word) => word.length > 3 && own.has(word));
}
