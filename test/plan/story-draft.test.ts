import { expect, test } from "bun:test";
import { repairPrompt } from "../../src/plan/prompt.ts";
import { type Draft, idIn, listIn, quote, saysNothing } from "../../src/plan/story-draft.ts";

test.each<[unknown, string | null]>([
  [1, "S1"],
  ["s1", "S1"],
  [" S-1 ", "S1"],
  ["Story 12", "S12"],
  ["after #3.", "S3"],
  ["depends on task_4", "S4"],
  [12345678901, "S12345678901"],
  [123456789012, null],
  [1.5, null],
  [-1, null],
  ["", null],
  ["one", null],
  ["S1 or S2", null],
  [null, null],
  [["S1"], null],
])("%p as an id is %p", (written, id) => {
  expect(idIn(written)).toBe(id);
});

test.each<[unknown, RegExp | null, unknown, boolean]>([
  ["src/a.ts", /\n/, ["src/a.ts"], true],
  [" src/a.ts \n\n  src/b.ts", /\n/, ["src/a.ts", "src/b.ts"], true],
  ["It works\nIt is fast", null, ["It works\nIt is fast"], true],
  ["", null, [], false],
  [" \n ", /\n/, [], false],
  [["src/a.ts\nsrc/b.ts"], /\n/, ["src/a.ts\nsrc/b.ts"], false],
  [undefined, /\n/, undefined, false],
  [3, null, 3, false],
])("%j as a list, split at %p, is %j", (value, split, list, isTold) => {
  const draft: Draft = { id: "S1", written: { writes: value }, changes: [] };
  expect(listIn(draft, "writes", split)).toEqual(list);
  expect(draft.changes).toEqual(isTold ? [`S1's writes ${JSON.stringify(value)} is a list`] : []);
});

test("what a planner wrote is told in one short line", () => {
  expect([undefined, null, "a", ["b"]].map(quote)).toEqual(["nothing", "null", '"a"', '["b"]']);
  expect(quote("x".repeat(118))).toHaveLength(120);
  expect(quote("x".repeat(119)).endsWith("…")).toBe(true);
});

test.each<[unknown, boolean]>([
  [null, true],
  [false, true],
  ["None", true],
  [" (n/a) ", true],
  ["no files needed", true],
  ["", true],
  ["-", true],
  [true, false],
  [0, false],
  ["nothing.ts", false],
  ["none of src/", false],
])("the entry %j says that there is none: %p", (item, expected) => {
  expect(saysNothing(item)).toBe(expected);
});

test("an answer that was no plan is quoted without the blanks around it", () => {
  expect(repairPrompt("Plan", "\n {} \n", ["it has no stories"])).toBe(
    "Plan\n\nYour last answer was:\n\n> {}\n\nIt can't be used:\n- it has no stories\n\nWrite the whole plan again without these mistakes.",
  );
});
