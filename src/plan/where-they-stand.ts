import { isAtBase, type PlannedPlace } from "./path-at-base.ts";

/** Where a path stands in a plan: what is said of the story, and what else it names. */
export interface AroundPath {
  /** The entry as the planner wrote it, the story's title and its brief. */
  words: readonly string[];
  beside: readonly string[];
}

/**
 * A file that is not there, written as the person would write it where they stand, and there it is: that one was meant, and
 * a story that held the other would end with nothing. One that is to be made is meant as it is written, from the root.
 */
export function fromWhereTheyStand(
  path: string,
  { folder, files, goal = "" }: PlannedPlace,
  around: AroundPath,
): string {
  if (folder === "" || isAtBase(path, files)) return path;
  const there = `${folder}/${path}`;
  if (!files.includes(there) || around.beside.includes(there)) return path;
  // A goal may be about much else.
  const asked = goal.split(/(?<=[.!?;])\s+|\n/).filter((sentence) => sentence.includes(path));
  return [...around.words, ...asked].some((words) => speaksOfNew(words, path)) ? path : there;
}

/** A place at the root, or what puts a file where none was. */
const elsewhere =
  /\b(?:root|top[- ]level|mov(?:e[sd]?|ing)|cop(?:y|ies|ied|ying)|renam(?:e[sd]?|ing)|hoist(?:s|ed|ing)?)\b/i;

function speaksOfNew(words: string, path: string): boolean {
  const name = RegExp.escape(path);
  // Between the word and the name stands nothing but what goes with a name: "Create a new file called `c.txt`".
  const between = "(?:\\s+(?:a|an|the|new|file|empty|called|named|small|short|simple))*[\\s`'\"*(]+";
  const verb =
    "creat(?:e[sd]?|ing)|add(?:s|ed|ing)?|writ(?:es?|ing)|mak(?:es?|ing)|generat(?:e[sd]?|ing)|introduc(?:e[sd]?|ing)|new";
  const isMade = `\\b(?:${verb})${between}${name}(?![\\w/]|['’]s)`;
  const isNew = `(?<![\\w/])${name}[\`'"*]*(?:\\s*[([]|\\s+(?:is|as)\\s+(?:a\\s+)?)\\s*(?:new|created?)\\b`;
  return elsewhere.test(words) || new RegExp(`${isMade}|${isNew}`, "i").test(words);
}
