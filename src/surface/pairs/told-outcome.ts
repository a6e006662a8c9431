import { folderOf } from "../../core/path.ts";
import { topicsOf } from "../../core/words.ts";
import { isDocument, isSnapshot, isTest } from "../../ecosystems/file-kind.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { strongestCoChange } from "./co-change.ts";
import { saysItStays } from "./focus-names.ts";
import { importReason, linkedReason } from "./link-reason.ts";
import { onceEach } from "./once-each.ts";
import type { Finding } from "./pair-rules.ts";
import { common } from "./shared-names.ts";
import { asSaid, stem } from "./spoken-topics.ts";
import type { StorySurface } from "./story-surface.ts";
import { testedPath } from "./test-link.ts";
import { areTwins } from "./title-twins.ts";
import { areaOf, isTelling, spokenOf } from "./told-area.ts";
import { topicRarity } from "./topic-rarity.ts";

/*
 * What a program says, shows, writes or does when nobody told it otherwise, is seen by two kinds of files that import nothing:
 * tests that compare it word for word, and pages that quote it. One story changes it; the other one writes down what it is.
 */

const said =
  "messages?|texts?|wording|errors?|exceptions?|outputs?|reports?|lines?|banner|summary|headers?|titles?|tables?|list(?:ing)?s?|columns?|cells?|help|hints?|warnings?|labels?|units?|placeholders?|sentences?|status(?:es)?|exit codes?|backtraces?|sections|colou?rs|pages?|files?|names?|descriptions?|prompts?|usage|details?|address(?:es)?|paths?|dates?|numbers?|sizes?";
const saying =
  "put|append|add|include|insert|prefix|shorten|reword|rephrase|change|replace|use|name|say|show|print|write|list|draw|give|make|suggest|leave|drop|remove|hide|wrap|sort|align|start|begin|end|colour|color|format|repeat|quote|convert|keep|move|take|round|count|break|indent|mark|tell|store";
const numbers =
  "zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|sixteen|twenty|thirty|forty|fifty|sixty|hundred|thousand|half|twice";
const outputs: readonly RegExp[] = [
  new RegExp(`\\b(?:${saying})(?:s|es|ing)?\\b[^.;]{0,80}?\\b(?:${said})\\b`, "i"),
  new RegExp(
    `\\b(?:${said})\\b[^.;]{0,60}?\\b(?:is|are|sounds?|looks?|says?|comes? out|ends?|starts?|begins?|repeats?|differs?|names?|lists?|shows?|has|have|lacks?|spans?|contains?|quotes?|mentions?|must|should|do(?:es)? not|do(?:es)?n.t|prints?|writes?)\\b`,
    "i",
  ),
  // A value, told by its number.
  new RegExp(
    `^(?:use|keep|allow|show|wait|default|set|make|cap|stop|limit|raise|lower|cut|change|take|start|begin|count)\\b[^.;]{0,80}\\b(?:\\d[\\d.]*|${numbers})\\b`,
    "i",
  ),
  /\b(?:is|are|gets?)\s+(?:\w+\s+)?(?:shown|printed|written|displayed|reported|logged|stored|formatted|drawn)\b/i,
  /\bby default\b|\bout of the box\b|\bunless (?:told|asked|set|switched|given|configured|an?|the|somebody|they|it)\b|\bon request\b|\bopt-?(?:in|out)\b|\bonly (?:when|if) (?:told|asked|set)\b|\buntil an? \w+ (?:sets|asks|says)\b|\bturn (?:that|it|this) around\b|\bdefaults?\b/i,
  /\b(?:correct|adapt|update|refresh|regenerate|record|adjust)\w*\s+(?:the\s+|its\s+|all\s+)?(?:\w+\s+)?(?:tests?|specs?|expect\w*|snapshots?|fixtures?|golden)\b/i,
  /\b(?:make|let)\b[^.;]{0,60}\b(?:fail|an error|raise|throw|warn|stop)\b/i,
  /^(?:say|name|show|print|tell|report|suggest|mention|list|distinguish|explain)\b/i,
];
/** Nobody sees it but who reads the code, or it tells of what is so. */
const otherWork =
  /^(?:\w+(?:\([^)]*\))?!?:\s+)?(?:document|test|cover|refactor|simplify|tidy|clean|speed|faster|cache|reuse|optimi[sz]e|benchmark|comment|type|annotate)\b/i;
