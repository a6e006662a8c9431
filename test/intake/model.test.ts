import { expect, test } from "bun:test";
import { readFeatures } from "../../src/intake/features.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import { readModel, shippedModel, writeModel } from "../../src/intake/model.ts";
import { stem } from "../../src/intake/tokens.ts";
import { factsWith } from "./known-facts.ts";

test("what is written is read back, to a hundredth", () => {
  const model = {
    bias: [-1.25, 0.5] as const,
    decisiveAt: { focused: 0.76, sequential: 0.85 },
    features: new Map([
      [
        "parts",
        {
          odds: [0.31, -0.02] as const,
          above: [-0.5, 0] as const,
          below: [0.07, 1] as const,
          usual: 0.4321,
          spread: 1.5,
        },
      ],
    ]),
    tokens: new Map([
      ["add", [0.1, -0.2] as const],
      ["1:fix", [-0.55, 0] as const],
      ["add_test", [0, 1.17] as const],
    ]),
  };
  expect(readModel(writeModel(model))).toEqual(model);
});

test("the shipped model knows every property that is measured, and some hundreds of tokens", () => {
  const model = shippedModel();
  const names = readFeatures(readGoalText("Fix it"), factsWith()).map(({ name }) => name);
  expect([...model.features.keys()].toSorted()).toEqual(names.toSorted());
  expect(model.tokens.size).toBeGreaterThan(500);
  for (const [sequential, parallel] of model.tokens.values()) {
    expect(Number.isFinite(sequential) && Number.isFinite(parallel)).toBe(true);
  }
  for (const { spread } of model.features.values()) expect(spread).toBeGreaterThan(0);
});

test.each([
  ["adds", "add"],
  ["added", "add"],
  ["adding", "add"],
  ["stopped", "stop"],
  ["caches", "cach"],
  ["cache", "cach"],
  ["queries", "query"],
  ["class", "class"],
  ["bus", "bus"],
  ["string", "string"],
  ["修复", "修复"],
])("the stem of %p is %p", (word, expected) => {
  expect(stem(word)).toBe(expected);
});
