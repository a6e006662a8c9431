import { extensionOf, folderOf, nameOf } from "../../core/path.ts";
import { isCode, isDocument, isTest, isUnreadCode } from "../../ecosystems/file-kind.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { isUnseen } from "./additions.ts";
import { changesContract, isOnlyBetter } from "./contract-words.ts";
import { saysItStays } from "./focus-names.ts";
import { goneOrReplaced } from "./going-names.ts";
import { ancestorReason, barrelReason, importReason, linkedReason } from "./link-reason.ts";
import { isMakers } from "./name-users.ts";
import { onceEach } from "./once-each.ts";
import type { Finding } from "./pair-rules.ts";
import { common } from "./shared-names.ts";
import { spokenName } from "./spoken-names.ts";
import { asSaid, stem } from "./spoken-topics.ts";
import type { StorySurface } from "./story-surface.ts";
import { areTwins, nameTheirOwn } from "./title-twins.ts";
import { areaOf, kinds, spokenOf, verbs } from "./told-area.ts";
import { kindOfUnits } from "./units-of-kind.ts";
import type { GoingName } from "./written-name.ts";

/*
 * What is called otherwise, counted otherwise or written otherwise from then on, told in plain words: "the option that strips
 * the prefix", "the list with the single runs". No name can be looked up, so whatever ties the other story to it is enough.
 */

const dataShapes =
  "lists?|arrays?|maps?|mappings?|sets?|pairs?|tuples?|strings?|numbers?|objects?|class|structs?|enum(?:eration)?s?|records?|generators?|streams?|promises?|futures?|iterators?|results?|options?|errors?";