/** A program explains itself as well, where no page is written. */
const telling = /^(?:\w+(?:\([^)]*\))?!?:\s+)?(?:describe|explain)\b/i;
const longestSentence = 400;

/** Whether a story says that its program says, shows or does something else from then on. */
const changesWhatIsSeen = onceEach((surface: StorySurface) => {
  const { story, sources, paths } = surface;
  const told = story.brief.replace(story.title, "").trim();
  const isProgram =
    sources.length > 0 || (paths.length > 0 && !paths.every((path) => isTest(path) || isDocument(path)));
  const isOther = otherWork.test(story.title) || (telling.test(story.title) && paths.some(isDocument));
  if (!surface.tells || !isProgram || isOther || saysItStays(told)) return { tells: false };
  return { tells: seenSentences(surface).length > 0 };
});

/** The sentences of a story that tell of something that comes out otherwise. */
export const seenSentences = onceEach((surface: StorySurface): readonly string[] =>
  sentencesOf(surface).filter((sentence) => outputs.some((pattern) => pattern.test(sentence))),
);

function sentencesOf({ story }: StorySurface): string[] {
  return `${story.title}\n${story.brief}`
    .split(/(?<=[.;!?])\s+|\n+/)
    .map((sentence) => sentence.slice(0, longestSentence));
}

const whole = "whole|full|exact(?:ly)?|complete|literal|entire|same|printed|every";
const held = `${said}|wording|prints|characters?|bytes|snapshots?|expected`;
/** A test that holds what is seen word for word. */
const compares = [
  new RegExp(
    `\\b(?:compar|assert|expect|check|match|look|hold)\\w*\\b[^.;]{0,80}?\\b(?:${whole})\\b[^.;]{0,40}?\\b(?:${held})`,
    "i",
  ),
  new RegExp(`\\bcompar\\w*\\b[^.;]{0,60}?\\b(?:${held}|what is (?:printed|written|shown))\\b`, "i"),
  /\b(?:line by line|word for word|byte for byte|to the letter|exact (?:text|message|output|wording|error)|expected (?:output|text|error)s?|literal text|whole (?:message|text|output|list|line)|with the (?:messages?|texts?|errors?|outputs?) (?:as|that|which))\b/i,
  /\b(?:what|all that|everything that|whatever) (?:is|gets|was) (?:said|told|printed|shown|written|answered|reported|sent)\b/i,
  /\b(?:assert|expect|check|compare)\w*\s+(?:that\s+)?(?:the\s+|its\s+)?(?:\w+\s+){0,3}(?:messages?|texts?|outputs?|wording|errors?)\b/i,
];
/** What is recorded once and compared from then on, wherever it lies. */
const recorded =
  /\bgolden (?:files?|outputs?|tests?)\b|\bsnapshots? (?:of|for|with)\b|\bexpected (?:output|error texts?|text)s?\b/i;
/** What reads it back: a script that cuts what another one prints. */
const reads = [
  /\b(?:read|pars|collect|cut|split|grep|extract|scrap|match|pick)\w*\b[^.;]{0,80}\b(?:from|out of|of|in|off)\b[^.;]{0,40}\b(?:output|stdout|printout|listing|transcript)\b/i,
  /\b(?:outputs?|stdout|printout|listing|transcript)\b[^.;]{0,40}\b(?:is|are|gets?) (?:read|parsed|cut|split|picked apart|searched)\b/i,
  /\b(?:reading|parsing|splitting|cutting) (?:of )?(?:the|its|each|every) (?:lines?|outputs?|columns?|fields?)\b/i,
];
/** A page that writes down what a person sees. */
const quotes = [
  /\b(?:quot|show|print|add|give|list|includ|append|describ|put|replac|explain|tell)\w*\b[^.;]{0,80}?\b(?:outputs?|messages?|texts?|transcripts?|lines?|results?|errors?|tables?|examples?|snippets?|what (?:is|comes)|sections?|entry|page|section)\b/i,
  new RegExp(`^(?:show|list|print|quote|give|describe|explain)\\b[^.;]{0,60}?\\b(?:${said})\\b`, "i"),
  /\bwhat (?:the |an? |their |our )?(?:users?|readers?|one|people|they|you|program)\b|\bwhat (?:happens|is (?:shown|printed|written|retried|done)|comes out)\b|\blooks? like\b|\bdefaults?\b|\bwithout any\b|\buntouched\b|\bplain (?:call|instance)\b|\bwhen nothing is set\b/i,
];

