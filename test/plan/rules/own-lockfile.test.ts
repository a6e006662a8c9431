import { expect, test } from "bun:test";
import { ownLockfiles } from "../../../src/plan/rules/own-lockfile.ts";
import { evidenceOfFiles } from "../../../src/repository/evidence.ts";
import { enforce, planOf, story, waits } from "../story.ts";

const workspace = ["package.json", "package-lock.json", "packages/a/package.json", "packages/b/package.json"];
const own = (files: string[], ...surfaces: string[][]) =>
  ownLockfiles(
    surfaces.map((writes, place) => story(place + 1, { writes })),
    evidenceOfFiles("base", files),
  );

test.each([
  ["a manifest takes its lockfile along", workspace, [["package.json", "src/"]], ["S1 package-lock.json"]],
  ["also from a folder below", workspace, [["packages/a/package.json"]], ["S1 package-lock.json"]],
  [
    "the last of several",
    workspace,
    [["packages/a/package.json"], ["packages/b/package.json"], ["docs/"]],
    ["S2 package-lock.json"],
  ],
  [
    "a package with a lockfile of its own",
    [...workspace, "packages/a/yarn.lock"],
    [["packages/a/package.json"]],
    ["S1 packages/a/yarn.lock"],
  ],
  [
    "one manifest of several is enough",
    [...workspace, "Cargo.toml", "Cargo.lock"],
    [["package.json", "Cargo.toml"]],
    ["S1 package-lock.json", "S1 Cargo.lock"],
  ],
  ["somebody owns it", workspace, [["package.json"], ["package-lock.json"]], []],
  ["somebody owns the folder", workspace, [["package.json"], ["**"]], []],
  ["no manifest is named", workspace, [["src/"], ["packages/a/"]], []],
  ["another ecosystem", [...workspace, "Cargo.toml", "Cargo.lock"], [["Cargo.toml"]], ["S1 Cargo.lock"]],
  ["no lockfile", ["package.json"], [["package.json"]], []],
])("ownLockfiles(): %s", (_what, files, surfaces, expected) => {
  const { stories, changes } = own(files, ...surfaces);
  const added = stories.flatMap(({ id, writes }, at) =>
    writes.slice(surfaces[at]?.length).map((path) => `${id} ${path}`),
  );
  expect(added).toEqual(expected);
  expect(changes.map(({ rule, stories: ids, why }) => `${rule} ${ids} ${why.includes("is made from")}`)).toEqual(
    expected.map((line) => `shared-file ${line.slice(0, 2)} true`),
  );
});

test("in parallel, the story that writes the lockfile waits for the others that write a manifest", () => {
  const stories = [
    story(1, { writes: ["packages/a/package.json"] }),
    story(2, { writes: ["packages/b/package.json"] }),
    story(3),
    story(4),
  ];
  const result = enforce(planOf(stories), { evidence: evidenceOfFiles("base", workspace) });
  expect(waits(result.plan.stories)).toContain("S2 < S1");
  expect(result.plan.stories.find(({ id }) => id === "S2")?.writes).toContain("package-lock.json");
  expect(enforce(result.plan, { evidence: evidenceOfFiles("base", workspace) }).plan).toEqual(result.plan);
});
