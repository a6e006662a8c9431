import type { GoalText } from "./goal-text.ts";
import { titleWords } from "./history.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import { type PastShape, readPast } from "./past.ts";
import { asksForMore, asksForRepair, isAboutDocuments, isAboutTests, startsWith, wordsIn } from "./vocabulary.ts";
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
  const past = readPast(titleWords(goal.title), facts.history);
  const texts = isAboutDocuments(goal) || isAboutTests(goal);
  return [
    ...kindFeatures(goal),
    ...wordFeatures(goal, texts, table),
    ...pastFeatures(goal, past, texts, facts.history.length),
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
    flag("has-body", goal.body !== "", "says more than its title"),
  ];
}

function wordFeatures(goal: GoalText, texts: boolean, table: WordTable | undefined): Feature[] {
  const wideVerbs = texts ? [] : wordsIn("wideVerb", goal);
  const wideNouns = texts ? [] : wordsIn("wideNoun", goal);
  const spots = wordsIn("spot", goal);
  const sweep = texts && spots.length > 0 ? [] : wordsIn("sweep", goal);
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

function pastFeatures(goal: GoalText, past: PastShape, texts: boolean, changes: number): Feature[] {
  const unseen = contentWords(goal).filter((word) => (past.frequency.get(word) ?? 0) === 0);
  const wide = "changes that reach wide";
  const many = "changes of many texts";
  return [
    {
      name: "new-words",
      value: Math.min(4, unseen.length),
      detail: `${unseen.length} words that the history never used`,
    },
    {
      name: "similar-wide",
      value: past.similarWide,
      detail: `${wide} are ${odds(past.similarWide)} under similar titles`,
    },
    { name: "type-wide", value: past.typeWide, detail: `${wide} are ${odds(past.typeWide)} in changes of this type` },
    { name: "wide-here", value: past.wide, detail: `${percent(past.wide)} of the last ${changes} changes reach wide` },
    {
      name: "similar-texts",
      value: past.similarText,
      detail: `${many} are ${odds(past.similarText)} under similar titles`,
    },
    {
      name: "texts-like-these",
      value: texts ? past.similarText : 0,
      detail: `${many} are ${odds(past.similarText)} where texts like these were changed`,
    },
    {
      name: "texts-here",
      value: past.text,
      detail: `${percent(past.text)} of the last ${changes} changes are ${many}`,
    },
  ];
}

function odds(logOdds: number): string {
  if (Math.abs(logOdds) < 0.05) return "as usual as ever";
  const times = Math.exp(Math.abs(logOdds)).toFixed(1);
  return logOdds > 0 ? `${times} times as usual` : `${times} times less usual`;
}

function percent(logOdds: number): string {
  return `${Math.round(100 / (1 + Math.exp(-logOdds)))} %`;
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

const stopWords = new Set(
  "a an the of for in to on with and or from by as is are be it its use add fix support when not into via at that this make new all more using instead should only if can up out does do no set".split(
    " ",
  ),
);

function contentWords(goal: GoalText): string[] {
  return goal.words.filter((word) => word.length > 2 && !stopWords.has(word));
}

function flag(name: string, holds: boolean, detail: string): Feature {
  return { name, value: holds ? 1 : 0, detail: holds ? detail : `not: ${name.replaceAll("-", " ")}` };
}

function counted(name: string, words: readonly string[], most: number, what: string): Feature {
  const quoted = words.slice(0, most).map((word) => `"${word}"`);
  return { name, value: quoted.length, detail: quoted.length === 0 ? `no ${what}` : `${what}: ${quoted.join(", ")}` };
}
