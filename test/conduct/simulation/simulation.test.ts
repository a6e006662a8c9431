import { expect, test } from "bun:test";
import { makeFleet } from "./scenario.ts";
import { simulate } from "./simulate.ts";

/** How many; `scripts/mutate.ts` plays fewer for each change. */
const seeds = Number(process.env["SIMULATED_SEEDS"] ?? 20_000);

test(
  `${seeds} simulated runs keep every promise`,
  async () => {
    let predicted = 0;
    let again = 0;
    let rescued = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const { journal } = await simulate(seed);
      const resumed = journal.findIndex((event) => event.type === "run.resumed");
      again += resumed < 0 ? 0 : 1;
      rescued += resumed >= 0 && journal.slice(resumed).some((event) => event.type === "story.merged") ? 1 : 0;
      predicted += journal.filter((event) => event.type === "conflict.predicted").length;
    }
    // Promises about predictions are worth as much as there are predictions.
    expect(predicted).toBeGreaterThan(seeds / 20);
    expect(again).toBeGreaterThan(seeds / 20);
    expect(rescued).toBeGreaterThan(again / 2);
  },
  { timeout: 900_000 },
);

/** Runs on workers that vanish, stand still, lag, repeat themselves and count time differently. */
const fleetSeeds = Number(process.env["SIMULATED_FLEETS"] ?? 400);

test(
  `${fleetSeeds} simulated runs of a fleet keep every promise`,
  async () => {
    const seen = { taken: 0, lost: 0, merged: 0 };
    for (let seed = 1; seed <= fleetSeeds; seed++) {
      const { journal } = await simulate(seed, makeFleet(seed));
      const count = (type: string) => journal.filter((event) => event.type === type).length;
      const fences = journal.flatMap((event) => (event.type === "lease.taken" ? [event.fence] : []));
      expect(fences).toEqual([...new Set(fences)].toSorted((a, b) => a - b));
      seen.taken += fences.length;
      seen.lost += count("lease.lost");
      seen.merged += count("story.merged");
    }
    expect(seen.lost).toBeGreaterThan(seen.taken / 50);
    expect(seen.merged).toBeGreaterThan(seen.lost);
  },
  { timeout: 900_000 },
);

test("what a machine took with it while its story waited is told when the run ends", async () => {
  // S1 waits for its provider on the machine that goes away, and the run is stopped before it is its turn again.
  const seed = 1854;
  const { journal } = await simulate(seed, makeFleet(seed));
  expect(journal).toContainEqual(expect.objectContaining({ type: "lease.lost", story: "S1" }));
});

test("a seed plays the same way every time", async () => {
  for (const seed of [3, 17, 99, 1234]) {
    expect(JSON.stringify((await simulate(seed)).journal)).toBe(JSON.stringify((await simulate(seed)).journal));
  }
});

// Fewer runs have too few conflicts to tell.
const compared = 2_000;

test.skipIf(seeds < compared)(
  "predicted conflicts make fewer stories fail, for fewer tokens",
  async () => {
    const outcome = async (probes: boolean) => {
      let failed = 0;
      let tokens = 0;
      for (let seed = 1; seed <= compared; seed++) {
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
  },
  600_000,
);
