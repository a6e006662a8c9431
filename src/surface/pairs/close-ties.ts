import { wordsIn } from "../../core/words.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { addsSomething } from "./additions.ts";
import { strongestCoChange } from "./co-change.ts";
import { isOnlyBetter } from "./contract-words.ts";
import { saysItStays, spokenNames } from "./focus-names.ts";
import { ancestorReason, barrelReason, importReason, linkedReason, usedNameReason } from "./link-reason.ts";
import { holdsName } from "./name-users.ts";
import { onceEach } from "./once-each.ts";
import type { Finding } from "./pair-rules.ts";
import { toldNames, usedNames } from "./shared-names.ts";
import { spokenTopics, stem } from "./spoken-topics.ts";
import { factsOf, type StorySurface } from "./story-surface.ts";
import { testedPath } from "./test-link.ts";
import { areTwins } from "./title-twins.ts";
import { seenSentences } from "./told-outcome.ts";
import { isOfValueAlone } from "./unnamed-change.ts";

/*
 * Who takes over what another file does, or is there to hold it fast, is hurt by more than who only calls it: a type that
 * derives, and tests of it. Whatever the change is, it reaches them, unless the text says that it stays, or names a part that
 * they don't use. Who only imports it must be told that something comes out of it otherwise.
 */

/** Work that leaves alone what the code does. */
const otherWork =
  /^(?:\w+(?:\([^)]*\))?!?:\s+)?(?:document|test|cover|refactor|simplify|tidy|clean|speed|faster|cache|reuse|optimi[sz]e|benchmark|comment|type|annotate|explain|describe|doc(?:s|umentation|strings?)?(?:\s+comments?)?)\b/i;

/** What is only told to people hurts no caller. */
const onlyTold =
  /^(?:say|tell|mention|log|explain|warn)\b|\b(?:told(?! apart\b)|said)\b|\blets?\b.{1,60}\bthrough\b|\b(?:messages?|texts?|wording|notices?|hints?|warnings?)\b/i;

function comesOut(sentence: string): boolean {
  return !addsSomething(sentence) && !isOfValueAlone(sentence) && !onlyTold.test(sentence);
}

/** How wide something is, and what stands between its parts: whoever cuts it by that need not be tied by more than a barrel. */
const layout =
  /\b(?:widths?|wider|narrower|columns?|decimals?|digits|padd(?:ed|ing)|indent(?:ed|ation)|separators?|separated|delimiters?)\b/i;

const told = ({ story }: StorySurface) => [story.title, ...story.brief.split(/(?<=[.;!?])\s+|\n+/)];

const work = onceEach((surface: StorySurface) => {
  const { story, tells, sources } = surface;
  const changes =
    tells &&
    sources.length > 0 &&
    !otherWork.test(story.title) &&
    !isOnlyBetter(story.title) &&
    !saysItStays(story.brief);
  return {
    changes,
    laidOut: changes && seenSentences(surface).some((one) => comesOut(one) && layout.test(one)),
    comesOut: changes && seenSentences(surface).some(comesOut),
    mayComeOut: changes && told(surface).every(comesOut),
  };
});

/** `user` derives from, tests or imports what `maker` makes do something else. */
export function hangsOn(
  maker: StorySurface,
  user: StorySurface,
  evidence: SurfaceEvidence,
): Omit<Finding, "first"> | null {
  const { changes, comesOut, laidOut } = work(maker);
  if (!changes || areTwins(maker, user) || changesAnotherPart(maker, user, evidence)) return null;
  const ofAnotherKind = tiedAcrossKinds(maker, user, evidence);
  if (ofAnotherKind !== null) return found(maker, ofAnotherKind);
  const ties = comesOut ? [ancestorReason, importReason, linkedReason] : [ancestorReason];
  const tie = ties.map((reason) => reason(maker, user, evidence)).find((one) => one !== null && one.first !== "b");
  if (tie !== undefined && tie !== null) return found(maker, tie.why);
  const cut = laidOut ? cutsWhatIsLaidOut(maker, user, evidence) : null;
  return cut === null ? null : found(maker, cut);
}

