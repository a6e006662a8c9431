import { changesContract } from "./contract-words.ts";
import { type GoingName, isCodeLike, isPlain, readName, type WrittenName } from "./written-name.ts";

/*
 * What a brief is about. There are too many ways to say that a thing changes for its users to know them all; there are
 * fewer to say that it does not. So a name of code that a brief speaks of counts as changed when title or brief tell of a
 * change that others see, and nothing says that what others see stays.
 */

/** What others see of a thing. */
const seen =
  "results?|outputs?|behaviou?r|signatures?|api|exports?|interface|callers?|contract|messages?|answers?|names?|parameters?|shape";
/** What is there stays, and something comes beside it. */
const onlyMore = new RegExp(
  [
    String.raw`\b(?:existing|current|present|public)\s+(?:\w+\s+){1,2}(?:stays?|remains?|keeps? working|works? as|(?:is|are) (?:kept|left|untouched|not touched))\b`,
    String.raw`\bkeep(?:s|ing)?\s+(?:all\s+)?(?:the\s+)?(?:existing|current|present|public)\s`,
  ].join("|"),
  "i",
);
const stays = new RegExp(
  [
    String.raw`\b(?:same|identical)\s+(?:\w+\s+)?(?:results?|outputs?|behaviou?r|exceptions?|errors?|signatures?|forms?|shapes?|apis?|ids?|values?|contract|interface|answers?|text|order|content)\b`,
    String.raw`\b(?:${seen})\s+(?:stays?|remains?|do(?:es)? not change|don't change|doesn't change|(?:is|are) (?:kept|left|untouched|unchanged|the same))\b`,
    String.raw`\b(?:${seen})\s+(?:must|should|ha(?:s|ve) to|shall|will)\s+(?:be|stay|remain)\s+(?:identical|the same|equal|untouched|as)\b`,
    String.raw`\b(?:stays?|remains?|kept|keep|leave|left|used)\b[^.;]{0,30}\bas (?:it is|they are|it was|they were|is)\b`,
    onlyMore.source,
    String.raw`\bbyte for byte\b|\bas (?:now|before|today)\b(?=[.,;]|$)|\b(?:prints?|gives?|shows?|returns?|writes?|does|do) the same\b`,
    String.raw`\bnothing (?:that|which) (?:is|exists|was) \w+ (?:changes|moves|is touched)\b|\b(?:nothing|others?|the rest)(?: else)? (?:moves|stays?)\b|\b(?:existing|present|current|other)\s+\w+\s+keeps? (?:its|their) (?:\w+ )?(?:behaviou?r|meaning|results?|signatures?)\b`,
    String.raw`\bno visible change\b|\bnothing (?:else )?changes\b|\bmust not change\b|\bunchanged\b`,
  ].join("|"),
  "i",
);

/** Whether a text says that what others see stays as it is. */
export function saysItStays(text: string): boolean {
  return stays.test(text);
}

/** Whether a text says that all that is there stays, so that what it tells of is added to it. */
export function saysOnlyMore(text: string): boolean {
  return onlyMore.test(text);
}

const spoken =
  /(?<!\b(?:in|into|to|from|via|through|with|on|under|at|by|inside|before|after|like|as|using|uses?|calls?)\s(?:(?:the|its|their|our)\s)?)(?:`[^`\n]{2,60}`(?:\(\))?|(?<![\w./`-])(?:[A-Za-z_]\w*(?:[.:#]|::))*(?:[A-Z][A-Z\d]*_[A-Z\d_]+|[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|_?[a-z]+_\w+)(?![\w/-]|\.[a-z])(?:\(\))?)/g;

/** A use that is taken away, and not what is used. */
const oneUse =
  /\b(?:drop|remov|delet|avoid)\w*\s+(?:the\s+|an?\s+)?(?:\S+\s+)?(?:calls?|imports?|us(?:e|es|ages?)|requires?|copy|copies|allocations?)\b/gi;

const longestSentence = 400;
const mostNames = 8;

/** Names that a story's text is about, when it tells of a change that others see. Of a title alone others know. */
export function focusNames({ title, brief }: { title: string; brief: string }): GoingName[] {
  const told = brief.replace(title, "").trim();
  if (told === "" || saysItStays(told)) return [];
  const sentences = told.split(/(?<=[.;!?])\s+|\n+/).map((sentence) => sentence.slice(0, longestSentence));
  if (![title, ...sentences.map((sentence) => sentence.replace(oneUse, ""))].some(changesContract)) return [];
  return sentences
    .flatMap(spokenNames)
    .filter(({ name }) => !isPlain(name))
    .slice(0, mostNames)
    .map((one) => ({ ...one, how: "changes" as const }));
}

/** What a sentence is about, written as code; not what it is done with or in. */
export function spokenNames(sentence: string): WrittenName[] {
  return [...sentence.matchAll(spoken)].flatMap(([one]) => (isCodeLike(one) ? (readName(one) ?? []) : []));
}
