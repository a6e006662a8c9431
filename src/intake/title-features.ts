import { listText, plural } from "../text/units.ts";
import { type Feature, flag } from "./feature.ts";
import type { GoalText } from "./goal-text.ts";
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

/** What kind of work a title asks for. */
export function kindFeatures(goal: GoalText): Feature[] {
  return [
    flag("asks-for-more", asksForMore(goal), "it asks for something new", "it asks for nothing new"),
    flag("single-failure", asksForRepair(goal), "it points at one failure", "it points at no single failure"),
    flag("untyped", goal.type === null, "it names no type of change", "it names a type of change"),
    flag("scoped", goal.areas.length > 0, `it is about ${goal.areas.join(", ")}`, "it names no area"),
    flag(
      "several-areas",
      goal.areas.length > 1,
      `it is about ${goal.areas.length} areas`,
      "it does not name several areas",
    ),
    flag("breaking", goal.breaking, "it says that it breaks something", "it does not say that it breaks anything"),
    flag("documents", isAboutDocuments(goal), "it is about documents", "it is not about documents"),
    flag("tests", isAboutTests(goal), "it is about tests", "it is not about tests"),
    flag(
      "substitution",
      isSubstitution(goal),
      "it replaces one thing with another",
      "it does not replace one thing with another",
    ),
    ...wordFeatures(goal),
  ];
}

function wordFeatures(goal: GoalText): Feature[] {
  const texts = isAboutDocuments(goal) || isAboutTests(goal);
  const sweep = sweepWords(goal);
  const clauses = wordsIn("clause", goal).length;
  const wideVerbs = texts ? [] : wordsIn("wideVerb", goal);
  const spot = [...wordsIn("spot", goal), ...wordsIn("spotVerb", goal)];
  return [
    flag(
      "wide-verb",
      wideVerbs.length > 0,
      `"${wideVerbs[0]}" usually goes through several modules`,
      "no verb that usually goes through several modules",
    ),
    flag(
      "wide-verb-first",
      !texts && startsWith("wideVerb", goal),
      `it begins with "${goal.words[0]}"`,
      "it does not begin with such a verb",
    ),
    counted("wide-nouns", texts ? [] : wordsIn("wideNoun", goal), 2, reachFurther),
    counted("narrow-words", wordsIn("narrow", goal), 3, meanLittle),
    {
      name: "clause-words",
      value: Math.min(2, clauses),
      // "is" or "when" would tell a person nothing.
      ...(clauses === 0
        ? { detail: "no word about how something behaves", absent: true as const }
        : { detail: "it says how something behaves" }),
    },
    flag(
      "texts-in-many-places",
      texts && sweep.length > 0,
      `"${sweep[0]}" asks for the same edit in many texts`,
      "it does not ask for the same edit in many texts",
    ),
    flag(
      "text-in-one-place",
      texts && spot.length > 0 && sweep.length === 0,
      `"${spot[0]}" is one spot in a text`,
      "it names no one spot in a text",
    ),
    flag(
      "code-in-many-places",
      !texts && sweep.length > 0,
      `"${sweep[0]}" may mean the same edit in many places`,
      "it does not ask for the same edit in many places",
    ),
  ];
}

/** How a title is written. */
export function formFeatures({ title, words }: GoalText): Feature[] {
  const count = (pattern: RegExp) => title.match(pattern)?.length ?? 0;
  const parts = count(/,| and | & | \+ | — |;/gi);
  const names = count(/\b(?:[a-z]+[A-Z]\w*|[A-Z][a-z0-9]+[A-Z]\w*|[a-z0-9]+_\w+)\b/g);
  return [
    { name: "parts", value: Math.min(3, parts), detail: `${plural(parts + 1, "part")} in the title` },
    { name: "length", value: Math.log(1 + words.length) - 2, detail: `${plural(words.length, "word")} in the title` },
    {
      name: "long-title",
      value: Math.max(0, words.length - 9) / 4,
      detail: `${plural(words.length, "word")} in the title`,
    },
    flag("capital", /^\p{Lu}/u.test(title), "begins with a capital", "begins with a small letter"),
    flag("code-in-title", title.includes("`"), "quotes code in the title", "quotes no code in the title"),
    flag("option", /(^|\s|`)--?\w/.test(title), "names an option of a command", "names no option of a command"),
    flag("call", /\w\(\)/.test(title), "names a function", "names no function"),
    flag("joined", / [+&] /.test(title), "joins two things", "joins nothing with a sign"),
    flag("quoted", /["'“]\w/.test(title), "quotes something", "quotes nothing"),
    flag(
      "bracketed",
      /\([^)]+\)\s*$/.test(title),
      "ends with a remark in brackets",
      "ends without a remark in brackets",
    ),
    flag("number", /(^|\s)v?\d+(\.\d+)*\b/.test(title), "names a number or a version", "names no number"),
    flag("refers", /#\d|\b[A-Z]{2,}-\d/.test(title), "refers to an issue", "refers to no issue"),
    flag("punctuated", /[.!]$/.test(title), "is a whole sentence", "ends without a full stop"),
    {
      name: "identifiers",
      value: Math.min(3, names),
      detail: `${plural(names, "identifier")} in the title`,
      ...(names === 0 && { absent: true as const }),
    },
  ];
}

/** What such words usually do: of one word, and of several. */
interface Does {
  one: string;
  several: string;
}

const reachFurther: Does = { one: "usually reaches further", several: "usually reach further" };
const meanLittle: Does = { one: "usually means a small change", several: "usually mean a small change" };

function counted(name: string, words: readonly string[], most: number, { one, several }: Does): Feature {
  const quoted = words.slice(0, most).map((word) => `"${word}"`);
  const told = `${listText(quoted)} ${quoted.length === 1 ? one : several}`;
  if (quoted.length === 0) return { name, value: 0, detail: `no word that ${one}`, absent: true };
  return { name, value: quoted.length, detail: told };
}
