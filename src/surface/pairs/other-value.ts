import { isCodeLike, lead, name, type Saying } from "./written-name.ts";

/*
 * A setting that gets another value: nobody who reads it is hurt, but whoever tells of it, or tests it, says something else
 * from then on.
 */

const values = new RegExp(
  [
    `\\b(?:rais|lower|increas|decreas|reduc|doubl|halv|bump|cut|shorten|lengthen|set|limit)\\w*\\s+(?:the\\s+)?(?:default\\s+)?(?:value\\s+)?(?:of\\s+|for\\s+)?${lead}(${name})\\s+(?:[\\w-]+\\s+){0,3}?(?:to|from|by|at)\\b`,
    `(${name})\\s+(?:should\\s+|must\\s+|to\\s+|then\\s+|now\\s+)?(?:starts?|begins?|defaults?)\\s+(?:at|with|from|to)\\b`,
    `(${name})\\s+(?:\\w+\\s+){0,2}goes\\s+(?:up |down )?(?:from|to)\\b`,
    `\\b(?:change|raise|lower|flip|turn|make)\\w*\\s+the\\s+defaults?\\s+(?:value\\s+)?(?:of|for)\\s+${lead}(${name})`,
  ].join("|"),
  "gi",
);

/** Names that a sentence gives another value. */
export function revaluedIn(sentence: string): Saying[] {
  return [...sentence.matchAll(values)].flatMap(([, ...groups]) =>
    groups
      .filter((one) => one !== undefined && isCodeLike(one))
      .map((listed) => ({ listed: listed ?? "", how: "gives another value to" as const })),
  );
}
