import { percent } from "../text/units.ts";
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
  const changes = `of the last ${reached.length} changes`;
  const wide = (count(reached, isWide) + 2) / (reached.length + 20);
  const texts = (count(reached, isOfTexts) + 1) / (reached.length + 20);
  const small = (count(reached, isSmall) + 12) / (reached.length + 20);
  const type = goal.type === null ? undefined : `${goal.type}:`;
  const alike = reached.filter(({ words }) => words.find((word) => word.endsWith(":")) === type);
  const among = (test: (reach: Reach) => boolean, rate: number) =>
    logOdds((count(alike, test) + trustAmongType * rate) / (alike.length + trustAmongType)) - logOdds(rate);
  return [
    { name: "wide-here", value: logOdds(wide), detail: `${percent(wide)} ${changes} reach wide` },
    { name: "texts-here", value: logOdds(texts), detail: `${percent(texts)} ${changes} are of many texts` },
    { name: "small-here", value: logOdds(small), detail: `${percent(small)} ${changes} touch two code files at most` },
    { name: "type-wide", value: among(isWide, wide), detail: `changes of this type that reach wide, here` },
    { name: "type-texts", value: among(isOfTexts, texts), detail: `changes of this type that are of many texts, here` },
    { name: "type-small", value: among(isSmall, small), detail: `changes of this type that are small, here` },
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
      detail: `${unseen.length} words that the history never used`,
    },
    { name: "rare-words", value: history.length === 0 ? 0 : mean - 3.5, detail: "how rare its words are here" },
    { name: "typed-here", value: typed / Math.max(1, history.length), detail: "how many titles here name a type" },
    {
      name: "titles-here",
      value: history.length === 0 ? 0 : Math.log(length) - 2,
      detail: `${length.toFixed(0)} words in a title here`,
    },
    { name: "history", value: Math.log(1 + history.length) - 6, detail: `${history.length} changes are known` },
  ];
}

/** What kind of repository it is. */
export function repositoryFeatures({ files, codeFiles, testFiles, docFiles }: IntakeFacts): Feature[] {
  const share = (part: number) => part / Math.max(1, files);
  return [
    { name: "files-here", value: Math.log(1 + files) - 6, detail: `${files} files` },
    { name: "code-here", value: share(codeFiles), detail: `${percent(share(codeFiles))} of the files are code` },
    { name: "tests-here", value: share(testFiles), detail: `${percent(share(testFiles))} of the files are tests` },
    { name: "docs-here", value: share(docFiles), detail: `${percent(share(docFiles))} of the files are documents` },
  ];
}
