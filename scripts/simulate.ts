// Simulated runs of the conductor, by seed: `bun scripts/simulate.ts [COUNT] [FIRST]`, or `--seed N` to watch one.
import process from "node:process";
import { makeScenario } from "../test/conduct/simulation/scenario.ts";
import { SeedFailure, simulate } from "../test/conduct/simulation/simulate.ts";

const args = process.argv.slice(2);
if (args[0] === "--seed") await watch(Number(args[1]));
else await playMany(Number(args[0] ?? 1_000_000), Number(args[1] ?? 1));

async function watch(seed: number): Promise<void> {
  console.log(JSON.stringify(makeScenario(seed)));
  try {
    const { journal, result, processes } = await simulate(seed);
    for (const event of journal) console.log(JSON.stringify(event));
    console.log(JSON.stringify({ ...result, processes }));
  } catch (error) {
    for (const event of error instanceof SeedFailure ? error.journal : []) console.log(JSON.stringify(event));
    throw error;
  }
}

async function playMany(count: number, first: number): Promise<void> {
  const started = performance.now();
  for (let seed = first; seed < first + count; seed++) {
    try {
      await simulate(seed);
    } catch (error) {
      console.error(error instanceof Error ? error.message : String(error));
      console.error(`Watch it: bun scripts/simulate.ts --seed ${seed}`);
      process.exit(1);
    }
    const done = seed - first + 1;
    if (done % 10_000 !== 0 && done !== count) continue;
    const seconds = (performance.now() - started) / 1000;
    console.log(`${done} seeds, ${Math.round(done / seconds)} seeds/s, none failed`);
  }
}
