import { expect, test } from "bun:test";
import type { ModeCosts } from "../../src/plan/cost-model.ts";
import { measuredCosts } from "../../src/run/recorded-runs.ts";

const measured = (different: Partial<ModeCosts>): ModeCosts => ({
  runs: 3,
  scope: "repository",
  wallMs: 100_000,
  tokens: 5000,
  storyMs: 90_000,
  storyTokens: 5000,
  overheadMs: 10_000,
  ...different,
});

test("without a recorded focused run nothing is measured", () => {
  expect(measuredCosts(null)).toBeNull();
  expect(measuredCosts({ sequential: measured({}) })).toBeNull();
});

test("what other modes take beside the work comes on top of a focused run, and the rest is assumed", () => {
  const costs = measuredCosts({ focused: measured({}), sequential: measured({ overheadMs: 40_000 }) });
  expect(costs).toEqual({
    focused: { wall: 100_000, tokens: 5000 },
    sequential: { wall: 130_000, tokens: 6000 },
    parallel: { wall: 50_000, tokens: 8000 },
  });
});

test("what another repository's runs took decides nothing", () => {
  const elsewhere = measured({ scope: "machine", overheadMs: 9_000_000 });
  expect(measuredCosts({ focused: elsewhere, sequential: measured({}) })).toBeNull();
  expect(measuredCosts({ focused: measured({}), sequential: elsewhere, parallel: elsewhere })).toEqual(
    measuredCosts({ focused: measured({}) }),
  );
});