const changes = [
  new RegExp(`\\b(?:${verbs})\\b[^.;:]{0,80}?\\b(?:${kinds})\\b`, "i"),
  /\bcalls? (?:it|them|the|both|each|one|this|these|an?)\b/i,
  /\bby default\b|\bout of the box\b|\bdefaults?\b.{0,80}\b(?:to|from|goes|becomes?|is|are)\b/i,
  /\b(?:from now on|from then on|renumber|number\w* (?:\w+ ){1,3}(?:anew|again))\b/i,
  new RegExp(
    `\\b(?:becomes?|instead of|rather than|no longer)\\b.*\\b(?:${kinds})\\b|\\b(?:${kinds})\\b.*\\b(?:becomes?|instead of|rather than|no longer)\\b`,
    "i",
  ),
  new RegExp(`\\b(?:${verbs})\\s+(?:it|them|both)\\b`, "i"),
  // What a piece of code takes and gives back.
  /\b(?:hooks?|constructors?|callbacks?|interfaces?|base class(?:es)?|helpers?)\b[^.;]{0,60}\bso that (?:it|they) (?:answers?|returns?|gives?|takes?|reports?|tells?)\b/i,
  /\b(?:pass(?:es)?|hands?|takes?)\b[^.;]{0,60}\bas an? (?:additional|extra|further|second|third|last) (?:argument|parameter)\b/i,
  /\bhands?\b[^.;]{0,60}\bto (?:its|their|the|every|each) (?:constructors?|hooks?|callbacks?)\b/i,
  /\b(?:returns?|answers?|yields?|hands? back|gives? back)\b[^.;]{0,60}\b(?:together with|along with|beside|instead|rather than)\b/i,
  /\b(?:lets?|makes?|haves?)\b[^.;]{1,80}?\b(?:answers?|returns?|hands? back|gives? back|yields?)\b/i,
  /\b(?:pass(?:es)?|hands?|gives?)\b[^.;]{0,60}\bto (?:the|its|their|every|each|all) (?:\w+ ){0,2}(?:methods?|functions?|constructors?|hooks?|callbacks?|factor(?:y|ies))\b/i,
  /\b(?:methods?|functions?|hooks?|helpers?|constructors?|callbacks?|(?:base|super) ?class(?:es)?|interfaces?|traits?|protocols?)\b[^.;]{0,60}\b(?:gets?|takes?|receives?|wants?|asks? for)\s+(?:an?|the|one|two|its|that|this)\b/i,
  /\bas (?:an? |the |its )?(?:first|second|third|fourth|fifth|last|new|named) (?:argument|parameter)\b|\b(?:returning|giving back) (?:nothing|an?|the)\b|\babstract (?:method|function|property|member)s?\b/i,
  new RegExp(
    `\\bmakes? (?:it|them|that|both|each|(?:the|its|every)(?: \\w+){1,2})\\s+(?:an?|one)\\s+(?:\\w+\\s+)?(?:${dataShapes})\\b`,
    "i",
  ),
  new RegExp(
    `\\b(?:returns?|answers?|yields?|gives?(?: back)?|hands?(?: back)?|takes?|receives?|expects?)\\b[^.;]{0,40}\\b(?:an?|one|two|as)\\s+(?:\\w+\\s+)?(?:${dataShapes})\\b`,
    "i",
  ),
  new RegExp(
    `\\b(?:replac(?:e|es|ing)|chang(?:e|es|ing)|swaps?)\\b[^.;]{0,100}\\b(?:by|with|for|to|into) an? (?:\\w+ )?(?:${dataShapes})\\b`,
    "i",
  ),
  new RegExp(`\\bbecomes?\\s+(?:an?|one)\\s+(?:\\w+\\s+)?(?:${dataShapes})\\b`, "i"),
  // Of several ways to call it one goes.
  /\b(?:delet|remov|dropp?)(?:e|es|s|ing)?\s+(?:the|its|that|this|one)\s+(?:[\w-]+\s+){0,3}(?:variants?|overloads?|alias(?:es)?|shorthands?|shortcuts?|wrappers?|accessors?|getters?|setters?)\b/i,
  // What is written for others to read.
  /\b(?:writes?|stores?|prints?|encodes?|formats?|keeps?|packs?|sends?|logs?)\s+(?:it|them|both|each)\s+as\b/i,
  // In what it is counted or kept.
  /\b(?:stores?|records?|keeps?|holds?|counts?|measures?|gives?|reports?|represents?|express(?:es)?)\s(?!track\b)[^.;,]{0,60}?\b(?:as|in|by)\s+(?:(?:an?|whole|plain|raw|the|single)\s+)?(?:bytes?|characters?|code ?points?|runes?|seconds?|milliseconds?|minutes?|nanoseconds?|pixels?|lines?|columns?|indices|index(?:es)?|offsets?|positions?|percent(?:ages?)?|fractions?|ratios?|integers?|floats?|decimals?|strings?|numbers?|instants?|timestamps?|utc|paths?|ranges?|tuples?|lists?|maps?|sets?|null|none|nil|nothing)\b/i,
  /\b(?:writes?|stores?|sends?|saves?|emits?|expects?|logs?)\b[^.;]{0,100}\binstead\b/i,
];
/** What a sentence orders a piece of code to give or to take from then on: enough for who imports it. */
const handing = [
  /^(?:(?:instead|then|now|so|and|rather)\b,?\s+)?(?:return|answer|hand|give|yield)s?\b(?!\s+(?:early|up|way|priority|it a (?:name|title)))/i,
  /\b(?:lets?|have|make)\s+(?:it|them|both|each|all(?: of them)?)\s+(?:return|answer|hand|give|yield|take|accept|get|want|expect|receive)\b/i,
  /\b(?:should|must|shall|has to|have to)\s+(?:rather\s+|now\s+)?(?:return|answer|hand|give|yield|take|want|expect|receive)\b/i,
  /(?:^|:\s+)(?:throw|raise|panic)\b/i,
  /\bcomes? (?:back|out) as\b/i,
];
/** Whatever a title calls the work, this is seen by whoever calls the code. */
const inTheOpen =
  /\b(?:lets?|have|make)\s+(?:it|them|both|each)\b[^.;]{0,60}\b(?:arguments?|parameters?)\b|\b(?:returning|giving back)\s+(?:nothing|an?|the)\b/i;