/** Tied by a barrel, and uses a name of the maker's with a word that its text says and its path does not. */
function cutsWhatIsLaidOut(maker: StorySurface, user: StorySurface, evidence: SurfaceEvidence): string | null {
  const link = barrelReason(maker, user, evidence);
  if (link === null || link.first === "b") return null;
  const said = spokenTopics(maker);
  const area = new Set([...maker.nameTopics].map(stem));
  const isSaid = (word: string) => said.has(word) && !area.has(word);
  return usedNames(user, maker, evidence).some((name) => wordsIn(name).map(stem).some(isSaid)) ? link.why : null;
}

const longestText = 2000;
/** So often together that one follows the other. */
const oftenTogether = 0.5;

/**
 * What is no code of the program is there because of code: a test, a page, a template, a list. Where one of these imports it,
 * is named after it, uses its names or nearly always changed with it, it says what the code does. Code that changed with code
 * says nothing of the kind.
 */
function tiedAcrossKinds(maker: StorySurface, user: StorySurface, evidence: SurfaceEvidence): string | null {
  if (user.sources.length > 0 || user.existing.length + user.tests.length === 0) return null;
  const tested = testedPath(user, maker, evidence);
  if (tested !== null && tested.how !== "lies beside") {
    return `\`${tested.test}\` of ${user.story.id} ${tested.how} \`${tested.source}\``;
  }
  const together = strongestCoChange(maker, user, evidence);
  if (together !== null && together.confidence >= oftenTogether) {
    return `\`${together.a}\` and \`${together.b}\` of ${user.story.id} changed together in ${together.support} commits`;
  }
  if (user.tests.length === 0) {
    return tellsOfAll(maker, user, evidence);
  }
  const link = [barrelReason, usedNameReason].map((reason) => reason(maker, user, evidence));
  return link.find((one) => one !== null && one.first !== "b")?.why ?? null;
}

const overAll = /\b(?:each|every|all(?: the)?|complete list of)\s+(?:[\w-]+\s+){0,2}?([a-z]{3,}?)(?:e?s)?\b/gi;
const ofDefaults = /\bby default\b|\bdefaults?\b|\bunless (?:told|asked|set|configured|given)\b/i;
const ofOptions = /\b(?:each|every|all)\s+(?:the\s+)?(?:options?|settings?|flags?|defaults?)\b/i;

/** A page that uses names of what changes, or goes over all of its kind. */
function tellsOfAll(maker: StorySurface, user: StorySurface, evidence: SurfaceEvidence): string | null {
  if (ofOptions.test(user.text) && ofDefaults.test(maker.text)) return `${user.story.id} tells of the defaults of all`;
  if (!work(maker).comesOut && !work(maker).mayComeOut) return null;
  const [name] = toldNames(user, maker, evidence);
  if (name !== undefined) return `what ${user.story.id} writes tells of \`${name}\``;
  for (const [, one = ""] of user.text.slice(0, longestText).matchAll(overAll)) {
    if (maker.nameTopics.has(one.toLowerCase())) return `${user.story.id} goes over all that is called "${one}"`;
  }
  return null;
}

function found(maker: StorySurface, tie: string): Omit<Finding, "first"> {
  return { rule: "needs-what-goes", why: `${maker.story.id} changes what its code does, and who hangs on it: ${tie}` };
}

/** Whether a text names what it changes, and neither a file nor the text of the other story holds any of these names. */
export function changesAnotherPart(maker: StorySurface, user: StorySurface, evidence: SurfaceEvidence): boolean {
  const own = new Set<string>();
  for (const [, { words, types }] of factsOf(maker, evidence)) for (const name of [...words, ...types]) own.add(name);
  const named = namedIn(maker).names.filter(
    ({ name, owner }) => own.has(name) || (owner !== undefined && own.has(owner)),
  );
  if (named.length === 0 || named.some(({ name }) => holdsName(user.text, name))) return false;
  for (const [, { words }] of factsOf(user, evidence)) if (named.some(({ name }) => words.includes(name))) return false;
  return true;
}

const namedIn = onceEach(({ text }: StorySurface) => ({
  names: text.split(/(?<=[.;!?])\s+|\n+/).flatMap(spokenNames),
}));