type Holding = "compares" | "tells of" | "reads";

/** How a story writes down what is seen: as its text says, or as it may be because it writes pages or tests alone. */
const writesDown = onceEach((surface: StorySurface): { how: Holding | null; mayBe: Holding | null } => {
  const how = saidHolding(surface);
  if (how !== null || !surface.tells || saysItStays(surface.text)) return { how, mayBe: how };
  const isPage = surface.paths.length > 0 && surface.paths.every(isPageLike);
  const isTester = surface.paths.length > 0 && surface.paths.every(isTest);
  return { how, mayBe: isPage ? "tells of" : isTester ? "compares" : null };
});

function saidHolding(surface: StorySurface): Holding | null {
  if (!surface.tells || surface.paths.length === 0) return null;
  const isPage = surface.paths.every(isPageLike);
  const text = sentencesOf(surface);
  const isTester = surface.paths.some(isTest) || isTesting.test(surface.story.title);
  if (isTester && text.some((one) => compares.some((pattern) => pattern.test(one)))) return "compares";
  if (recorded.test(surface.text)) return "compares";
  if (text.some((one) => reads.some((pattern) => pattern.test(one)))) return "reads";
  const isQuoting = text.some((one) => quotes.some((pattern) => pattern.test(one)));
  return isPage && (isQuoting || tellsOfDefaults(surface).tells) ? "tells of" : null;
}

/** Where tests stand beside what they test, the title says so. */
const isTesting = /^(?:\w+(?:\([^)]*\))?!?:\s+)?(?:test|cover|check|(?:add |more |unit )+tests?)\b/i;
/** Code that is there to be read. */
const examples = /(?:^|\/)_?(?:examples?|samples?|demos?|recipes|tutorials?)\//i;

function isPageLike(path: string): boolean {
  return isDocument(path) || examples.test(path) || /\.(?:\d|\d\.in|txt|stderr|stdout|expected|golden|out)$/.test(path);
}

const shows = onceEach(({ sources, paths, created }: StorySurface) => ({
  itself: sources.length > 0 && created.length === 0 && paths.every((path) => examples.test(path)),
}));

/** `maker` changes what its program shows, and `user` compares it word for word or tells people of it. */
export function holdsWhatIsSeen(
  maker: StorySurface,
  user: StorySurface,
  evidence: SurfaceEvidence,
): Omit<Finding, "first"> | null {
  if (!changesWhatIsSeen(maker).tells || areTwins(maker, user)) return null;
  // Of two examples each shows itself.
  if ([maker, user].every((one) => shows(one).itself)) return null;
  const { how, mayBe } = writesDown(user);
  const near = snapshotNear(maker, user);
  const does = near === null ? mayBe : "compares";
  if (does === null) return null;
  const held = how === null ? closeTieOf(maker, user, evidence, does) : tieOf(maker, user, evidence, how);
  const tie = near === null ? held : `\`${near}\` lies beside it`;
  if (tie === null) return null;
  const why = `${maker.story.id} changes what is seen of it, and ${user.story.id} ${does} that: ${tie}`;
  return { rule: "needs-what-goes", why };
}

/** So often together that one is written down with the other. */
const oftenTogether = 0.5;

const errors = "errors?|exceptions?|messages?|warnings?";
const tellsOfAll = new RegExp(`\\b(?:all|every|each|complete list of)\\s+(?:\\w+\\s+){0,2}?(?:${errors})\\b`, "i");
const ofErrors = new RegExp(`\\b(?:${errors})\\b`, "i");
/** A single word that many paths have is what the whole project is about. */
const leastRare = 0.6;

/** Each records its own. */
const ofRecording = /^(?:re-?gener|re-?record|snapshot|golden|fixture)/;

/** What both speak of, but for the name of their area. */
function bothSay(maker: StorySurface, user: StorySurface, evidence: SurfaceEvidence): string[] {
  const area = areaOf(maker, user, evidence);
  return common(spokenOf(maker), spokenOf(user)).filter((topic) => !area.has(topic) && !ofRecording.test(topic));
}

