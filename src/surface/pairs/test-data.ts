import { nameOf } from "../../core/path.ts";
import { isCode, isDocument, isTest, withoutTestMarks } from "../../ecosystems/file-kind.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { onceEach } from "./once-each.ts";
import type { Finding } from "./pair-rules.ts";
import { common } from "./shared-names.ts";
import { asSaid } from "./spoken-topics.ts";
import type { StorySurface } from "./story-surface.ts";
import { areTwins } from "./title-twins.ts";
import { areaOf, spokenOf } from "./told-area.ts";

/* What tests are fed with is no test itself: a sample, a fixture, a script. Who changes it changes what tests find in it. */

const dataFolder = /(?:^|\/)(?:fixtures?|__fixtures__|testdata|test[-_]data|samples?|resources)\//i;
/** Who only tells of it leaves it as it is. */
const otherWork = /^(?:\w+(?:\([^)]*\))?!?:\s+)?(?:document|describe|explain|comment|format|tidy|reformat|license)\b/i;
const mostFiles = 20;
const shortestName = 6;

const dataOf = onceEach(({ existing }: StorySurface): readonly string[] =>
  existing.filter(isTestData).slice(0, mostFiles),
);

/** Whether a file is there for tests to read. */
function isTestData(path: string): boolean {
  if (!isTest(path) || isDocument(path)) return false;
  const name = nameOf(path);
  return isCode(path)
    ? dataFolder.test(path) && withoutTestMarks(name.replace(/\.\w+$/, "")) === name.replace(/\.\w+$/, "")
    : true;
}

/** The names of such files among paths: what a plan's evidence is asked to look up. */
export function dataToLookUp(paths: readonly string[]): string[] {
  return paths.filter(isTestData).slice(0, mostFiles).map(nameOf).filter(isTelling);
}

function isTelling(name: string): boolean {
  return name.length >= shortestName && name.includes(".");
}

/** `maker` changes what a test of `user` reads, and both speak of it. */
export function readsTestData(
  maker: StorySurface,
  user: StorySurface,
  evidence: SurfaceEvidence,
): Omit<Finding, "first"> | null {
  const data = dataOf(maker);
  if (data.length === 0 || !maker.tells || otherWork.test(maker.story.title) || areTwins(maker, user)) return null;
  const tests = user.existing.filter(isTest);
  if (tests.length === 0) return null;
  const area = areaOf(maker, user, evidence);
  const both = common(spokenOf(maker), spokenOf(user)).filter((topic) => !area.has(topic));
  for (const path of data) {
    const held = new Set(evidence.names.get(nameOf(path))?.held);
    const test = tests.find(
      (one) => held.has(one) || evidence.facts.get(one)?.imports.some((imported) => held.has(imported)) === true,
    );
    // A story that names what it changes there tells which test finds it otherwise.
    if (test === undefined || (both.length === 0 && !maker.text.includes(nameOf(path)))) continue;
    return { rule: "needs", why: `${maker.story.id} changes \`${path}\`, which ${user.story.id}'s \`${test}\` reads` };
  }
  if (both.length < 2) return null;
  const why = `${maker.story.id} changes \`${data[0]}\`, which tests read, and ${user.story.id} tests the same: ${asSaid(both.slice(0, 3), user.text)}`;
  return { rule: "needs", why };
}
