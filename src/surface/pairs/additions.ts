/*
 * What comes beside what there is: who uses that sees nothing of it.
 */

/** "Give the logger a debug function"; what is given to each that implements something is asked of it. */
const givesNew = String.raw`\bgives?\s+(?!it\b|them\b|each\b|every\b|all\b)(?:(?!\b(?:traits?|interfaces?|protocols?|contracts?|base|abstract)\b)[^.;]){1,60}?\san?\s+(?:(?!required|mandatory|abstract)[\w-]+\s+){0,2}(?:functions?|methods?|getters?|helpers?|accessors?)\b`;

const unseen = new RegExp(
  [
    String.raw`\b(?:private(?=\s+(?!and\b|or\b)\w)|unused|dead|unexported|no visible|invisible)\b`,
    String.raw`\b(?:adds?|adding|introduces?|provides?|offers?|accepts?|allows?|supports?)\s+(?!it\b|them\b)(?:an?|another|one more|the|new)?\b`,
    givesNew,
  ].join("|"),
  "i",
);

/** Whether nobody else sees what a part of a sentence tells: it is private, or something new beside what is there. */
export function isUnseen(part: string): boolean {
  return unseen.test(part);
}

const addition = new RegExp(
  [
    String.raw`(?:^|\b(?:and|also|should|must|please)\s+)(?:add|offer|provide|introduce|accept|support|expose)\b(?!\s+(?:it|them)\b)`,
    String.raw`\bnext to\b`,
    givesNew,
  ].join("|"),
  "i",
);

/** Whether a sentence orders something new beside what is there. */
export function addsSomething(sentence: string): boolean {
  return addition.test(sentence);
}
