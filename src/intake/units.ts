import { type FileKind, fileKind } from "../ecosystems/file-kind.ts";
import type { GoalText } from "./goal-text.ts";
import type { IntakeFacts, NamedSurface } from "./intake-facts.ts";
import { listsIn } from "./mentions.ts";
import { isAboutDocuments, isAboutTests } from "./vocabulary.ts";

/**
 * The places that exist at the base and that the goal lists one by one. A scope or two make no list, nor do places that a
 * sentence speaks of here and there. A list of code, its test and its page is one change and not three units, unless it
 * is said of each.
 */
export function listedUnits(goal: Pick<GoalText, "scope">, facts: Pick<IntakeFacts, "surfaces">): NamedSurface[] {
  const named = facts.surfaces.filter(({ by }) => by !== "area");
  if (named.length < 2) return named;
  const lists = listsIn(goal.scope).map((members) => {
    const listed = new Set(members.map(bare));
    return named.filter(({ mention }) => listed.has(bare(mention)));
  });
  const alike = lists.map((units) => {
    const most = largest([...Map.groupBy(units, ({ path }) => kindOf(path)).values()]);
    return most.length >= 2 && (ofEach.test(goal.scope) || most.length > leastAlike * units.length) ? most : [];
  });
  return largest(alike);
}

/** Whether a goal says something of each of what it lists. */
export const ofEach = /\b(?:each|every|all|both|per)\b/i;
/** The share of a list that must be of one kind: one name of ten may well be found in the wrong place. */
const leastAlike = 0.75;

function largest(lists: readonly NamedSurface[][]): NamedSurface[] {
  return lists.reduce((most, units) => (units.length > most.length ? units : most), []);
}

function bare(mention: string): string {
  return mention.replace(/^[./@]+/, "").replace(/[:/()]+$/, "");
}

function kindOf(path: string): FileKind {
  // What a page in it would be tells a folder of documents and one of tests from one of code.
  return fileKind(path.endsWith("/") ? `${path}index.html` : path);
}

const oneForEach =
  /\b(?:each|every|per|one\s+(?:[\w-]+\s+){1,4}(?:for|each))\b|<\w[\w-]*>|\btranslat(?:e|es|ing|ions?)\b|\b(?:new|missing)\s+(?:[\w-]+\s+){0,2}\w+s\s+for\b/i;
const leastToMake = 4;

/**
 * How many things a goal lists for each of which something of its own is to be made: a page, a translation. 0: it lists no
 * such things. They are no surfaces at the base, but one agent that does them all is not surely what is wanted.
 */
export function unitsToMake({ order }: Pick<GoalText, "order">): number {
  if (!oneForEach.test(order)) return 0;
  const colon = order
    .split(/:\s/)
    .slice(1)
    .map((part) => part.split(/,|\s(?:and|&)\s/).length);
  const most = Math.max(0, ...colon, ...listsIn(order).map(({ length }) => length));
  return most >= leastToMake ? most : 0;
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
