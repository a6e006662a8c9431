import { folderOf, nameOf } from "../core/path.ts";
import { type FileKind, fileKind } from "../ecosystems/file-kind.ts";
import { saysApart } from "./apart.ts";
import type { GoalText } from "./goal-text.ts";
import type { IntakeFacts, NamedSurface } from "./intake-facts.ts";
import { clausesIn, linesIn, listsIn, runsIn } from "./lists.ts";
import { numberedItems } from "./numbered.ts";
import { ofEach } from "./of-each.ts";
import { needsEarlier, refersBack } from "./steps.ts";
import { isAboutDocuments, isAboutTests, startsWith } from "./vocabulary.ts";

/**
 * The places that exist at the base and that the goal lists one by one. A scope or two make no list, nor do places that a
 * sentence speaks of here and there. A list of code, its test and its page is one change and not three units, unless it
 * is said of each.
 */
export function listedUnits(goal: Pick<GoalText, "scope">, facts: Pick<IntakeFacts, "surfaces">): NamedSurface[] {
  const named = facts.surfaces.filter(({ by }) => by !== "area");
  if (named.length < 2) return named;
  const said = goal.scope.replace(examples, "");
  const names = [...runsIn(said), ...clausesIn(said)].map((members) => {
    const listed = new Set(members.flatMap((one) => [bare(one), bare(one).replace(/\.\w+$/, "")]));
    return named.filter(({ mention }) => listed.has(bare(mention)));
  });
  const apart = tasksApart(goal, named);
  if (apart.length > 0) return apart;
  const matched = [...Map.groupBy(named, ({ mention }) => mention)].flatMap(([mention, units]) =>
    mention.includes("*") ? [units] : [],
  );
  const lists = [...names, ...matched, unitsOfLines(linesIn(goal.scope), named)];
  const alike = lists.map((units) => {
    if (areSiblings(units)) return units;
    const most = largest([...Map.groupBy(units, ({ path }) => kindOf(path)).values()]);
    return most.length >= 2 && (ofEach.test(goal.scope) || most.length > leastAlike * units.length) ? most : [];
  });
  return largest(alike);
}

/** What is given in brackets so that one sees what is meant, and goes on: "(cookies, stats…)". */
const examples = /\((?:[^()]*(?:\.{3}|…|,\s*etc\.?|and so on)|e\.g\.[^()]*|for example[^()]*)\)/gi;

/** So many lines that each begin with a place are tasks of their own. */
const leastTasks = 3;
/** A line that says what to do in its place, and not only where. */
const saysWhat = /\S+\s+\S+\s+\S+\s+\S/;

/**
 * The places of items that each say what to do in one of their own, and none of which needs to know of another. Where they
 * are said to have nothing to do with one another, two will do, and one whose place is not found.
 */
function tasksApart(goal: Pick<GoalText, "scope">, named: readonly NamedSurface[]): NamedSurface[] {
  const told = saysApart.test(goal.scope);
  const items = told ? itemsIn(goal.scope) : linesIn(goal.scope);
  if (items.length < (told ? 2 : leastTasks) || !items.every((item) => saysWhat.test(item))) return [];
  if (told ? needsEarlier(items) : refersBack(items)) return [];
  const units = unitsOfLines(items, named);
  return units.length >= (told ? Math.max(2, items.length - 1) : items.length) ? units : [];
}

/** How many things a goal says to have nothing to do with one another; 0: it says so of none. Their places may be unknown. */
export function toldApart({ scope }: Pick<GoalText, "scope">): number {
  const items = saysApart.test(scope) ? itemsIn(scope).filter((item) => saysWhat.test(item)) : [];
  return items.length < 2 || needsEarlier(items) ? 0 : items.length;
}

/** What a goal lists: line by line, numbered in a sentence, or behind a colon: between semicolons, or a file each. */
function itemsIn(text: string): string[] {
  const lines = linesIn(text);
  if (lines.length >= 2) return lines;
  return (
    numberedItems(text)?.items ??
    (/:\s+(.+)/s.exec(text)?.[1] ?? "").split(
      /;\s+(?:and\s+)?|,\s+(?:and\s+)?(?=[\w./-]+\.\w+\s|\S+\s(?:should|must|needs?|has|could|may|soll\w*|muss|doit|debe|deve)\s)/,
    )
  );
}

/** Whether what a goal lists line by line can be done in any order, each in its place. */
export function goesApart(goal: Pick<GoalText, "scope">, facts: Pick<IntakeFacts, "surfaces">): boolean {
  return tasksApart(goal, facts.surfaces).length > 0;
}

/** A place alone, with a remark of a word or two at most. */
const mostPlaceWords = 4;

/** Whether a list line by line is one of places side by side, and says nothing else: numbers before them are no order. */
export function listsPlacesAlone(goal: Pick<GoalText, "scope">, units: readonly NamedSurface[]): boolean {
  const lines = linesIn(goal.scope);
  const bareLines = lines.filter((line) => line.split(/\s+/).length <= mostPlaceWords);
  return bareLines.length === lines.length && lines.length === units.length && areSiblings(units);
}

/** The first place that each line of a list names, or that lies in what it begins with; none when they share one. */
function unitsOfLines(lines: readonly string[], named: readonly NamedSurface[]): NamedSurface[] {
  const units = lines.flatMap((line) => {
    const first = bare(line.split(/\s/)[0] ?? "");
    const inside = named.find(({ path }) => first !== "" && `/${path}`.includes(`/${first}/`));
    const at = ({ mention }: NamedSurface) => line.indexOf(mention);
    const said = named.filter((one) => at(one) >= 0).toSorted((a, b) => at(a) - at(b))[0];
    return said ?? inside ?? [];
  });
  return new Set(units).size === units.length ? units : [];
}

