/*
 * How people say that something is meant for each of what they list, in the languages that goals are written in. The words
 * have one home: who reads a headline and who reads a list must not disagree about them.
 */

const eachInWords =
  "respectively|respectivement|respectivamente|rispettivamente|jeweils|each|every|cada|chaque|jede[rsnm]?|je ein(?:e[rsnm]?|s)?|chacune?s?|uno por|ogni|ciascun\\w*|każd\\w+";
const eachInSigns = "соответственно|кажд|分别|分別|每|各|それぞれ|各々|각각|각\\s";

/** A word for each one: what follows is a list, and what is said of it belongs together. */
export const saysEach = new RegExp(`\\b(?:${eachInWords})\\b|${eachInSigns}`, "iu");

/** Whether a goal says something of each of what it lists: "all" and "both" of a list are each of it. */
export const ofEach = new RegExp(
  `\\b(?:${eachInWords}|all|both|per|pro (?:Komponente|Datei|Paket|Modul|Seite|Sprache|Ordner|Klasse|Adapter|Anbieter|Plugin))\\b|${eachInSigns}`,
  "iu",
);

const sameIn = /\b(?:it|this|that|the same(?:\s+[\w-]+)?)\s+(?:in|for)\s+[`"']?[\w@./-]+[`"']?,\s/i;

/** "for these monitor types: a, b and c", "for further providers, as d has it: e and f": the list is of what gets the same. */
const sameForList =
  /\b(?:for|in|to|by|across|on)\s+(?:(?:the|all)\s+)?(?:further|more|other|others|remaining|following|rest of the|these|those|same)\s+(?:[\w-]+\s+){0,3}[\w-]+s\b[^:.;\n]{0,60}:\s/i;

/** As `ofEach`, where a list of places may say so by itself: "implement it in a.c, b.c and c.c". */
export function saysOfEach(text: string): boolean {
  return ofEach.test(text) || sameIn.test(text) || sameForList.test(text);
}
