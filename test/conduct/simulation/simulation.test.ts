import { expect, test } from "bun:test";
import { simulate } from "./simulate.ts";

const seeds = 20_000;

test(
  `${seeds} simulated runs keep every promise`,
  async () => {
    let predicted = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const { journal } = await simulate(seed);
      predicted += journal.filter((event) => event.type === "conflict.predicted").length;
    }
    // Promises about predictions are worth as much as there are predictions.
    expect(predicted).toBeGreaterThan(seeds / 20);
  },
  { timeout: 300_000 },
);

test("a seed plays the same way every time", async () => {
  for (const seed of [3, 17, 99, 1234]) {
    expect(JSON.stringify((await simulate(seed)).journal)).toBe(JSON.stringify((await simulate(seed)).journal));
  }
});

test("predicted conflicts make fewer stories fail, for fewer tokens", async () => {
  const outcome = async (probes: boolean) => {
    let failed = 0;
    let tokens = 0;
    for (let seed = 1; seed <= 2_000; seed++) {
      const { journal, result } = await simulate(seed, { probes });
      const ends = journal.filter((event) => event.type === "story.finished");
      failed += ends.filter((event) => event.reason.startsWith("It conflicts")).length;
      tokens += result.usage.input + result.usage.output;
    }
    return { failed, tokens };
  };
  const [blind, seeing] = [await outcome(false), await outcome(true)];
  expect(seeing.failed).toBeLessThan(blind.failed);
  expect(seeing.tokens).toBeLessThan(blind.tokens);
}, 120_000);
