import type { Feature } from "./features.ts";
import type { GoalText } from "./goal-text.ts";
import { titleWords } from "./history.ts";
import type { IntakeFacts, PastChange, Precedent } from "./intake-facts.ts";
import { readPast } from "./past.ts";
import { precedentShape } from "./precedent-shape.ts";

/** What the base's own history says about a goal; `texts`: whether it is about documents or tests. */
export function readPastFeatures(goal: GoalText, facts: IntakeFacts, texts: boolean): Feature[] {
  return [...historyFeatures(goal, facts.history, texts), ...precedentFeatures(facts.precedents)];
}

function historyFeatures(goal: GoalText, history: readonly PastChange[], texts: boolean): Feature[] {
  const past = readPast(titleWords(goal.title), history);
  const changes = history.length;
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

function precedentFeatures(precedents: readonly Precedent[]): Feature[] {
  const shape = precedentShape(precedents);
  const lines = precedents.map((precedent) => precedent.lines).toSorted((a, b) => a - b);
  const middle = lines[Math.floor(lines.length / 2)] ?? 0;
  const what = `the ${precedents.length} changes called most like it`;
  return [
    {
      name: "precedents-wide",
      value: shape.wide,
      detail: `large changes through modules are ${odds(shape.wide)} among ${what}`,
    },
    {
      name: "precedents-texts",
      value: shape.texts,
      detail: `large changes of several texts are ${odds(shape.texts)} among ${what}`,
    },
    { name: "precedents-size", value: shape.size, detail: `${middle} lines in the middle one of ${what}` },
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

const stopWords = new Set(
  "a an the of for in to on with and or from by as is are be it its use add fix support when not into via at that this make new all more using instead should only if can up out does do no set".split(
    " ",
  ),
);

function contentWords(goal: GoalText): string[] {
  return goal.words.filter((word) => word.length > 2 && !stopWords.has(word));
}
