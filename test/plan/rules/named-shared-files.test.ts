import { expect, test } from "bun:test";
import { ownNamedSharedFiles } from "../../../src/plan/rules/named-shared-files.ts";
import { evidenceOfFiles } from "../../../src/repository/evidence.ts";
import { enforce, planOf, story } from "../story.ts";

const files = [
  "CHANGELOG.md",
  "package.json",
  "src/registry.ts",
  "src/routes.ts",
  "src/a.ts",
  "src/b.ts",
  "docs/guide.md",
];
const evidence = evidenceOfFiles("base", files);

test.each([
  ["Add a line to CHANGELOG.md.", ["CHANGELOG.md"]],
  ["Mention it in the changelog", ["CHANGELOG.md"]],
  ["Register the command in `src/registry.ts`.", ["src/registry.ts"]],
  ["Register the command in registry.ts.", ["src/registry.ts"]],
  ["Add `left-pad` to package.json", ["package.json"]],
  ["Wire it into ./src/routes.ts and note it in the release notes", ["src/routes.ts", "CHANGELOG.md"]],
  ["Do not update CHANGELOG.md.", []],
  ["See package.json for the scripts.", []],
  ["Leave the changelog alone; add a test.", []],
  ["Add a section to docs/guide.md", []],
  ["Add a line to HISTORY.md", []],
])("a brief that says %j takes in %j", (brief, expected) => {
  const one = story(1, { brief, writes: ["src/a.ts"] });
  const { stories, changes } = ownNamedSharedFiles([one], evidence);
  expect(stories[0]?.writes).toEqual(["src/a.ts", ...expected]);
  expect(changes.map(({ rule, stories: told }) => `${rule} ${told.join()}`)).toEqual(
    expected.map(() => "shared-file S1"),
  );
});

test("a surface that holds it already, or that was never declared, stays as it is", () => {
  const brief = "Add a line to CHANGELOG.md.";
  const stories = [story(1, { brief, writes: ["*.md"] }), story(2, { brief, writes: [] })];
  expect(ownNamedSharedFiles(stories, evidence)).toEqual({ stories, changes: [] });
});

test("two stories that each add a line to the changelog are put in order", () => {
  const brief = "Add a line to CHANGELOG.md.";
  const stories = [story(1, { brief, writes: ["src/a.ts"] }), story(2, { brief, writes: ["src/b.ts"] })];
  const { pairs } = enforce(planOf(stories), { evidence: { ...evidence, missing: [] } });
  expect(pairs).toMatchObject([{ verdict: "ordered", rule: "overlap" }]);
});
