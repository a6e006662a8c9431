import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { addsSomething } from "./additions.ts";
import { changesAnotherPart } from "./close-ties.ts";
import { changesContract } from "./contract-words.ts";
import { saysItStays } from "./focus-names.ts";
import { goneOrReplaced } from "./going-names.ts";
import { holdsName, isMakers } from "./name-users.ts";
import { onceEach } from "./once-each.ts";
import type { Finding } from "./pair-rules.ts";
import { common } from "./shared-names.ts";
import type { StorySurface } from "./story-surface.ts";
import { areaOf, spokenOf } from "./told-area.ts";
import { tellsChange } from "./unnamed-change.ts";

/*
 * A story declares what to look at first. What another one writes there it needs, unless nothing that it can see there goes:
 * something comes beside what there is, or the file only calls what the reader writes.
 */

/** A plain path among the reads; a folder or a glob says where to look, not what is needed. */
export function readsWhatIsWritten(
  maker: StorySurface,
  user: StorySurface,
  evidence: SurfaceEvidence,
): Omit<Finding, "first"> | null {
  const { reads } = user.story;
  const written = maker.paths.find((path) => reads.includes(path) && !isCaller(path, user, evidence));
  if (written === undefined || leavesAlone(written, maker, user, evidence)) return null;
  return { rule: "needs", why: `${user.story.id} reads \`${written}\`, which ${maker.story.id} writes` };
}

/** The file imports what the reader writes, and not the other way round: it is looked at to see how it calls. */
function isCaller(path: string, user: StorySurface, { facts }: SurfaceEvidence): boolean {
  const own = new Set(user.existing);
  const imports = (from: string, isWanted: (path: string) => boolean) =>
    facts.get(from)?.imports.some(isWanted) === true;
  return imports(path, (one) => own.has(one)) && !user.existing.some((one) => imports(one, (to) => to === path));
}

/** Words in common beyond this may be about what is new. */
const mostShared = 1;

/** Whether whoever writes the file only adds to it, and the reader works in code of its own and speaks of other things. */
function leavesAlone(path: string, maker: StorySurface, user: StorySurface, evidence: SurfaceEvidence): boolean {
  if (!maker.existing.includes(path) || user.sources.length === 0 || goesOverAll.test(user.text)) return false;
  if (staysWithin(user).says && !tellsChange(maker)) return true;
  if (!tellsChange(maker) && !takesAway(maker, evidence) && changesAnotherPart(maker, user, evidence)) return true;
  if (!onlyAdds(maker).says || takesAway(maker, evidence)) return false;
  if (saysItStays(maker.story.brief)) return true;
  const area = areaOf(maker, user, evidence);
  return common(spokenOf(maker), spokenOf(user)).filter((topic) => !area.has(topic)).length <= mostShared;
}

const goesOverAll =
  /\bexhaustive\w*|\b(?:whole|complete)\s+(?:list|set|table)|\b(?:lines?|entry|entries|rows?|rules?|cases?|branch(?:es)?|sections?|pages?|tests?|arms?)\s+(?:for|of)\s+(?:each|every|all)\b/i;

const onlyAdds = onceEach((surface: StorySurface) => {
  const { story } = surface;
  const told = story.brief.replace(story.title, "").trim();
  if (!surface.tells || changesContract(story.title) || tellsChange(surface)) return { says: false };
  return { says: saysItStays(told) || additionsOf(surface).length > 0 };
});

/** The sentences that tell of something new. */
const additionsOf = onceEach(({ story }: StorySurface) =>
  `${story.title}\n${story.brief}`
    .split(/(?<=[.;!?])\s+|\n+/)
    .map((sentence) => sentence.slice(0, longestSentence))
    .filter(addsSomething),
);

/** Whether a name of its files goes, or changes by more than something new. */
function takesAway(maker: StorySurface, evidence: SurfaceEvidence): boolean {
  return goneOrReplaced(maker.text).some(
    (going) =>
      isMakers(going, maker, evidence) &&
      !(going.how === "changes" && additionsOf(maker).some((sentence) => holdsName(sentence, going.name))),
  );
}

const longestSentence = 400;

/** A story that says it works in its own place alone looks elsewhere to understand, and not to use. */
const staysWithin = onceEach(({ story }: StorySurface) => ({
  says: /(?:^|[.;!?]\s+)only\b[^.;]{0,60}\b(?:in|within|inside|of)\b/im.test(story.brief),
}));
