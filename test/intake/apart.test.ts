import { describe, expect, test } from "bun:test";
import { saysApart } from "../../src/intake/apart.ts";
import { findUnclear } from "../../src/intake/clarity.ts";
import { readFiles } from "../../src/intake/facts.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import { decideByRules } from "../../src/intake/rules.ts";
import { stepsOf } from "../../src/intake/steps.ts";
import { goesApart, listedUnits, parallelSurfaces, toldApart } from "../../src/intake/units.ts";
import { factsWith } from "./known-facts.ts";

const files = [
  "docs/api.md",
  "docs/guide.md",
  "src/cache/store.ts",
  "src/http/retry.ts",
  "src/log.ts",
  "test/schema-dates.test.ts",
  "test/schema-lists.test.ts",
  "test/schema-rows.test.ts",
  "test/route.1.test.ts",
  "test/route.2.test.ts",
];

function read(text: string) {
  const goal = readGoalText(text);
  return { goal, facts: factsWith(readFiles(goal, files, "/here")) };
}

describe("what is said to have nothing to do with one another", () => {
  test.each([
    "Three unrelated fixes",
    "two separate bugs",
    "They don't share code",
    "these have nothing to do with each other",
    "one per package",
    "for this week, all separate:",
    "drei voneinander unabhängige Fehler",
    "Melhorias separadas",
    "corrections sans rapport entre elles",
    "три независимых правки, они не связаны",
    "三个互不相关的问题",
    "互いに独立した修正",
    "서로 무관한 수정",
  ])("%p says so", (text) => expect(saysApart.test(text)).toBe(true));

  test.each(["Split it into separate modules", "Make it independent of the clock", "抽成独立类型", "Do all three"])(
    "%p does not",
    (text) => expect(saysApart.test(text)).toBe(false),
  );

  test.each<[string, string[]]>([
    [
      "Small and independent:\n1) `store.ts`: start empty after a reset\n2) `retry.ts`: wait longer instead of failing",
      ["src/cache/store.ts", "src/http/retry.ts"],
    ],
    [
      "Two unrelated fixes for the next release, they can wait: src/log.ts prints the year twice; and src/http/retry.ts gives up too early.",
      ["src/http/retry.ts", "src/log.ts"],
    ],
    [
      "Fix separately, they dont share code: http/retry.ts gives up too early, cache/store.ts loses the second of two, src/log.ts prints the year twice.",
      ["src/cache/store.ts", "src/http/retry.ts", "src/log.ts"],
    ],
    [
      "Melhorias separadas: 1. retry.ts – esperar mais tempo; 2. store.ts – não contar duas vezes",
      ["src/cache/store.ts", "src/http/retry.ts"],
    ],
    [
      "Open points, all separate:\n[ ] src/log.ts: print the year once\n[ ] src/http/retry.ts: wait longer before the last try",
      ["src/http/retry.ts", "src/log.ts"],
    ],
    [
      "Some unrelated observations:\n- src/log.ts prints the year twice in the first line\n- docs/guide.md doesn't say how to turn it off\n- src/cache/store.ts forgets the second of two",
      ["docs/guide.md", "src/cache/store.ts", "src/log.ts"],
    ],
  ])("%p is a task each for %p", (text, paths) => {
    const { goal, facts } = read(text);
    expect(goesApart(goal, facts)).toBe(true);
    expect(
      listedUnits(goal, facts)
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(paths);
    expect(stepsOf(goal)).toBe(0);
    expect(decideByRules(text, facts).decision.mode).not.toBe("sequential");
  });

  test("what needs an earlier one is no task of its own, whatever is said of it", () => {
    const { goal, facts } = read(
      "Independent:\n1) add a clock to src/log.ts\n2) src/http/retry.ts needs the clock for waits",
    );
    expect(goesApart(goal, facts)).toBe(false);
    expect(toldApart(goal)).toBe(0);
  });

  test("places that are not found make one story unsure, and no fan-out", () => {
    const text =
      "Two things that have nothing to do with one another: (a) the finder should see partials; (b) the template answers 422";
    const { goal, facts } = read(text);
    expect(toldApart(goal)).toBe(2);
    const { decision, decisive } = decideByRules(text, facts);
    expect([decision.mode === "parallel", decisive]).toEqual([false, false]);
  });
});

describe("many tests by what they are called", () => {
  test.each<[string, number]>([
    ["test: move schema-* to the new runner", 3],
    ["test: move route.1.test to the new runner", 1],
    ["refactor: correct test names", 5],
    ["chore: enable a bunch of tests", 5],
    ["test: add test files for dates", 0],
  ])("%p is work in %p places", (text, count) => {
    const { goal, facts } = read(text);
    expect(parallelSurfaces(goal, { ...facts, units: facts.testFiles })).toBe(count);
  });

  test("the code that tests are about is no place to write", () => {
    const { goal, facts } = read("test: convert the tests of `retry` to the new syntax");
    expect(facts.surfaces.map(({ path }) => path)).toEqual(["src/http/retry.ts"]);
    expect(parallelSurfaces(goal, facts)).toBe(5);
  });
});

test.each([
  "Przenieś logikę z src/log.ts do nowego modułu src/clock.ts",
  "把 `log` 改名为 `clock`(文件名也改成 src/clock.ts)",
  "Verschiebe das Protokoll in eine neue Datei src/clock.ts",
  "Crie um novo módulo src/clock.ts para o relógio",
  "로그를 새 파일 src/clock.ts 로 옮겨 주세요",
])("%p makes the file that is not there", (text) => {
  const absent = [{ path: "src/clock.ts", nearest: null }];
  expect(findUnclear(readGoalText(text), factsWith({ absent }))).toBeNull();
});
