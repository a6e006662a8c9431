import { nameOf } from "../../core/path.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { onceEach } from "./once-each.ts";
import { meansAnother } from "./own-only.ts";
import type { Finding } from "./pair-rules.ts";
import type { StorySurface } from "./story-surface.ts";
import { isCodeLike, lead } from "./written-name.ts";

/*
 * What one story's text says goes, and the other one's text speaks of in so many words: a key, a flag, a file, a call. Both
 * texts name it, so it need not be a name that the base's code defines.
 */

/** Something that is written as code, a file or a key is. */
const token = "(?:`[^`\\n]{2,60}`|[A-Za-z_$][\\w$.]*\\([^)\\n]{0,60}\\)|[\\w$@*~-][\\w$@.:/*|-]*[\\w*)])";
const tokens = new RegExp(token, "g");
/** What follows a verb, as far as that speaks of what goes and not of what comes instead, or where. */
const list =
  "((?:(?!\\b(?:by|with|to|into|in|from|of|for|and (?:add|use|let|adapt|make|move))\\s)[^;.\\n]|\\.(?=\\S)){3,120})";
const going = [
  `\\b(?:instead of|rather than|in place of)\\s+${lead}(${token})`,
  `\\bfrom\\s+(${token})\\s+to\\s+${token}`,
  `\\b(?:replac|remov|renam|delet|retir|inlin|abolish)(?:e|es|ed|ing)?\\s+${list}`,
  `\\b(?:drop|split|chang|swap|mov|merg)(?:e|s|es|ing|ping|ting)?\\s+${lead}(${token})`,
  `(${token})\\s+(?:is|are|gets?)\\s+(?:replaced|renamed|removed|dropped|merged|split|deleted)\\b`,
  `(${token})\\s+(?:in\\s+\\S+\\s+)?(?:becomes?|turns? into|loses?|goes away|is gone|no longer)\\b`,
  `(${token})\\s+(?:now\\s+)?(?:takes?|gets?|returns?|wants?|accepts?)\\s+(?:an?\\s+(?:extra|new|further|additional|second|third|tag|list|options?|object)|two|three|four|no|only)\\b`,
].map((pattern) => new RegExp(pattern, "gi"));

/** A sentence is read so far: no pattern is asked about a page. */
const longestSentence = 400;
const hasEnding = /[\w*]\.[A-Za-z]\w{0,5}(?:\|\w+)*$/;

/** What a text says goes, with the ways in which another may write it: made once for a story, not for each of its pairs. */
const toldBy = onceEach(({ text }: StorySurface): ReadonlyMap<string, readonly RegExp[]> => {
  const sentences = text.split(/(?<=[.;!?])\s+|\n+/).map((sentence) => sentence.slice(0, longestSentence));
  const said = sentences.flatMap((sentence) =>
    going.flatMap((pattern) => [...sentence.matchAll(pattern)].map((match) => match.slice(1).join(" "))),
  );
  const told = said.flatMap((one) => (one.match(tokens) ?? []).filter(isWritten).map(bare));
  return new Map(told.map((one) => [one, formsOf(one)]));
});

function isWritten(one: string): boolean {
  return /^(?:`|--\w)|\(|\*|^[A-Z][A-Z\d]*_[A-Z\d_]+$/.test(one) || hasEnding.test(one) || isCodeLike(one);
}

/** Without backticks, arguments, a type and marks at its end. */
function bare(one: string): string {
  return one
    .replace(/`/g, "")
    .replace(/\(.*\)$/, "")
    .replace(/:\s.*$/, "")
    .replace(/[.:]+$/, "");
}

/** `maker` says that something goes which `user` speaks of, and does not say itself that it goes. */
export function speaksOfGoing(
  maker: StorySurface,
  user: StorySurface,
  evidence: SurfaceEvidence,
): Omit<Finding, "first"> | null {
  const own = toldBy(user);
  for (const [one, forms] of toldBy(maker)) {
    if (own.has(one) || !forms.some((form) => form.test(user.text))) continue;
    if (meansAnother(one, user, maker, evidence)) continue;
    const why = `${maker.story.id} says that \`${one}\` goes or changes, which ${user.story.id} speaks of`;
    return { rule: "needs-what-goes", why };
  }
  return null;
}

const leastLength = 3;

/** How another text may write it: a file by its name, `owner.member` by the member, `PREFIX_*` by any of those names. */
function formsOf(one: string): RegExp[] {
  if (one.includes("*")) {
    const [start = "", end = ""] = one.split("*").map((part) => part.replace(/\|.*$/, ""));
    const between = `(?<![\\w/])${RegExp.escape(start)}[\\w-]+${RegExp.escape(end)}`;
    return start.length < leastLength ? [] : [new RegExp(between)];
  }
  if (one.includes("/")) return hasEnding.test(one) ? [whole(one), whole(nameOf(one))] : [];
  const member = hasEnding.test(one) ? one : (one.split(/[.:#]+/).at(-1) ?? one);
  return [one, member].filter((form) => form.length >= leastLength || /[a-z][A-Z]/.test(form)).map(whole);
}

function whole(form: string): RegExp {
  return new RegExp(`(?<![\\w$])${RegExp.escape(form)}(?![\\w$])`);
}
