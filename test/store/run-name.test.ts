import { expect, test } from "bun:test";
import fc from "fast-check";
import { runName } from "../../src/store/run-folder.ts";

test.each([
  ["Fix the stale greeting", "fix-the-stale-greeting-k3"],
  ["Ajoute une option --silencieux à la commande de construction", "ajoute-une-option-silencieux-a-k3"],
  ["Добавь тесты", "run-k3"],
  ["see https://token@host/secret now", "see-now-k3"],
  ["x".repeat(80), `${"x".repeat(32)}-k3`],
])("runName(%s)", (goal, name) => {
  expect(runName(goal, "k3")).toBe(name);
});

test("runName() is a valid part of a ref whatever the goal", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (goal) => {
      expect(runName(goal, "k3")).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*-k3$/);
    }),
  );
});
