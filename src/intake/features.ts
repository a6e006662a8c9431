import type { GoalText } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import { readPastFeatures } from "./past-features.ts";
import {
  asksForMore,
  asksForRepair,
  isAboutDocuments,
  isAboutTests,
  isSubstitution,
  startsWith,
  sweepWords,
  wordsIn,
} from "./vocabulary.ts";
import { scoreWords, type WordTable } from "./word-score.ts";

/** One measured property of a goal; the fitted table says what it weighs. */
export interface Feature {
  name: string;
  value: number;
  /** What was seen, for people. */
  detail: string;
}

/** Every feature of a goal, in a fixed order. Pure: the same goal and facts give the same numbers. */
export function readFeatures(goal: GoalText, facts: IntakeFacts, table?: WordTable): Feature[] {
  const texts = isAboutDocuments(goal) || isAboutTests(goal);
  return [
    ...kindFeatures(goal),
    ...wordFeatures(goal, texts, table),
    ...readPastFeatures(goal, facts, texts),
    ...placeFeatures(goal, facts, texts),
  ];
}

function kindFeatures(goal: GoalText): Feature[] {
  return [
    flag("asks-for-more", asksForMore(goal), "asks for something new"),
    flag("single-failure", asksForRepair(goal), "points at one failure"),
    flag("refactoring", goal.type === "refactor", "is called a refactoring"),
    flag("untyped", goal.type === null, "names no type of change"),
    flag("documents", isAboutDocuments(goal), "is about documents"),
    flag("tests", isAboutTests(goal), "is about tests"),
    flag("substitution", isSubstitution(goal), "puts one thing in the place of another"),
    flag("has-body", goal.body !== "", "says more than its title"),
  ];
}

function wordFeatures(goal: GoalText, texts: boolean, table: WordTable | undefined): Feature[] {
  const wideVerbs = texts ? [] : wordsIn("wideVerb", goal);
  const wideNouns = texts ? [] : wordsIn("wideNoun", goal);
  const spots = wordsIn("spot", goal);
  const sweep = sweepWords(goal);
  const spot = [...spots, ...wordsIn("spotVerb", goal)];
  const parts = goal.title.match(/,| and | & | \+ | — |;/gi) ?? [];
  const words = scoreWords(goal, table);
  return [
    flag("wide-verb", wideVerbs.length > 0, `"${wideVerbs[0]}" usually goes through several modules`),
    flag("wide-verb-first", !texts && startsWith("wideVerb", goal), `begins with "${goal.words[0]}"`),
    counted("wide-nouns", wideNouns, 2, "things with several sides"),
    flag("support", !texts && goal.words.includes("support"), 'wants "support" for something'),
    counted("narrow-words", wordsIn("narrow", goal), 3, "small things"),
    counted("clause-words", wordsIn("clause", goal), 2, "words of one behaviour"),
    flag("texts-in-many-places", texts && sweep.length > 0, `the same edit in many texts ("${sweep[0]}")`),
    flag("text-in-one-place", texts && spot.length > 0 && sweep.length === 0, `one spot of a text ("${spot[0]}")`),
    flag("code-in-many-places", !texts && sweep.length > 0, `"${sweep[0]}" may be the same edit in many places`),
    { name: "parts", value: Math.min(3, parts.length), detail: `${parts.length + 1} parts in the title` },
    { name: "length", value: Math.log(1 + goal.words.length) - 2, detail: `${goal.words.length} words in the title` },
    {
      name: "words-sequential",
      value: words.sequential,
      detail: `words of wide changes elsewhere: ${words.topSequential}`,
    },
    {
      name: "words-parallel",
      value: words.parallel,
      detail: `words of many separate texts elsewhere: ${words.topParallel}`,
    },
  ];
}

function placeFeatures(goal: GoalText, facts: IntakeFacts, texts: boolean): Feature[] {
  const folders = facts.surfaces.filter(({ path }) => path.endsWith("/"));
  const files = facts.surfaces.length - folders.length;
  const units = Math.log(1 + facts.units) - 5;
  const first = facts.surfaces[0]?.path ?? "";
  return [
    flag("texts-of-a-place", texts && facts.surfaces.length > 0, `texts of ${first}`),
    flag("several-areas", goal.areas.length > 1, `is about ${goal.areas.length} areas`),
    flag("several-places", !texts && facts.surfaces.length > 2, `names ${facts.surfaces.length} places`),
    {
      name: "named-folders",
      value: Math.min(2, folders.length),
      detail: folders.length === 1 ? "one folder is named" : `${folders.length} folders are named`,
    },
    {
      name: "named-files",
      value: Math.min(2, files),
      detail: files === 1 ? "one file is named" : `${files} files are named`,
    },
    { name: "units", value: units, detail: `${facts.units} files of that kind in what is named` },
    { name: "text-units", value: texts ? units : 0, detail: `${facts.units} texts could be changed apart` },
  ];
}

function flag(name: string, holds: boolean, detail: string): Feature {
  return { name, value: holds ? 1 : 0, detail: holds ? detail : `not: ${name.replaceAll("-", " ")}` };
}

function counted(name: string, words: readonly string[], most: number, what: string): Feature {
  const quoted = words.slice(0, most).map((word) => `"${word}"`);
  return { name, value: quoted.length, detail: quoted.length === 0 ? `no ${what}` : `${what}: ${quoted.join(", ")}` };
}
