import { expect, test } from "bun:test";
import { readGoalText } from "../../src/intake/goal-text.ts";
import { pastChange } from "../../src/intake/history.ts";
import type { PastChange, Precedent } from "../../src/intake/intake-facts.ts";
import { latelyFeatures } from "../../src/intake/lately-features.ts";
import { goalTokens } from "../../src/intake/tokens.ts";

const wide: Precedent = {
  commit: "wide",
  title: "",
  likeness: 1,
  codeFiles: 9,
  testFiles: 0,
  docFiles: 0,
  directories: 3,
  lines: 900,
  textLines: 0,
  writtenLines: 900,
  largestLines: 200,
  largeTexts: 0,
};
const texts: Precedent = { ...wide, commit: "texts", codeFiles: 0, lines: 600, textLines: 600, largeTexts: 4 };

/** A history in which the change of this name was made so many changes ago. */
function historyWith(ages: Record<string, number>): PastChange[] {
  const history = Array.from({ length: 400 }, (_, index) => pastChange(`other ${index}`, "Something", []));
  for (const [commit, age] of Object.entries(ages)) history[age] = pastChange(commit, "Something", []);
  return history;
}

function valuesOf(precedents: readonly Precedent[], ages: Record<string, number>): Record<string, number> {
  return Object.fromEntries(latelyFeatures(precedents, historyWith(ages)).map(({ name, value }) => [name, value]));
}

test("without a precedent everything is as usual", () => {
  for (const value of Object.values(valuesOf([], {}))) expect(value).toBeCloseTo(0, 9);
});

test("of two precedents the newer one is believed, and of an old one little is left", () => {
  const now = valuesOf([wide, texts], { wide: 0, texts: 300 });
  const before = valuesOf([wide, texts], { wide: 300, texts: 0 });
  expect(now["lately-wide"]).toBeGreaterThan(before["lately-wide"] ?? 0);
  expect(now["last-texts"]).toBeLessThan(before["last-texts"] ?? 0);
  expect(now["lately-text-share"]).toBeLessThan(before["lately-text-share"] ?? 0);
  const [young, old] = [valuesOf([wide], { wide: 0 }), valuesOf([wide], { wide: 300 })];
  expect(young["last-support"]).toBeCloseTo(Math.log(2), 9);
  expect(old["last-support"]).toBeCloseTo(0, 6);
  expect(old["lately-lines"]).toBeLessThan(young["lately-lines"] ?? 0);
  // What stands no longer in the history that was read is older than all of it.
  expect(valuesOf([wide], {})["last-support"]).toBeCloseTo(0, 6);
});

test("the words of a goal about texts are known once more as such", () => {
  const tokens = ["add", "guid", "add_guid", "1:add", "type:docs"];
  expect(goalTokens(readGoalText("docs: add guides"))).toEqual([...tokens, ...tokens.map((one) => `texts~${one}`)]);
  expect(goalTokens(readGoalText("feat: add caches")).some((token) => token.startsWith("texts~"))).toBe(false);
});