/** What is new in a base class is asked of each that derives from it. */
const forEach = /\babstract\b/i;

const isTold = (part: string, patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(part));

const code = /`[^`\n]*`|\b[A-Z]{3,}\b|(?<![\w])--?\w[\w-]*|\b\w+(?:(?:[.:]|::)\w+|_\w*|\(\w*\)?)+/g;
/** When it happens, before what is done about it. */
const circumstance = /^\s*(?:when|if|while|since|because|as soon as)\b[^,.;:]*,\s*/i;
const longestSentence = 400;
const mostClauses = 6;

/** The sentences of a story that tell of such a change; none where its title does other work. */
const toldChange = onceEach((surface: StorySurface): readonly string[] =>
  seenParts(surface).filter((part) => isTold(part, changes)),
);

/** As `toldChange`, with what is enough for who imports it. */
const toldHanding = onceEach((surface: StorySurface): readonly string[] =>
  seenParts(surface).filter((part) => isTold(part, changes) || isTold(part, handing)),
);

/** Whether a story tells, in whatever words, that something changes for others. */
export function tellsChange(surface: StorySurface): boolean {
  return toldHanding(surface).length > 0;
}

/** The sentences of a story that others may see the outcome of, without the code in them. */
const seenParts = onceEach((surface: StorySurface): readonly string[] => {
  const { story } = surface;
  const told = story.brief.replace(story.title, "").trim();
  // Pages tell of what is so.
  const onlyTells = surface.paths.length > 0 && surface.paths.every(isDocument);
  if (!surface.tells || onlyTells || saysItStays(told) || isOnlyBetter(story.title)) return [];
  const isInside = isInsideTitle(story.title);
  return [story.title, ...told.split(/(?<=[.;!?])\s+|\n+/)]
    .map((sentence) => sentence.slice(0, longestSentence).replace(code, " ").replace(circumstance, ""))
    .flatMap((sentence) => [sentence, ...sentence.split(/(?:,|;)\s+(?:and|but|or)\s+/).slice(0, mostClauses)])
    .filter((part) => (isInside ? inTheOpen.test(part) : !isUnseen(part) || forEach.test(part)));
});

const isInsideTitle = (title: string) =>
  /^(?:\w+(?:\([^)]*\))?:\s+)?(?:add|document|describe|explain|test|cover|support|allow|accept|provide|list|show|print|fix|correct|complete|translate|speed|include|warn|draw|stream|offer|create|introduce|implement|extend|improve|mention|avoid|prevent|ensure|clear|close|cache|reuse|simplify|clean|tidy|refactor|optimi[sz]e|skip|ignore|respect|handle|escape|freeze)\b/i.test(
    title,
  ) || /\b(?:private|internal)\b/i.test(title);

/** `maker` changes something that it does not name, and `user` is tied to it. */
export function needsUnnamed(
  maker: StorySurface,
  user: StorySurface,
  evidence: SurfaceEvidence,
): Omit<Finding, "first"> | null {
  const rule = "needs-what-goes";
  const family = familyOf(maker, user);
  if (family !== null) {
    const why = `${maker.story.id} changes several files like \`${family.like}\`, and ${user.story.id} creates \`${family.path}\` as one more`;
    return { rule, why };
  }
  if (seenParts(maker).length === 0 || areTwins(maker, user)) return null;
  if (goneOrReplaced(maker.text).some((going) => isNamed(going, maker, evidence))) return null;
  const spoken = spokenName(maker, user, evidence, toldHanding(maker).length > 0);
  if (spoken !== null) {
    const why = `${maker.story.id} changes what its text says of \`${spoken}\`, which ${user.story.id}'s code uses`;
    return { rule, why };
  }
  if (toldHanding(maker).length === 0) return null;
  // Who only reads a setting is not hurt by another value.
  if (isOfValue(maker).only && !tellsValue(user)) return null;
  const link = [importReason, ancestorReason, barrelReason]
    .map((reason) => reason(maker, user, evidence))
    .find((reason) => reason !== null && reason.first !== "b");
  if (link !== undefined && link !== null) {
    return { rule, why: `${maker.story.id} changes what others see without naming it: ${link.why}` };
  }
  return toldChange(maker).length === 0 ? null : speaksOfIt(maker, user, evidence);
}

