import { nameOf } from "../../core/path.ts";
import { topicsOf, wordsIn } from "../../core/words.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { onceEach } from "./once-each.ts";
import { sharedFolders } from "./shared-folders.ts";
import { common, commonNames, linesOf, usedNames } from "./shared-names.ts";
import { createdCode, type StorySurface } from "./story-surface.ts";
import { testsLookAt } from "./test-link.ts";
import { areTwins } from "./title-twins.ts";
import { topicRarity } from "./topic-rarity.ts";
import { kindOfUnits } from "./units-of-kind.ts";

/**
 * What weak evidence there is that one of two stories needs something that the other makes. Every figure is the same
 * whichever story is asked first.
 */
export const featureNames = [
  "titleLikeness",
  "rareTopics",
  "titleInPaths",
  "titleInNames",
  "sameLanguage",
  "sameFolder",
  "testLink",
  "created",
  "createdSameLanguage",
  "makes",
  "makesUsedNames",
  "sharedNames",
  "usedNames",
  "smallerLines",
  "testsOnly",
  "sharedTopics",
  "sameSubject",
] as const;
export type FeatureName = (typeof featureNames)[number];
export type PairFeatures = Readonly<Record<FeatureName, number>>;

/** Measures two surfaces that have no path in common. */
export function pairFeatures(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): PairFeatures {
  const bothCode = truth(a.code.paths.length > 0 && b.code.paths.length > 0);
  const sameLanguage = truth(!a.code.extensions.isDisjointFrom(b.code.extensions));
  const created = Math.log1p(createdCode(a).length + createdCode(b).length);
  const makes = makeSomething(a, b);
  const used = Math.log1p(usedNames(a, b, evidence).length + usedNames(b, a, evidence).length);
  return {
    ...titleFeatures(a, b, evidence, bothCode),
    sameLanguage,
    sameFolder: truth(sharedFolders(a, b).length > 0),
    testLink: truth(testsLookAt(a, b, evidence) || testsLookAt(b, a, evidence)),
    created,
    createdSameLanguage: created * sameLanguage,
    makes,
    // Something new, in code that already uses what the other one defines.
    makesUsedNames: makes * used,
    sharedNames: Math.log1p(commonNames(a, b, evidence)),
    usedNames: used,
    smallerLines: Math.log1p(Math.min(linesOf(a, evidence), linesOf(b, evidence))) / 5,
    testsOnly: truth([a, b].some(({ sources, tests }) => tests.length > 0 && sources.length === 0)),
    sharedTopics: Math.log1p(common(a.nameTopics, b.nameTopics).length),
    sameSubject: truth(!a.code.subjects.isDisjointFrom(b.code.subjects)),
  };
}

type TitleFeature = "titleLikeness" | "rareTopics" | "titleInPaths" | "titleInNames";

/** What the titles say; two equal titles are parts of one change and say nothing about each other. */
function titleFeatures(
  a: StorySurface,
  b: StorySurface,
  { files }: SurfaceEvidence,
  bothCode: number,
): Record<TitleFeature, number> {
  const rarity = topicRarity(files);
  const rarities = (topics: readonly string[]) => topics.map(rarity);
  const twins = areTwins(a, b) || kindOfUnits(a, b) !== null;
  const shared = twins ? [] : common(a.titleTopics, b.titleTopics);
  // What twins share is the sentence: only what tells them apart can point at the other one's files.
  const [mine, theirs] = twins
    ? [a.titleTopics.difference(b.titleTopics), b.titleTopics.difference(a.titleTopics)]
    : [a.titleTopics, b.titleTopics];
  const either = new Set([...a.titleTopics, ...b.titleTopics]).size;
  // Where briefs tell, a title needs no folder to say where: one that both lie in is the name of the area.
  const area = [a, b].every(({ tells }) => tells)
    ? a.pathTopics.intersection(b.pathTopics).difference(a.nameTopics.union(b.nameTopics)).union(kindOfFolders(a, b))
    : new Set<string>();
  const inPaths = [...common(mine.difference(area), b.pathTopics), ...common(theirs.difference(area), a.pathTopics)];
  const inNames = [...common(mine, b.nameTopics), ...common(theirs, a.nameTopics)];
  return {
    titleLikeness: shared.length / Math.max(1, either),
    rareTopics: bothCode * Math.log1p(sum(rarities(shared))),
    titleInPaths: Math.log1p(sum(rarities(inPaths))),
    titleInNames: Math.max(0, ...rarities(inNames)),
  };
}

/** What the folders are called that both write code in: in `links/` each file is some link. */
function kindOfFolders(a: StorySurface, b: StorySurface): Set<string> {
  const both = a.code.folders.intersection(b.code.folders);
  return new Set([...both].flatMap((folder) => [...topicsOf(nameOf(folder))]));
}

const making = new Set(
  (
    "add adds added adding feat feature support supports introduce introduces implement implements new allow extract " +
    "expose create plugin option api enable provide"
  ).split(" "),
);
const sweeping = new Set(
  (
    "remove removes removed replace rename renames bump bumps update upgrade cleanup clean typo typos format lint " +
    "chore docs doc convert move moves moved migrate revert deprecate simplify drop use using"
  ).split(" "),
);

const titleWork = onceEach(({ story }: StorySurface) => {
  const words = wordsIn(story.title);
  return { makes: words.some((word) => making.has(word)), sweeps: words.some((word) => sweeping.has(word)) };
});

/** Titles that announce something new, and nothing that is done all over the place. */
function makeSomething(a: StorySurface, b: StorySurface): number {
  const works = [titleWork(a), titleWork(b)];
  return truth(works.some(({ makes }) => makes) && !works.some(({ sweeps }) => sweeps));
}

function truth(value: boolean): number {
  return value ? 1 : 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