/** What ties a page or a test whose text does not say that it writes down what is seen: more must be in common. */
function closeTieOf(maker: StorySurface, user: StorySurface, evidence: SurfaceEvidence, how: Holding): string | null {
  const both = bothSay(maker, user, evidence);
  const said = `both say ${asSaid(both.slice(0, 3), user.text)}`;
  if (how === "tells of") {
    const titled = new Set([...user.titleTopics].map(stem));
    const isOfIt = both.some((topic) => titled.has(topic) && topicRarity(evidence.files)(topic) > leastRare);
    return both.length > 1 || isOfIt ? said : null;
  }
  const isNamed = common(user.nameTopics, maker.nameTopics).length > 0;
  const together = (strongestCoChange(maker, user, evidence)?.confidence ?? 0) >= oftenTogether;
  return isNamed && (both.length > 1 || (both.length > 0 && together)) ? said : null;
}

const defaults =
  /\bby default\b|\bdefaults?\b|\bout of the box\b|\bunless (?:told|asked|set|configured|given)\b|\b(?:if|when) nothing (?:is|was) (?:set|given|configured|said)\b|\b(?:no |without (?:any |an? )?)(?:configuration|settings?|options?|flags?)\b|\bfrom the start\b/i;

const tellsOfDefaults = onceEach(({ text, tells }: StorySurface) => ({ tells: tells && defaults.test(text) }));

/** A page with a word of the other one's in its name, or in what it says, the name of the area too. */
function isItsPage(maker: StorySurface, user: StorySurface): boolean {
  const named = [...user.nameTopics].some((topic) =>
    [...maker.nameTopics].some((other) => topic.startsWith(other) || other.startsWith(topic)),
  );
  return named || common(spokenOf(maker), spokenOf(user)).length > 0;
}

/** A snapshot of the user's, who writes no code, near the maker's code, when both speak of the same things. */
function snapshotNear(maker: StorySurface, user: StorySurface): string | null {
  if (user.sources.length > 0 || common(saidIn(maker), saidIn(user)).length < leastSaid) return null;
  return user.paths.find((path) => isSnapshot(path) && liesNear(path, maker)) ?? null;
}

const leastSaid = 2;

/** All that a text speaks of, what a program does to its words too: it may be a rule about prints. */
const saidIn = onceEach(
  ({ text }: StorySurface) => new Set([...topicsOf(text)].map(stem).filter((topic) => !isTelling(topic))),
);

/** In a folder of its own beside the code, or beside the code's folder. */
function liesNear(snapshot: string, { sources }: StorySurface): boolean {
  const above = folderOf(folderOf(snapshot));
  return above !== "" && sources.some((path) => folderOf(path) === above || folderOf(folderOf(path)) === above);
}

function tieOf(maker: StorySurface, user: StorySurface, evidence: SurfaceEvidence, how: Holding): string | null {
  const link = [importReason, linkedReason]
    .map((reason) => reason(maker, user, evidence))
    .find((reason) => reason !== null && reason.first !== "b");
  if (link !== undefined && link !== null) return link.why;
  const tested = how === "compares" ? testedPath(user, maker, evidence) : null;
  if (tested !== null && tested.how !== "lies beside") {
    return `\`${tested.test}\` ${tested.how} \`${tested.source}\``;
  }
  const together = strongestCoChange(maker, user, evidence);
  if (together !== null && together.confidence >= oftenTogether) {
    return `\`${together.a}\` and \`${together.b}\` changed together in ${together.support} commits`;
  }
  if (how === "tells of" && [maker, user].every((one) => tellsOfDefaults(one).tells) && isItsPage(maker, user)) {
    return "both are about what holds when nothing is set";
  }
  const area = areaOf(maker, user, evidence);
  const both = bothSay(maker, user, evidence);
  const titles = common(maker.titleTopics, user.titleTopics).filter((topic) => !area.has(topic) && !isTelling(topic));
  const rarity = topicRarity(evidence.files);
  const rare = [...new Set([...both, ...titles])].filter(
    (topic, _, all) => all.length > 1 || rarity(topic) > leastRare,
  );
  if (rare.length > 0) return `both say ${asSaid(rare.slice(0, 3), user.text)}`;
  if (how === "tells of" && tellsOfAll.test(user.text) && ofErrors.test(maker.text)) return "it tells of all errors";
  const about = how === "tells of" ? common(user.nameTopics, maker.pathTopics) : [];
  return about.length > 0 ? `its page is about "${about[0]}"` : null;
}
