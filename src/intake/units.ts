import type { GoalText } from "./goal-text.ts";
import type { IntakeFacts, NamedSurface } from "./intake-facts.ts";
import { isAboutDocuments, isAboutTests } from "./vocabulary.ts";

/** The places that exist at the base and that the goal lists one by one: a scope or two make no list. */
export function listedUnits(facts: Pick<IntakeFacts, "surfaces">): NamedSurface[] {
  return facts.surfaces.filter(({ by }) => by === "list" || by === "path" || by === "code");
}

const everyOne = /\b(?:all|every|each|everywhere|throughout|across|remaining|various|several|multiple|many)\b/i;
/** A kind of file in the plural: "the tests", "pages of the guide". One test is one place, whatever is done to it. */
const manyTexts =
  /\b(?:docs|documents|documentation|guides|pages|chapters|tutorials|examples|samples|snippets|readmes|tests|specs|suites|fixtures|translations|locales|coverage|links|docstrings|comments)\b/i;

/**
 * How many separate places that exist at the base a goal names or leads to: those that it lists, or the files of its
 * kind that carry a name it says, those in the folder that it names, or everywhere when it says so. A kind of file alone
 * is not a list of units.
 */
export function parallelSurfaces(goal: GoalText, facts: Pick<IntakeFacts, "surfaces" | "units" | "namesakes">): number {
  const named = facts.surfaces.length;
  if (named >= 2) return named;
  const texts = isAboutDocuments(goal) || isAboutTests(goal);
  const every = everyOne.test(goal.title) || goal.words.includes("all");
  const many = every || (texts && manyTexts.test(goal.title));
  if (texts && !every && named === 0 && facts.namesakes > 0) return many ? facts.namesakes : 1;
  const folder = facts.surfaces[0]?.path.endsWith("/") ?? true;
  return many && folder ? Math.max(named, facts.units) : named;
}
