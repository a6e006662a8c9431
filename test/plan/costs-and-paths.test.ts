import { expect, test } from "bun:test";
import type { Mode } from "../../src/core/mode.ts";
import { costModel, type RecordedRun } from "../../src/plan/cost-model.ts";
import { isAtBase, pathAtBase } from "../../src/plan/path-at-base.ts";

const usage = (input: number) => ({ input, cachedInput: 0, output: 0, reasoning: 0 });
const run = (wallMs: number, more: Partial<RecordedRun> = {}): RecordedRun => ({
  ...{ repo: "here", mode: "focused" as Mode, stories: 1, agentMs: wallMs, savedMs: null },
  ...{ wallMs, usage: usage(wallMs) },
  ...more,
});
const focused = (runs: RecordedRun[], repo = "here") => costModel(runs, repo)?.focused;

test.each<[number[], number]>([
  [[30, 10, 20], 20],
  [[30, 10, 20, 40], 25],
  [[5, 1, 4, 2, 3], 3],
  [[1, 1, 1, 9, 9, 9], 5],
  [[100, 1, 2], 2],
])("of %j what is typical is %p", (all, typical) => {
  expect(focused(all.map((one) => run(one)))).toMatchObject({
    wallMs: typical,
    tokens: typical,
    storyMs: typical,
    overheadMs: 0,
  });
});

test("a repository's own runs count where there are enough, else those of the machine; of many the newest fifty", () => {
  const others = [7, 7, 7].map((one) => run(one, { repo: "there" }));
  expect(focused([...others, run(1), run(1)])).toMatchObject({ scope: "machine", runs: 5, wallMs: 7 });
  expect(focused([...others, run(1), run(1), run(1)])).toMatchObject({ scope: "repository", runs: 3, wallMs: 1 });
  const many = (old: number, fresh: number) => [
    ...Array.from({ length: old }, () => run(9)),
    ...Array.from({ length: fresh }, () => run(1)),
  ];
  expect(focused(many(0, 50))?.runs).toBe(50);
  expect(focused(many(100, 50))).toMatchObject({ runs: 50, wallMs: 1 });
  expect(focused(many(100, 49))?.runs).toBe(50);
});

test("what a story takes is its share, and what is beside the agents is never less than none", () => {
  const two = { stories: 2, agentMs: 60, savedMs: 20, usage: usage(80) };
  expect(focused([run(50, two), run(50, two), run(50, two)])).toMatchObject({
    storyMs: 30,
    storyTokens: 40,
    overheadMs: 10,
  });
  expect(focused([1, 1, 1].map((one) => run(one, { agentMs: 5 })))).toMatchObject({ overheadMs: 0 });
});

const files = ["README.md", "lib/c.js", "src/lib/d.js", "packages/web/app/page.tsx"];

test.each<[string, boolean]>([
  ["README.md", true],
  ["lib", true],
  ["lib/", true],
  ["lib//", true],
  ["lib/c.js", true],
  ["lib/d.js", false],
  ["src/*", true],
  ["src/lib/*.js", true],
  ["src/*/d.js", true],
  ["lib/c*", true],
  ["none/*", false],
  ["*", false],
  ["*.md", false],
  ["{a,b}", false],
  ["packages/web/{app,lib}/x", true],
])("%s is there at the base: %p", (path, isThere) => {
  expect(isAtBase(path, files)).toBe(isThere);
});

test.each<[string, string, string]>([
  ["a/lib/c.js", "", "lib/c.js"],
  ["b/lib/c.js", "", "lib/c.js"],
  ["c/lib/c.js", "", "c/lib/c.js"],
  ["words/lib/c.js", "", "lib/c.js"],
  ["words/lib/new.js", "", "lib/new.js"],
  ["a/lib/new.js", "", "a/lib/new.js"],
  ["@/lib/d.js", "", "src/lib/d.js"],
  ["@lib/c.js", "", "lib/c.js"],
  ["app/page.tsx", "packages/web", "packages/web/app/page.tsx"],
  ["app/page.tsx", "", "app/page.tsx"],
  ["lib/c.js", "packages/web", "lib/c.js"],
  // Two could be meant.
  ["@/lib/c.js", "src/lib", "lib/c.js"],
  ["/lib/c.js", "", "lib/c.js"],
  ["/none/c.js", "", "/none/c.js"],
  ["../../lib/c.js", "packages/web", "lib/c.js"],
  ["../lib/c.js", "", "../lib/c.js"],
  ["*/c.js", "packages", "*/c.js"],
])("%s, from %p, is %s", (path, folder, meant) => {
  expect(pathAtBase(path, { root: "/home/ada/words", folder, files })).toBe(meant);
});
