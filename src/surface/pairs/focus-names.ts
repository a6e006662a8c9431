import { changesContract } from "./contract-words.ts";
import { type GoingName, isCodeLike, isPlain, readName } from "./written-name.ts";

/*
 * What a brief is about. There are too many ways to say that a thing changes for its users to know them all; there are
 * fewer to say that it does not. So a name of code that a brief speaks of counts as changed when title or brief tell of a
 * change that others see, and nothing says that what others see stays.
 */

const stays =
  /\b(?:same|identical)\s+(?:\w+\s+)?(?:results?|outputs?|behaviou?r|exceptions?|errors?|signatures?|forms?|shapes?|apis?|ids?|values?|contract|interface|answers?|text)\b|\b(?:results?|outputs?|behaviou?r|signatures?|api|exports?|interface|callers?|contract|messages?|answers?|names?)\s+(?:stays?|remains?|do(?:es)? not change|don't change|doesn't change|(?:is|are) (?:kept|left|untouched|unchanged|the same))\b|\bbyte for byte\b|\b(?:used|kept|left) as (?:it is|they are|is)\b|\bas (?:now|before|today)\b(?=[.,;]|$)|\b(?:prints?|gives?|shows?|returns?|writes?|does|do) the same\b|\bno visible change\b|\bnothing (?:else )?changes\b|\bunchanged\b/i;

/** Whether a text says that what others see stays as it is. */
export function saysItStays(text: string): boolean {
  return stays.test(text);
}

const spoken =
  /(?<!\b(?:in|into|to|from|via|through|with|on|under|at|by|inside|before|after|like|as|using|uses?|calls?)\s(?:the\s)?)(?:`[^`\n]{2,60}`(?:\(\))?|(?<![\w./`-])(?:[A-Za-z_]\w*(?:[.:#]|::))*(?:[A-Z][A-Z\d]*_[A-Z\d_]+|[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|_?[a-z]+_\w+)(?![\w/-]|\.[a-z])(?:\(\))?)/g;

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
    .flatMap((sentence) => [...sentence.matchAll(spoken)].map(([one]) => one))
    .flatMap((one) => (isCodeLike(one) ? (readName(one) ?? []) : []))
    .filter(({ name }) => !isPlain(name))
    .slice(0, mostNames)
    .map((one) => ({ ...one, how: "changes" as const }));
}
