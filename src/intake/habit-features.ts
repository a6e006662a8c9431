import { percent, plural } from "../text/units.ts";
import { type Feature, logOdds } from "./feature.ts";
import type { GoalText } from "./goal-text.ts";
import type { IntakeFacts, PastChange, Reach } from "./intake-facts.ts";
import { countTitles } from "./likeness.ts";
import { titleStems } from "./tokens.ts";

/** How many past changes' worth of trust the repository's average has against the changes of one type. */
const trustAmongType = 10;

/** What the changes of this repository are like, whatever they are called. */
export function habitFeatures(goal: GoalText, facts: IntakeFacts): Feature[] {
  const reached = facts.history.filter((change): change is Reached => change.reach !== null);
  const told = (test: (reach: Reach) => boolean, what: string) => {
    const times = count(reached, test);
    const detail = `${times} of the last ${plural(reached.length, "change")} ${what}`;
    return times === 0 ? ({ detail, absent: true } as const) : { detail };
  };
  const wide = (count(reached, isWide) + 2) / (reached.length + 20);
  const texts = (count(reached, isOfTexts) + 1) / (reached.length + 20);
  const small = (count(reached, isSmall) + 12) / (reached.length + 20);
  const type = goal.type === null ? undefined : `${goal.type}:`;
  const alike = reached.filter(({ words }) => words.find((word) => word.endsWith(":")) === type);
  const among = (test: (reach: Reach) => boolean, rate: number) =>
    logOdds((count(alike, test) + trustAmongType * rate) / (alike.length + trustAmongType)) - logOdds(rate);
  return [
    { name: "wide-here", value: logOdds(wide), ...told(isWide, "reached wide") },
    { name: "texts-here", value: logOdds(texts), ...told(isOfTexts, "were of many texts") },
    { name: "small-here", value: logOdds(small), ...told(isSmall, "touched at most two code files") },
    { name: "type-wide", value: among(isWide, wide), detail: "how wide changes of this type reach here" },
    { name: "type-texts", value: among(isOfTexts, texts), detail: "how many texts changes of this type touch here" },
    { name: "type-small", value: among(isSmall, small), detail: "how small changes of this type are here" },
    ...titleHabits(goal, facts.history),
  ];
}

type Reached = PastChange & { reach: Reach };

const isWide = (reach: Reach) => reach.codeFiles >= 6 && reach.directories >= 2;
const isOfTexts = (reach: Reach) => reach.codeFiles <= 2 && reach.docFiles + reach.testFiles >= 4;
const isSmall = (reach: Reach) => reach.codeFiles <= 2 && reach.docFiles + reach.testFiles <= 3;

function count(changes: readonly Reached[], test: (reach: Reach) => boolean): number {
  return changes.reduce((total, { reach }) => total + (test(reach) ? 1 : 0), 0);
}

function titleHabits(goal: GoalText, history: readonly PastChange[]): Feature[] {
  const frequency = countTitles(history);
  const stems = titleStems(goal).filter((word) => /^\p{L}/u.test(word) && !word.endsWith(":"));
  const unseen = stems.filter((word) => !frequency.has(word));
  const rarity = (word: string) => Math.log((history.length + 1) / ((frequency.get(word) ?? 0) + 1));
  const mean = stems.reduce((sum, word) => sum + rarity(word), 0) / Math.max(1, stems.length);
  const typed = history.filter(({ words }) => words.some((word) => word.endsWith(":"))).length;
  const length = history.reduce((sum, { words }) => sum + words.length, 0) / Math.max(1, history.length);
  return [
    {
      name: "new-words",
      value: Math.min(4, unseen.length),
      detail: `${plural(unseen.length, "word")} that the history never used`,
      ...(unseen.length === 0 && { absent: true as const }),
    },
    { name: "rare-words", value: history.length === 0 ? 0 : mean - 3.5, detail: "how rare its words are here" },
    { name: "typed-here", value: typed / Math.max(1, history.length), detail: "how many titles here name a type" },
    {
      name: "titles-here",
      value: history.length === 0 ? 0 : Math.log(length) - 2,
      detail: `titles here have ${plural(Math.round(length), "word")}`,
    },
    {
      name: "history",
      value: Math.log(1 + history.length) - 6,
      detail: `${plural(history.length, "change")} ${history.length === 1 ? "is" : "are"} known`,
      ...(history.length === 0 && { absent: true as const }),
    },
  ];
}

/** What kind of repository it is. */
export function repositoryFeatures({ files, codeFiles, testFiles, docFiles }: IntakeFacts): Feature[] {
  const share = (part: number) => part / Math.max(1, files);
  const told = (part: number, what: string) => {
    const detail = `${percent(share(part))} of the files are ${what}`;
    return part === 0 ? ({ detail, absent: true } as const) : { detail };
  };
  return [
    { name: "files-here", value: Math.log(1 + files) - 6, detail: plural(files, "file") },
    { name: "code-here", value: share(codeFiles), ...told(codeFiles, "code") },
    { name: "tests-here", value: share(testFiles), ...told(testFiles, "tests") },
    { name: "docs-here", value: share(docFiles), ...told(docFiles, "documents") },
  ];
}
