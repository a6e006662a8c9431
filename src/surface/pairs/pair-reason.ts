import { nameOf } from "../../core/path.ts";
import { topicsOf, wordOf } from "../../core/words.ts";
import { isCode, isTest } from "../../ecosystems/file-kind.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { importReason, type Reason, usedNameReason } from "./link-reason.ts";
import type { FeatureName } from "./pair-features.ts";
import type { Weighing } from "./pair-model.ts";
import { sharedFolders } from "./shared-folders.ts";
import { common } from "./shared-names.ts";
import { type StorySurface, subjectOf } from "./story-surface.ts";
import { testedPath } from "./test-link.ts";
import { topicRarity } from "./topic-rarity.ts";

type Describe = (a: StorySurface, b: StorySurface, evidence: SurfaceEvidence) => Reason | null;

/** The two heaviest pieces of evidence that can be shown, as one line. */
export function reasonFor(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence, { parts }: Weighing): Reason {
  const reasons: Reason[] = [];
  const told = new Set<Describe>();
  for (const { feature, part } of parts) {
    const describe = descriptions[feature];
    if (part <= 0 || describe === undefined || told.has(describe)) continue;
    told.add(describe);
    const reason = describe(a, b, evidence);
    if (reason !== null) reasons.push(reason);
  }
  const imported = importReason(a, b, evidence);
  const shown = [...reasons, ...(imported === null ? [] : [imported])].slice(0, 2);
  if (shown.length === 0) {
    return { why: `${a.story.id} and ${b.story.id} both change code, and nothing shows them apart`, first: null };
  }
  return {
    why: shown.map(({ why }) => why).join("; "),
    first: [imported, ...shown].find((reason) => reason !== null && reason.first !== null)?.first ?? null,
  };
}

const titles: Describe = (a, b, evidence) => {
  const [topic] = byRarity(common(a.titleTopics, b.titleTopics), evidence);
  return topic === undefined
    ? null
    : { why: `The titles of ${a.story.id} and ${b.story.id} both say "${wordOf(topic, a.story.title)}"`, first: null };
};

const titleAndPath: Describe = (a, b, evidence) => namedPath(a, b, evidence) ?? namedPath(b, a, evidence);

function namedPath(speaker: StorySurface, writer: StorySurface, evidence: SurfaceEvidence): Reason | null {
  for (const topic of byRarity(common(speaker.titleTopics, writer.pathTopics), evidence)) {
    const path =
      writer.paths.find((candidate) => topicsOf(nameOf(candidate)).has(topic)) ??
      writer.paths.find((candidate) => topicsOf(candidate).has(topic));
    if (path === undefined) continue;
    return {
      why: `${speaker.story.id}'s title says "${wordOf(topic, speaker.story.title)}", and so does the path of ${writer.story.id}'s \`${path}\``,
      first: null,
    };
  }
  return null;
}

const tests: Describe = (a, b, evidence) => {
  const forward = testedPath(b, a, evidence);
  const found = forward ?? testedPath(a, b, evidence);
  if (found === null) return null;
  const [maker, tester] = forward === null ? [b, a] : [a, b];
  const why = `${tester.story.id}'s test \`${found.test}\` ${found.how} \`${found.source}\`, which ${maker.story.id} writes`;
  return { why, first: forward === null ? "b" : "a" };
};

const folder: Describe = (a, b) => {
  const [one] = sharedFolders(a, b);
  if (one === undefined) return null;
  return { why: `${a.story.id} and ${b.story.id} both write code in \`${one === "" ? "." : `${one}/`}\``, first: null };
};

const created: Describe = (a, b) => {
  const isNew = (path: string) => isCode(path) && !isTest(path);
  const [one, other] = [a.created.find(isNew), b.created.find(isNew)];
  // Both create something: either could need the other.
  const first = one !== undefined && other !== undefined ? null : one === undefined ? "b" : "a";
  const path = one ?? other;
  if (path === undefined) return null;
  const maker = one === undefined ? b : a;
  const user = one === undefined ? a : b;
  return { why: `${maker.story.id} creates \`${path}\`, which ${user.story.id} may need`, first };
};

const subject: Describe = (a, b) => {
  const others = new Map(b.code.paths.map((path) => [subjectOf(path), path] as const));
  const one = a.code.paths.find((path) => others.has(subjectOf(path)));
  if (one === undefined) return null;
  const other = others.get(subjectOf(one)) ?? "";
  return { why: `${a.story.id}'s \`${one}\` and ${b.story.id}'s \`${other}\` have one name`, first: null };
};

const descriptions: Partial<Record<FeatureName, Describe>> = {
  titleLikeness: titles,
  rareTopics: titles,
  titleInPaths: titleAndPath,
  titleInNames: titleAndPath,
  testLink: tests,
  testsOnly: tests,
  sameFolder: folder,
  sameLanguage: folder,
  created,
  createdSameLanguage: created,
  makes: created,
  makesUsedNames: usedNameReason,
  sharedNames: usedNameReason,
  usedNames: usedNameReason,
  sharedTopics: subject,
  sameSubject: subject,
};

function byRarity(topics: readonly string[], { files }: SurfaceEvidence): string[] {
  const rarity = topicRarity(files);
  return topics.toSorted((one, other) => rarity(other) - rarity(one));
}
