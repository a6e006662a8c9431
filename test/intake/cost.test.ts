import { expect, test } from "bun:test";
import fc from "fast-check";
import { modes } from "../../src/core/mode.ts";
import { cheapestMode, regret } from "../../src/intake/cost.ts";

test("the right mode costs nothing more, every other one something", () => {
  for (const right of modes) {
    for (const chosen of modes) {
      if (chosen === right) expect(regret(chosen, right)).toBe(0);
      else expect(regret(chosen, right)).toBeGreaterThan(0);
    }
  }
});

test.each([
  ["focused", "sequential", 0.15],
  ["focused", "parallel", 0.5],
  ["sequential", "focused", 0.2],
  ["sequential", "parallel", 0.6],
  ["parallel", "focused", 0.3],
  ["parallel", "sequential", 0.35],
] as const)("%s where %s was right costs %p of a run", (chosen, right, expected) => {
  expect(regret(chosen, right)).toBeCloseTo(expected, 6);
});

test("what is certain is chosen, and no other mode is expected to cost less than the chosen one", () => {
  for (const mode of modes) {
    const certain = { focused: 0, sequential: 0, parallel: 0, [mode]: 1 };
    expect(cheapestMode(certain)).toBe(mode);
  }
  fc.assert(
    fc.property(fc.nat(100), fc.nat(100), fc.nat(100), (a, b, c) => {
      const sum = a + b + c || 1;
      const probabilities = { focused: a / sum, sequential: b / sum, parallel: c / sum };
      const expected = (chosen: (typeof modes)[number]) =>
        modes.reduce((total, right) => total + probabilities[right] * regret(chosen, right), 0);
      const chosen = cheapestMode(probabilities);
      for (const mode of modes) expect(expected(chosen)).toBeLessThanOrEqual(expected(mode) + 1e-9);
    }),
  );
});
