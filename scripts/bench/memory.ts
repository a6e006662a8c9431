// The peak memory of the compiled binary and what a story costs, from one story to many, with the native agent in its
// process and the model in another. Usage: bun scripts/bench/memory.ts [--stories 1,10,50,100,200] [--files N] [--binary F]
// Prints one line per run; exits with 1 when a target is missed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { RunEvent } from "../../src/core/event.ts";
import type { Plan } from "../../src/core/plan.ts";
import { makeRepository } from "./main-job/made-repository.ts";
import { builtBinary, placesIn, requireBinary } from "./main-job/work-folder.ts";
import { runMeasured } from "./memory/watch-memory.ts";

const { values } = parseArgs({
  options: {
    stories: { type: "string", default: "1,10,50,100,200" },
    files: { type: "string", default: "1000" },
    binary: { type: "string", default: builtBinary },
  },
});
const binary = requireBinary(values.binary);

const targetMb = 200;
const targetMsEach = 150;
const work = realpathSync(mkdtempSync(join(tmpdir(), "baro-bench-")));
const endpoint = spawn(process.execPath, [join(import.meta.dirname, "memory", "endpoint.ts")], {
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  const [address] = (await once(endpoint.stdout, "data")) as [Buffer];
  const url = `${address.toString("utf8").trim()}/v1`;
  const template = join(work, "template");
  makeRepository(template, Number(values.files));
  console.log(`load average ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`);
  for (const count of values.stories.split(",").map(Number)) {
    if (!(await measure(template, count, url))) process.exitCode = 1;
  }
} finally {
  endpoint.kill();
  rmSync(work, { recursive: true, force: true });
}

/** Runs that many stories, four at once, and prints what it took. False when a target was missed. */
async function measure(template: string, count: number, url: string): Promise<boolean> {
  const folder = join(work, `of-${count}`);
  const root = join(folder, "repository");
  cpSync(template, root, { recursive: true });
  const plan = join(folder, "plan.json");
  writeFileSync(plan, JSON.stringify(planOf(count)));
  const env = { ...placesIn(folder), OPENAI_BASE_URL: url, OPENAI_API_KEY: "none" };
  const flags = ["--yes", "--agent", "openai:scripted-1", "--deliver", "branch", "--no-verify", "--parallel", "4"];
  const args = ["conduct", plan, "--max-stories", String(Math.max(12, count)), ...flags];
  const { memory, cpuMs, code, stderr } = await runMeasured(binary, args, root, env);
  const events = journalIn(join(folder, "state"));
  const merged = events.filter((event) => event.type === "story.finished" && event.outcome === "merged").length;
  if (code !== 0 || merged !== count) throw new Error(`${merged} of ${count} stories landed, exit ${code}:\n${stderr}`);
  const eachMs = conductingMs(events) / count;
  const { peak, anonymous, files } = memory;
  const share = `${Math.round(anonymous)} own, ${Math.round(files)} of files`;
  const ok = peak < targetMb && (count === 1 || eachMs < targetMsEach);
  console.log(
    `${String(count).padStart(4)} stories  peak ${peak.toFixed(0).padStart(4)} MB (${share})  ${eachMs.toFixed(0)} ms each (${(cpuMs / count).toFixed(0)} of our processor time)${ok ? "" : "  MISSED"}`,
  );
  // What cleans up behind a run may still be at it.
  rmSync(folder, { recursive: true, force: true });
  return ok;
}

function planOf(count: number): Plan {
  return {
    version: 1,
    goal: `Write ${count} documents`,
    mode: "parallel",
    stories: Array.from({ length: count }, (_, n) => ({
      id: `S${n + 1}`,
      title: `Write document ${n + 1}`,
      brief: `Write docs/part-${n + 1}/made.md: what the folder is for, in a few sentences.`,
      writes: [`docs/part-${n + 1}/made.md`],
      reads: [],
      dependsOn: [],
      acceptance: [],
      verify: [],
      weight: "standard",
    })),
  };
}

function journalIn(state: string): RunEvent[] {
  const runs = join(state, "runs");
  const [run] = readdirSync(runs);
  const text = readFileSync(join(runs, run ?? "", "journal.jsonl"), "utf8");
  return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as RunEvent]));
}

/** From the accepted plan to the last story's end. */
function conductingMs(events: readonly RunEvent[]): number {
  const from = events.find(({ type }) => type === "plan.accepted");
  const to = events.findLast(({ type }) => type === "story.finished");
  return Date.parse(to?.at ?? "") - Date.parse(from?.at ?? "");
}
