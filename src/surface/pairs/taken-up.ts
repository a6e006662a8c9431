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
    `(?<!\\b(?:which|that|who|it|they|not|never)\\s)\\b(?:renam(?:e|es|ing)|replac(?:e|es|ing)|remov(?:e|es|ing)|drops?|mov(?:e|es|ing)|puts?|chang(?:e|es|ing)(?=\\s+\\S+\\s+(?:in)?to\\s+(?:an?\\b|the\\b|one\\b|\`|[A-Z]))|delet(?:e|es|ing)|takes?|merg(?:e|es|ing)|folds?|splits?|inlin(?:e|es|ing)|retir(?:e|es|ing)|hides?|swaps?|joins?|seals?)\\s+${pronoun}(?![\\w-])`,
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
  /(?<!\b(?:in|into|to|from|via|through|with|on|under|at|by|inside|before|after)\s(?:the\s)?)(?:`[^`\n]{2,60}`(?:\(\))?|(?<![\w-])--\w[\w-]+|(?<![\w.`])(?:[A-Za-z_]\w*[.:#]+)?(?:[A-Z][A-Z\d]*_[A-Z\d_]+|[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|[a-z]+_\w+)(?:\(\))?)/g;

/** What this sentence takes up from those before it, the last one last, or from its own beginning. */
export function takenUp(sentence: string, before: readonly string[]): Saying[] {
  const at = takesUp.exec(sentence);
  if (at === null) return [];
  const own = namedIn(sentence.slice(0, at.index));
  const byWhatItIs = describedIn(at[0], [...before, sentence.slice(0, at.index)].join(" "));
  const named = byWhatItIs ?? (own.length > 0 ? own : namedIn(before.at(-1) ?? ""));
  const which = onlyOne.exec(at[0])?.[1]?.toLowerCase();
  const meant = which === undefined ? named : named.slice(...(/former|first/.test(which) ? [0, 1] : [-1]));
  return meant.map((listed) => ({ listed, how: "changes" }));
}

const byKind = new RegExp(`^${described}(?=\\s)`, "i");

/** "The id is dropped" speaks of what was called an id before, and "the class" of the last name that is a type's. */
function describedIn(taken: string, before: string): string[] | null {
  const kind = byKind
    .exec(taken)?.[0]
    .split(" ")
    .at(-1)
    ?.replace(/(?<=[^s]{3})s$/, "");
  if (kind === undefined) return null;
  const called = new RegExp(`\\b${kind}s?\\s+(\`[^\`]{2,60}\`)|(\`[^\`]{2,60}\`)\\s+${kind}s?\\b`, "i").exec(before);
  if (called !== null) return [called[1] ?? called[2] ?? ""];
  if (!/^(?:class|type|interface|struct|enum|trait|protocol)$/.test(kind)) return null;
  const types = namedIn(before).filter((one) => /^`?(?:\w+[.:])*[A-Z]\w*[a-z]/.test(one));
  return types.length === 0 ? null : types.slice(-1);
}

function namedIn(text: string): string[] {
  return [...text.matchAll(antecedent)].map(([one]) => one);
}
