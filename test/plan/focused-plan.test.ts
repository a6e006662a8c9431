import { expect, test } from "bun:test";
import type { Decision } from "../../src/core/decision.ts";
import { focusedPlan } from "../../src/plan/focused-plan.ts";
import { parsePlan } from "../../src/plan/parse-plan.ts";
import { titleOfGoal } from "../../src/text/goal-title.ts";
import { enforce } from "./story.ts";

const decision: Decision = {
  mode: "focused",
  confidence: 0.9,
  reason: "One surface",
  source: "rules",
  signals: [
    { name: "names", detail: '"cart" is src/cart.ts', path: "src/cart.ts" },
    { name: "names", detail: '"cart.ts" is src/cart.ts', path: "src/cart.ts" },
    { name: "bias", detail: "what goals are like", weight: 1, towards: "focused" },
  ],
  clarity: "clear",
  question: null,
  probabilities: { focused: 0.9, sequential: 0.1, parallel: 0 },
};

test("focusedPlan() makes the goal the story, with the whole repository for a surface", () => {
  const plan = focusedPlan("Fix the rounding in src/cart.ts\n\nTwo cents are lost.", decision);
  expect(plan.stories).toEqual([
    {
      id: "S1",
      title: "Fix the rounding in src/cart.ts",
      brief: "Fix the rounding in src/cart.ts\n\nTwo cents are lost.",
      writes: [],
      reads: [],
      dependsOn: [],
      acceptance: [],
      verify: [],
      weight: "standard",
    },
  ]);
  expect(parsePlan(plan, "-")).toEqual(plan);
  expect(enforce(plan)).toMatchObject({ plan, changes: [], pairs: [], width: 1, parallelism: 1 });
});

test.each([
  ["Fix the rounding, but only touch src/cart.ts", ["src/cart.ts"]],
  ["In src/cart.ts fix the rounding and nothing else", ["src/cart.ts"]],
  ["Fix src/cart.ts; change no other files", ["src/cart.ts"]],
  ["Fix the rounding that only happens in src/cart.ts on Mondays", []],
])('focusedPlan() stays within what "%s" allows', (goal, writes) => {
  expect(focusedPlan(goal, decision).stories[0]?.writes).toEqual(writes);
});

test.each([
  ["  Fix\tthe   test \nsecond line", "Fix the test"],
  ["x".repeat(100), `${"x".repeat(71)}…`],
  [
    "Make the retry of failed uploads wait longer each time, and stop after the fifth, please",
    "Make the retry of failed uploads wait longer each time, and stop after…",
  ],
])("titleOfGoal() is one short line", (goal, title) => {
  expect(titleOfGoal(goal)).toBe(title);
  expect(title.length).toBeLessThanOrEqual(72);
});
