import { describe, expect, test } from "bun:test";
import { reachOf, readNumstat, sizeOf } from "../../src/intake/change-size.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import { habitFeatures } from "../../src/intake/habit-features.ts";
import type { ChangeSize, Reach } from "../../src/intake/intake-facts.ts";
import { precedentFeatures } from "../../src/intake/precedent-features.ts";
import { factsWith } from "./known-facts.ts";

/** A change that is neither wide, nor small, nor of texts. */
const plain: ChangeSize = {
  codeFiles: 5,
  testFiles: 0,
  docFiles: 0,
  directories: 1,
  lines: 350,
  textLines: 0,
  writtenLines: 350,
  largestLines: 100,
  largeTexts: 0,
};
const ofTexts = { codeFiles: 3, textLines: 210, writtenLines: 350, largestLines: 210, largeTexts: 3 };

/** Which kinds of change one past change with these sizes is taken for. */
function kindsOf(different: Partial<ChangeSize>): string {
  const features = precedentFeatures([{ ...plain, ...different, commit: "c", title: "t", likeness: 1 }]);
  const value = (name: string) => features.find((feature) => feature.name === name)?.value ?? 0;
  const kinds = ["wide", "small", "texts"].filter((kind) => value(`precedents-${kind}`) > 0);
  expect(kinds).toEqual(["wide", "small", "texts"].filter((kind) => value(`nearest-${kind}`) > 0));
  return kinds.join(" ");
}

test.each<[Partial<ChangeSize>, string]>([
  [{}, ""],
  [{ codeFiles: 6, directories: 2, lines: 400 }, "wide"],
  [{ codeFiles: 5, directories: 2, lines: 400 }, ""],
  [{ codeFiles: 6, directories: 1, lines: 400 }, ""],
  [{ codeFiles: 6, directories: 2, lines: 399 }, ""],
  [{ codeFiles: 3, lines: 300 }, "small"],
  [{ codeFiles: 4, lines: 300 }, ""],
  [{ codeFiles: 3, lines: 301 }, ""],
  [ofTexts, "texts"],
  [{ ...ofTexts, codeFiles: 4 }, ""],
  [{ ...ofTexts, textLines: 209 }, ""],
  [{ ...ofTexts, largeTexts: 2 }, ""],
  [{ ...ofTexts, largestLines: 211 }, ""],
  [{ ...ofTexts, lines: 250, codeFiles: 1, textLines: 250 }, "small texts"],
  [{ ...ofTexts, lines: 249, codeFiles: 1, textLines: 249 }, "small"],
])("a past change of %j is %p", (different, kinds) => {
  expect(kindsOf(different)).toBe(kinds);
});

test("of past changes the five likest count by themselves too, each by how like it is", () => {
  const wide = { ...plain, codeFiles: 6, directories: 2, lines: 400, commit: "c", title: "t" };
  const value = (likenesses: number[], name: string) =>
    precedentFeatures([
      ...likenesses.map((likeness) => ({ ...wide, likeness })),
      { ...plain, commit: "p", title: "t", likeness: 0.5 },
    ]).find((feature) => feature.name === name)?.value ?? 0;
  expect(value([1, 1], "precedents-wide")).toBeGreaterThan(value([0.5, 0.5], "precedents-wide"));
  expect(value([1, 1, 1, 1], "nearest-wide")).toBe(value([1, 1, 1, 1], "precedents-wide"));
  expect(value([1, 1, 1, 1, 1], "nearest-wide")).toBeGreaterThan(value([1, 1, 1, 1, 1], "precedents-wide"));
  expect(value([0.81], "likest")).toBeCloseTo(0.9, 9);
  expect(value([0.5, 0.25], "support")).toBeCloseTo(Math.log(2.25), 9);
});

