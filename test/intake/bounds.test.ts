import { expect, test } from "bun:test";
import { findUnclear } from "../../src/intake/clarity.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import { repositoryFeatures } from "../../src/intake/habit-features.ts";
import type { NamedSurface } from "../../src/intake/intake-facts.ts";
import { clausesIn } from "../../src/intake/lists.ts";
import { listsPlacesAlone, parallelSurfaces } from "../../src/intake/units.ts";
import { factsWith } from "./known-facts.ts";

const ruleOf = (goal: string, facts: Parameters<typeof factsWith>[0] = {}) =>
  findUnclear(readGoalText(goal), factsWith(facts))?.rule ?? null;

test("nobody mistypes three: so many absent paths of one folder are to be made", () => {
  const goal = "Fix src/new/a.ts, src/new/b.ts and src/new/c.ts";
  const absent = ["a", "b", "c"].map((name) => ({ path: `src/new/${name}.ts`, nearest: null }));
  expect(ruleOf(goal, { absent })).toBeNull();
  expect(ruleOf(goal, { absent: absent.slice(0, 2) })).toBe("path-absent");
  expect(ruleOf(goal, { absent: [...absent.slice(0, 2), { path: "src/c.ts", nearest: null }] })).toBe("path-absent");
});

test.each<[string, string | null]>([
  ["Rewrite the whole app in Rust", "whole-product"],
  ["Rewrite the whole app in Rust, move the parser over, port the loader tests", null],
  ["Rewrite the whole app in Rust, move the parser over", "whole-product"],
  ["Rewrite the whole app in Rust\n1. The parser\n2. The loader\n3. The writer", null],
  ["Rewrite the whole app in Rust\n1. The parser\n2. The loader", "whole-product"],
])("three steps or orders spell a large goal out: %j, %p", (goal, rule) => {
  expect(ruleOf(goal)).toBe(rule);
});

test("a repository of one file, which is code", () => {
  const features = repositoryFeatures(factsWith({ files: 1, codeFiles: 1, testFiles: 0, docFiles: 0 }));
  expect(features.slice(1, 3).map(({ value, detail }) => [value, detail])).toEqual([
    [1, "100% of the files are code"],
    [0, "0% of the files are tests"],
  ]);
});

test.each<[string, string[]]>([
  ["a.py has no test, b.py is empty and c.py covers half", ["a.py", "b.py", "c.py"]],
  ["  a.py has no test, b.py is empty and c.py covers half", ["a.py", "b.py", "c.py"]],
  ["`a.py` has no test, `b.py`: empty and c.py covers half", ["a.py", "b.py", "c.py"]],
  ["a.py has no test, b.py is empty", []],
  ["a.py, b.py, c.py", []],
])("clauses of one file each: %j", (text, files) => {
  expect(clausesIn(text)).toEqual(files.length === 0 ? [] : [files]);
});

const place = (mention: string, path: string): NamedSurface => ({ mention, path, files: 1, by: "code" });
const [a, b, c] = ["a", "b", "c"].map((name) => place(`${name}.ts`, `src/${name}.ts`)) as [
  NamedSurface,
  NamedSurface,
  NamedSurface,
];

test.each<[string, NamedSurface[], boolean]>([
  ["Tidy:\n1. a.ts\n2. b.ts\n3. c.ts", [a, b, c], true],
  ["Tidy:\n1. a.ts\n2. b.ts\n3. c.ts, which is old", [a, b, c], true],
  ["Tidy:\n1. a.ts\n2. b.ts\n3. c.ts, which is the older one", [a, b, c], false],
  ["Tidy:\n1. a.ts\n2. b.ts", [a, b, c], false],
  ["Tidy:\n1. a.ts\n2. b.ts\n3. c.ts\n4. all", [a, b, c], false],
  ["Tidy:\n1. a.ts\n2. b.ts\n3. c.md", [a, b, place("c.md", "docs/c.md")], false],
])("%j lists places alone: %#", (goal, units, expected) => {
  expect(listsPlacesAlone(readGoalText(goal), units)).toBe(expected);
});

test("two places that are named are two, whatever a goal is about", () => {
  const facts = { units: 7, namesakes: 3 };
  expect(
    parallelSurfaces(readGoalText("docs: polish the guides of a.ts and b.ts"), { ...facts, surfaces: [a, b] }),
  ).toBe(2);
  expect(parallelSurfaces(readGoalText("docs: polish the guides of a.ts"), { ...facts, surfaces: [a] })).toBe(3);
});