/** Whether places lie side by side in one folder, all files or all folders; or are called alike in folders side by side. */
export function areSiblings(units: readonly Pick<NamedSurface, "path">[]): boolean {
  if (units.length < leastTasks) return false;
  const paths = units.map(({ path }) => path.replace(/\/$/, ""));
  const isFolder = new Set(units.map(({ path }) => path.endsWith("/")));
  const folders = new Set(paths.map(folderOf));
  if (isFolder.size === 1 && folders.size === 1) return true;
  return new Set(paths.map(nameOf)).size === 1 && new Set([...folders].map(folderOf)).size === 1;
}

/** The share of a list that must be of one kind: one name of ten may well be found in the wrong place. */
const leastAlike = 0.75;

function largest(lists: readonly NamedSurface[][]): NamedSurface[] {
  return lists.reduce((most, units) => (units.length > most.length ? units : most), []);
}

function bare(mention: string): string {
  return mention.replace(/^[./@]+/, "").replace(/[:/()]+$/, "");
}

/** The kind of a place, a folder's by what a page in it would be. */
export function kindOf(path: string): FileKind {
  // What a page in it would be tells a folder of documents and one of tests from one of code.
  return fileKind(path.endsWith("/") ? `${path}index.html` : path);
}

const oneForEach =
  /\b(?:each|every|per|one\s+(?:[\w-]+\s+){1,4}(?:for|each))\b|<\w[\w-]*>|\btranslat(?:e|es|ing|ions?)\b|\b(?:new|missing)\s+(?:[\w-]+\s+){0,2}\w+s\s+for\b|s\s+(?:are|is)\s+(?:still\s+)?missing\s+(?:for|from|in)\b/i;
const leastToMake = 4;
const numerals = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");
const newOnes =
  /\b(?<count>three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3})\s+(?:new|more|further|additional)\s+\p{L}/iu;

/**
 * How many things a goal lists for each of which something of its own is to be made: a page, a translation. 0: it lists no
 * such things. They are no surfaces at the base, but one agent that does them all is not surely what is wanted.
 */
export function unitsToMake({ order }: Pick<GoalText, "order">): number {
  const [title = "", ...below] = order.split("\n");
  // The title speaks of what it lists, and of the lines below it; a sentence further down of what it lists itself.
  const items = below.filter((line) => linesIn(line).length > 0);
  const parts = [[title, ...items].join("\n"), ...below.join("\n").split(endOfSentence)];
  return Math.max(0, ...parts.filter((part) => oneForEach.test(part)).map(listedToMake));
}

const endOfSentence = /(?<=[.!?])\s+(?=\p{Lu})/u;

function listedToMake(order: string): number {
  const counted = newOnes.exec(order)?.groups?.["count"]?.toLowerCase() ?? "";
  const said = /^\d+$/.test(counted) ? Number(counted) : numerals.indexOf(counted);
  if (said >= 3) return said;
  const colon = order
    .split(/:\s/)
    .slice(1)
    .map((part) => part.split(/,|\s(?:and|&)\s/).length);
  const most = Math.max(0, ...colon, bySpaces(order), ...listsIn(order).map(({ length }) => length));
  return most >= leastToMake ? most : 0;
}

/** Names as code has them, one behind the other: "for move-window rename-session lock-server find-window". */
function bySpaces(order: string): number {
  const runs = order.match(/\b\w+(?:[-_]\w+)+(?:[ \t]+\w+(?:[-_]\w+)+){3,}/g) ?? [];
  return Math.max(0, ...runs.map((run) => run.split(/\s+/).length));
}

const everyOne =
  /\b(?:all|every|each|everywhere|throughout|across|remaining|various|several|multiple|many|a (?:bunch|number|lot) of)\b/i;
/** A kind of file in the plural: "the tests", "pages of the guide". One test is one place, whatever is done to it. */
const manyTexts =
  /\b(?:docs|documents|documentation|guides|pages|chapters|tutorials|examples|samples|snippets|readmes|tests|specs|suites|fixtures|translations|locales|coverage|links|docstrings|comments)\b/i;

/** What there is one of in each test: "test names", "spec files". */
const ofEachTest = /\b(?:tests?|specs?)\s+(?:files|names|titles|descriptions|modules)\b/i;

/**
 * How many separate places that exist at the base a goal names or leads to: those that it lists, or the files of its
 * kind that carry a name it says, those in the folder that it names, or everywhere when it says so. A kind of file alone
 * is not a list of units.
 */
export function parallelSurfaces(goal: GoalText, facts: Pick<IntakeFacts, "surfaces" | "units" | "namesakes">): number {
  if (facts.surfaces.length >= 2) return facts.surfaces.length;
  const ofTests = ofEachTest.test(goal.title) && !startsWith("adds", goal);
  const texts = ofTests || isAboutDocuments(goal) || isAboutTests(goal);
  const every = everyOne.test(goal.title) || goal.words.includes("all");
  const many = every || ofTests || (texts && manyTexts.test(goal.title));
  // A file of code that a goal about tests or pages speaks of is what they are about, and no place to write.
  const isTopic = texts && many && facts.surfaces.some(({ path }) => !path.endsWith("/") && kindOf(path) === "code");
  const named = isTopic ? 0 : facts.surfaces.length;
  if (texts && !every && named === 0 && facts.namesakes > 0) return many ? facts.namesakes : 1;
  const folder = named === 0 || facts.surfaces[0]?.path.endsWith("/") === true;
  return many && folder ? Math.max(named, facts.units) : named;
}
