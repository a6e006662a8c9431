import { type Saying, things } from "./written-name.ts";

/*
 * What a sentence names and the next one, or its own end, says something becomes of: "`a` and `b` are old. Put them in …",
 * "`check` says little; make it `verify`", "… draws a box with the id `bar`. The id is not kept".
 */

const pronoun = `(?:it|them|both|these|those|either|one of them|the (?:former|latter|first|second|pair|two|three|four|five|old (?:one|name)s?)|all (?:of them|three|four|five))`;
/** What stands for a name by what it is. */
const described = `the (?:(?:old|former|whole|present) )?(?:${things}|ids?|keys?|names?|tags?|targets?|scripts?|recipes?|headings?|parameters?|arguments?)`;
const shape =
  "(?:an?|the|one|two|async|asynchronous|abstract|private|internal|optional|required|immutable|frozen|keyword-only|return|take|accept|yield|throw|raise|resolve|expect|require|receive|give|be|a)\\b|`";
const takesUp = new RegExp(
  [
    `\\b(?:renam(?:e|es|ing)|replac(?:e|es|ing)|remov(?:e|es|ing)|drops?|mov(?:e|es|ing)|puts?|chang(?:e|es|ing)(?=\\s+\\S+\\s+(?:in)?to\\s+(?:an?\\b|the\\b|one\\b|\`|[A-Z]))|delet(?:e|es|ing)|takes?|merg(?:e|es|ing)|folds?|splits?|inlin(?:e|es|ing)|retir(?:e|es|ing)|hides?|swaps?|joins?|seals?)\\s+${pronoun}(?![\\w-])`,
    `\\b(?:make|have|let|give)s?\\s+${pronoun}\\s+(?:${shape})`,
    `\\b(?:turn|convert|fold|merge|change)s?\\s+${pronoun}\\s+(?:in)?to\\s+(?:an?\\b|the\\b|one\\b|\`|[A-Z])`,
    `\\b(?:call|name|spell)s?\\s+${pronoun}\\s+\\S`,
    `\\b(?:it|they|both|${described})\\s+(?:now\\s+|then\\s+|both\\s+)?(?:becomes?|goes\\s+away|go\\s+away|moves?\\s+(?:in)?to|(?:is|are)\\s+(?:now\\s+|then\\s+|all\\s+|both\\s+)?(?:dropped|removed|deleted|gone|renamed|replaced|private|internal|retired|merged|split|called|no longer|not\\s+(?:kept|supported|exported|accepted)))\\b`,
    `\\b(?:it|they)\\s+(?:now\\s+(?:takes?|returns?|accepts?|throws?|raises?|requires?)|loses?)\\b`,
    `\\bin\\s+(?:its|their)\\s+(?:place|stead)\\b|\\b(?:in\\s+place|instead)\\s+of\\s+(?:it|them|both)\\b|\\b(?:no|without\\s+an?)\\s+alias(?:es)?\\b`,
  ].join("|"),
  "i",
);

const onlyOne = /\bthe (former|first|latter|second)\b/i;
/** What is written as code, and not the place where something is or what it is made of. */
const antecedent =
  /(?<!\b(?:in|into|to|from|via|through|with|on|under|at|by|inside|before|after)\s(?:the\s)?)(?:`[^`\n]{2,60}`(?:\(\))?|(?<![\w-])--\w[\w-]+|(?<![\w.])(?:[A-Za-z_]\w*[.:#]+)?(?:[A-Z][A-Z\d]*_[A-Z\d_]+|[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|[a-z]+_\w+)(?:\(\))?)/g;

/** What this sentence takes up from the one before it, or from its own beginning. */
export function takenUp(sentence: string, before: string): Saying[] {
  const at = takesUp.exec(sentence);
  if (at === null) return [];
  const own = namedIn(sentence.slice(0, at.index));
  const named = own.length > 0 ? own : namedIn(before);
  const which = onlyOne.exec(at[0])?.[1]?.toLowerCase();
  const meant = which === undefined ? named : named.slice(...(/former|first/.test(which) ? [0, 1] : [-1]));
  return meant.map((listed) => ({ listed, how: "changes" }));
}

function namedIn(text: string): string[] {
  return [...text.matchAll(antecedent)].map(([one]) => one);
}