/** No file ties them, and both speak of the same things. */
function speaksOfIt(maker: StorySurface, user: StorySurface, evidence: SurfaceEvidence): Omit<Finding, "first"> | null {
  // What tests alone do is seen by who imports them.
  if (maker.sources.length === 0 && maker.tests.length > 0 && !maker.tests.some(isUnreadCode)) return null;
  const area = areaOf(maker, user, evidence);
  const kind = kindOfUnits(maker, user);
  const kinds = new Set([...(kind ?? [])].map(stem));
  const both = common(spokenOf(maker), spokenOf(user)).filter((topic) => !area.has(topic) && !kinds.has(topic));
  // In C and within a package of Go no import tells, and a name in common is often everybody's.
  const least =
    (linkedReason(maker, user, evidence) === null ? leastShared : leastShared - 1) +
    (kind !== null || (nameTheirOwn(maker, user) && areOfOneKind(maker, user)) ? 1 : 0);
  if (both.length < least) return null;
  return {
    rule: "needs-what-goes",
    why: `${maker.story.id} changes what others see, and ${user.story.id} speaks of it: ${asSaid(both.slice(0, 3), user.text)}`,
  };
}

/** Whether all that changes is a value: who reads it is not hurt, who tells of it is. */
const isOfValue = onceEach((surface: StorySurface) => ({
  only: toldHanding(surface).every(isOfValueAlone),
}));

const value =
  /\b(?:defaults?|limits?|out of the box|timeouts?|maximum|minimum|threshold|lowers?|raises?|doubles?|halves?|increases?|decreases?|longer than|slower than|more than|less than|at most|at least)\b/i;

const otherThanValue = /\b(?:format|order|name|key|shape|signature|spelling|wording|message|prefix|renam\w+)s?\b/i;

/** Whether all that a sentence changes is a value. */
export function isOfValueAlone(sentence: string): boolean {
  return value.test(sentence) && !otherThanValue.test(sentence);
}

function tellsValue({ text, sources }: StorySurface): boolean {
  return sources.length === 0 || value.test(text);
}

/** Whether the name that goes is known; that of a value leaves the value to be told of. */
function isNamed(going: GoingName, maker: StorySurface, evidence: SurfaceEvidence): boolean {
  return going.how !== "gives another value to" && isMakers(going, maker, evidence);
}

/** Whether both write files of one ending, or of one name that has none. */
function areOfOneKind(a: StorySurface, b: StorySurface): boolean {
  const kindsOf = ({ paths, code }: StorySurface) =>
    new Set((code.paths.length > 0 ? code.paths : paths).map((path) => extensionOf(path) || nameOf(path)));
  return !kindsOf(a).isDisjointFrom(kindsOf(b));
}

/** One word in common is chance. */
const leastShared = 2;
/** So many files of one kind that change in one way are a family. */
const leastFamily = 3;

/** New code among files that the other story changes alike must be made as they will be. */
function familyOf(maker: StorySurface, user: StorySurface): { path: string; like: string } | null {
  if (!changesOthers(maker).tells) return null;
  for (const path of user.created) {
    if (!isCode(path) || isTest(path)) continue;
    for (const place of [folderOf, (one: string) => `${folderOf(folderOf(one))}/`]) {
      const kin = maker.existing.filter((one) => extensionOf(one) === extensionOf(path) && place(one) === place(path));
      if (kin.length >= leastFamily) return { path, like: kin[0] ?? "" };
    }
  }
  return null;
}

const changesOthers = onceEach((surface: StorySurface) => ({
  tells:
    changesContract(surface.story.title) || toldChange(surface).length > 0 || goneOrReplaced(surface.text).length > 0,
}));
