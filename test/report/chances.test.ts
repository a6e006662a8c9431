import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Decision } from "../../src/core/decision.ts";
import { type Mode, modes } from "../../src/core/mode.ts";
import { certainty, chancesOf, inHundredths } from "../../src/report/decision-text.ts";

type Shares = Record<Mode, number>;

const shares = fc
  .tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000))
  .filter((parts) => parts.some((part) => part > 0))
  .map(([focused, sequential, parallel]): Shares => {
    const sum = focused + sequential + parallel;
    return { focused: focused / sum, sequential: sequential / sum, parallel: parallel / sum };
  });

const percents = (shown: Readonly<Shares>) => modes.map((mode) => Math.round(shown[mode] * 100));

test.each<[Shares, number[]]>([
  [{ focused: 0.336, sequential: 0.659, parallel: 0.005 }, [34, 66, 0]],
  [{ focused: 0.335, sequential: 0.33, parallel: 0.335 }, [34, 32, 34]],
  [{ focused: 0.996, sequential: 0.003, parallel: 0.001 }, [99, 1, 0]],
  [{ focused: 1 / 3, sequential: 1 / 3, parallel: 1 / 3 }, [33, 34, 33]],
])("%p is shown as %p", (given, shown) => {
  expect(percents(inHundredths(given))).toEqual(shown);
});

test("what is shown adds up, is near what it stands for, and keeps the order of what differs by a point; the suggestion is as it was said", () => {
  fc.assert(
    fc.property(shares, fc.constantFrom(...modes), fc.double({ min: 0, max: 1, noNaN: true }), (given, mode, sure) => {
      const shown = percents(inHundredths(given));
      expect(shown.reduce((sum, each) => sum + each, 0)).toBe(100);
      for (const [at, each] of modes.entries()) {
        expect(Math.abs((shown[at] ?? 0) - given[each] * 100)).toBeLessThanOrEqual(1.5);
        for (const [beside, other] of modes.entries()) {
          if (given[each] - given[other] > 0.01) expect(shown[at]).toBeGreaterThanOrEqual(shown[beside] ?? 0);
        }
      }
      const decision = { mode, confidence: sure, probabilities: given, source: "rules" } as unknown as Decision;
      const chances = chancesOf(decision);
      expect(percents(chances).reduce((sum, each) => sum + each, 0)).toBe(100);
      expect(certainty(decision)).toStartWith(`${Math.round(chances[mode] * 100)}% sure`);
    }),
  );
});
