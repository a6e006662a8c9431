// Simulated runs of the conductor, by seed: `bun scripts/simulate.ts [--fleet] [COUNT] [FIRST]`, or `--seed N` to watch one.
import { availableParallelism } from "node:os";
import process from "node:process";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { makeFleet, makeScenario } from "../test/conduct/simulation/scenario.ts";
import { SeedFailure, simulate } from "../test/conduct/simulation/simulate.ts";

/** What a thread plays before it says how far it is. */
const batch = 500;

/** From a thread: how many seeds it has played since it last spoke, or the one that broke a promise. */
type Report = { played: number } | { seed: number; message: string };

const isFleet = process.argv.includes("--fleet");
const args = process.argv.slice(2).filter((arg) => arg !== "--fleet");
/** What a seed is played with beside what it is made of: the machines of a fleet. */
const more = (seed: number) => (isFleet ? makeFleet(seed) : {});
if (!isMainThread) await playShare(workerData as { first: number; end: number; step: number });
else if (args[0] === "--seed") await watch(Number(args[1]));
else await playMany(Number(args[0] ?? 1_000_000), Number(args[1] ?? 1));

async function watch(seed: number): Promise<void> {
  console.log(JSON.stringify({ ...makeScenario(seed), ...more(seed) }));
  try {
    const { journal, result, processes } = await simulate(seed, more(seed));
    for (const event of journal) console.log(JSON.stringify(event));
    console.log(JSON.stringify({ ...result, processes }));
  } catch (error) {
    for (const event of error instanceof SeedFailure ? error.journal : []) console.log(JSON.stringify(event));
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}

/** One thread's seeds: those from `first` on, `step` apart. */
async function playShare({ first, end, step }: { first: number; end: number; step: number }): Promise<void> {
  const tell = (report: Report) => parentPort?.postMessage(report);
  let played = 0;
  for (let seed = first; seed < end; seed += step) {
    try {
      await simulate(seed, more(seed));
    } catch (error) {
      tell({ seed, message: error instanceof Error ? error.message : String(error) });
      return;
    }
    if (++played % batch === 0) tell({ played: batch });
  }
  if (played % batch !== 0) tell({ played: played % batch });
}

/** Seeds don't know of one another, so every core plays a share. */
async function playMany(count: number, first: number): Promise<void> {
  const started = performance.now();
  let done = 0;
  let shown = 0;
  const hear = (report: Report) => {
    if ("seed" in report) {
      console.error(
        `${report.message}\nWatch it: bun scripts/simulate.ts ${isFleet ? "--fleet " : ""}--seed ${report.seed}`,
      );
      process.exit(1);
    }
    done += report.played;
    if (done - shown < (isFleet ? 1_000 : 10_000) && done !== count) return;
    shown = done;
    const seconds = (performance.now() - started) / 1000;
    console.log(`${done} seeds, ${Math.round(done / seconds)} seeds/s, none failed`);
  };
  const threads = Math.min(availableParallelism(), count);
  const shares = Array.from({ length: threads }, (_, place) => {
    const share = { first: first + place, end: first + count, step: threads };
    const worker = new Worker(new URL(import.meta.url), { workerData: share, argv: isFleet ? ["--fleet"] : [] });
    worker.on("message", hear);
    return new Promise<void>((resolve, reject) => worker.once("error", reject).once("exit", () => resolve()));
  });
  await Promise.all(shares);
}
