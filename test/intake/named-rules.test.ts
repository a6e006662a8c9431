import { expect, test } from "bun:test";
import { readGoalText } from "../../src/intake/goal-text.ts";
import type { NamedSurface } from "../../src/intake/intake-facts.ts";
import { readNamedRules } from "../../src/intake/named-rules.ts";
import { decideByRules } from "../../src/intake/rules.ts";
import { factsWith } from "./known-facts.ts";

const places = (...names: string[]): NamedSurface[] =>
  names.map((mention) => ({ mention, path: `src/${mention}/`, files: 9, by: "list" }));

test.each([
  "First extract the parser, then move its callers",
  "Extract the parser; then delete the old one",
  "Extrais le parseur, puis supprime l'ancien",
  "Do this:\n1. Extract the parser\n2. Move the callers\n3. Delete the old one",
  "提取解析器，然后删除旧的",
])("%p asks for an order", (goal) => {
  expect(readNamedRules(readGoalText(goal), factsWith()).map(({ name }) => name)).toEqual(["ordered-steps"]);
});

test.each(["Fix the parser", "Return the first error", "Strengthen the tests", "Show it only if it is there"])(
  "%p asks for none",
  (goal) => {
    expect(readNamedRules(readGoalText(goal), factsWith())).toEqual([]);
  },
);

test("the same text work for each of four places that exist fans out, for two it does not", () => {
  const goal = "Write docs for the auth, billing, search and mail modules";
  const four = factsWith({ surfaces: places("auth", "billing", "search", "mail"), units: 40 });
  expect(decideByRules(goal, four).decision).toMatchObject({
    mode: "parallel",
    reason: expect.stringContaining("src/billing/"),
  });
  const none = factsWith({ units: 40 });
  expect(decideByRules(goal, none).decision.mode).not.toBe("parallel");
});

test("an order between the places wins over their number", () => {
  const goal = "Write docs for auth, billing, search and mail, then link them from the index";
  const facts = factsWith({ surfaces: places("auth", "billing", "search", "mail"), units: 40 });
  expect(decideByRules(goal, facts).decision.mode).not.toBe("parallel");
});