describe("what past changes say in a phrase", () => {
  const said = (likeness: number, different: Partial<ChangeSize>) =>
    precedentFeatures([{ ...plain, ...different, commit: "c", title: "t", likeness }]).find(
      ({ name }) => name === "likest",
    )?.summary;
  test.each<[number, Partial<ChangeSize>, object]>([
    [0.49, {}, { focused: "no past change has a title much like it" }],
    [
      0.5,
      { lines: 10, codeFiles: 1 },
      {
        focused: "the past changes with the most similar titles were mostly small (about 31 lines)",
        sequential: "the past changes with the most similar titles took about 31 lines in 1 code file",
      },
    ],
    [
      1,
      {},
      {
        focused: "the past changes with the most similar titles were mostly of one piece (about 137 lines)",
        sequential: "the past changes with the most similar titles took about 137 lines in 3 code files",
        parallel: "0 of 1 past changes with the most similar titles went through many files",
      },
    ],
    [1, ofTexts, { parallel: "1 of 1 past changes with the most similar titles wrote several large texts" }],
  ])("%p of a change of %j", (likeness, different, words) => {
    expect(said(likeness, different)).toMatchObject(words);
  });
});

test("how far a change reached, and how large it was, by the kind of each file", () => {
  const files = [
    { path: "src/a.ts", lines: 40 },
    { path: "src/b.ts", lines: 10 },
    { path: "lib/c.ts", lines: 1 },
    { path: "root.ts", lines: 2 },
    { path: "test/a.test.ts", lines: 30 },
    { path: "docs/a.md", lines: 29 },
    { path: "image.bin", lines: 7 },
  ];
  const reach = { codeFiles: 4, testFiles: 1, docFiles: 1, directories: 3 };
  expect(reachOf(files.map(({ path }) => path))).toEqual(reach);
  expect(sizeOf(files)).toEqual({
    ...reach,
    lines: 119,
    textLines: 59,
    writtenLines: 112,
    largestLines: 40,
    largeTexts: 1,
  });
  expect(sizeOf([])).toEqual({
    codeFiles: 0,
    testFiles: 0,
    docFiles: 0,
    directories: 0,
    lines: 0,
    textLines: 0,
    writtenLines: 0,
    largestLines: 0,
    largeTexts: 0,
  });
});

test("git's figures: a binary file has no lines, a name may hold anything", () => {
  expect(readNumstat(["\n3\t4\ta b\tc.ts", "-\t-\timage.bin", "", "no record"])).toEqual([
    { path: "a b\tc.ts", lines: 7 },
    { path: "image.bin", lines: 0 },
  ]);
});

describe("the habits of a repository", () => {
  const change = (reach: Partial<Reach> | null, words: string[] = []) => ({
    commit: "c",
    title: "t",
    words,
    reach: reach === null ? null : { codeFiles: 3, testFiles: 0, docFiles: 0, directories: 1, ...reach },
  });
  const share = (name: string, reach: Partial<Reach>) => {
    const of = (history: ReturnType<typeof change>[]) =>
      habitFeatures(readGoalText("fix: a crash"), factsWith({ history })).find((feature) => feature.name === name)
        ?.value ?? 0;
    return of([change(reach), change(null)]) > of([change({}), change(null)]);
  };
  test.each<[string, Partial<Reach>, boolean]>([
    ["wide-here", { codeFiles: 6, directories: 2 }, true],
    ["wide-here", { codeFiles: 5, directories: 2 }, false],
    ["wide-here", { codeFiles: 6, directories: 1 }, false],
    ["texts-here", { codeFiles: 2, docFiles: 2, testFiles: 2 }, true],
    ["texts-here", { codeFiles: 3, docFiles: 2, testFiles: 2 }, false],
    ["texts-here", { codeFiles: 2, docFiles: 3 }, false],
    ["small-here", { codeFiles: 2, docFiles: 2, testFiles: 1 }, true],
    ["small-here", { codeFiles: 2, docFiles: 2, testFiles: 2 }, false],
    ["small-here", { codeFiles: 3 }, false],
  ])("%s counts a change of %j: %p", (name, reach, counts) => {
    expect(share(name, reach)).toBe(counts);
  });

  test("changes of the goal's type count for it, and others do not", () => {
    const wide = { codeFiles: 6, directories: 2 };
    const value = (words: string[]) =>
      habitFeatures(
        readGoalText("fix: a crash"),
        factsWith({ history: [change(wide, words), change({}, ["crash"])] }),
      ).find(({ name }) => name === "type-wide")?.value ?? 0;
    expect(value(["fix:", "crash"])).toBeGreaterThan(value(["feat:", "crash"]));
    expect(value(["feat:", "crash"])).toBe(value(["crash"]));
  });
});
