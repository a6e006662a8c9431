import type { GoalText } from "./goal-text.ts";
import { isAboutDocuments, isAboutTests } from "./vocabulary.ts";

/** What stands before a token of a goal about documents or tests: there, "add" and "move" tell something else. */
export const ofTexts = "texts~";

/**
 * What of a title the model and the comparison with past titles know: stems, pairs of neighbours, the first word, the
 * type; all of them once more where documents or tests are asked for. Scopes are no tokens: they are one repository's own.
 */
export function goalTokens(goal: Pick<GoalText, "title" | "words" | "type">): string[] {
  const stems = stemsOf(goal.words);
  const tokens = new Set<string>(stems);
  for (const [at, stem] of stems.entries()) if (at > 0) tokens.add(`${stems[at - 1]}_${stem}`);
  if (stems[0] !== undefined) tokens.add(`1:${stems[0]}`);
  tokens.add(`type:${goal.type ?? "none"}`);
  const texts = isAboutDocuments(goal) || isAboutTests(goal);
  return [...tokens, ...(texts ? [...tokens].map((token) => `${ofTexts}${token}`) : [])];
}

/** The stems of a title for the comparison with other titles of the same repository; type and areas count as words. */
export function titleStems(goal: Pick<GoalText, "words" | "type" | "areas">): string[] {
  const areas = goal.areas.map((area) => `(${area.toLowerCase()})`);
  return [...new Set([...(goal.type === null ? [] : [`${goal.type}:`]), ...areas, ...stemsOf(goal.words)])];
}

function stemsOf(words: readonly string[]): string[] {
  return words.filter((word) => /\p{L}/u.test(word)).map(stem);
}

/** The stem of an English word in lower case, good enough that "adds", "added" and "adding" meet. Others stay. */
export function stem(word: string): string {
  if (!/^[a-z'’-]+$/.test(word) || word.length < 4) return word;
  const plain = word
    .replace(/['’]s$/, "")
    .replace(/ies$/, "y")
    .replace(/(ss|x|ch|sh)es$/, "$1")
    .replace(/([^sui])s$/, "$1");
  const cut = plain.replace(/(?:ing|ed)$/, "");
  if (cut === plain || cut.length < 3 || !/[aeiouy]/.test(cut)) return plain.replace(/e$/, "");
  return cut.replace(/([bdgmnprt])\1$/, (double, letter) => (cut.length > 3 ? letter : double)).replace(/e$/, "");
}
