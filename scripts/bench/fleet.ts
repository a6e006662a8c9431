// Measures stories on other machines: how far they scale, what they cost beside this one, and what a loss costs.
// Usage: bun scripts/bench/fleet.ts [--workers 1,2,4,8] [--stories N] [--only scale|events|recovery|memory]
// Every worker is a process of this machine behind an sshd of the bench's own, so what is shared is its processor: the load is told
// beside each figure, and what a story took of it, with the ratio that is the most there can be with so many cores. Prints one line per figure and one JSON document last.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Story } from "../../src/core/story.ts";
import { artifact, type Ended, eventsOf, privateState, runArtifact } from "../../test/artifact/artifact.ts";
import { type Machines, openMachines, processorTimeBelow, until } from "../../test/artifact/machines.ts";
import { noBroker, openBroker, openPoolWorker } from "../../test/artifact/pool-place.ts";
import { planText, scriptedEndpoint, story, writing } from "../../test/artifact/scripted-endpoint.ts";
import { scratchFolder, scratchRepository } from "../../test/support/scratch.ts";
import { openSimulatedWorkers } from "./fleet/simulated-workers.ts";
import { talkativeClaude } from "./fleet/talkative-claude.ts";
import { median } from "./main-job/measure.ts";
import { runMeasured } from "./memory/watch-memory.ts";

const { values } = parseArgs({
  options: {
    workers: { type: "string", default: "1,2,4,8" },
    stories: { type: "string", default: "40" },
    only: { type: "string" },
  },
});
const slots = 4;
const storyMs = 2_000;
/** A planner takes longer than any worker takes to come up. */
const thinkingMs = 8_000;
const count = Number(values.stories);
const common = ["--agent", "openai", "--json", "--no-verify", "--max-stories", "500"];

interface Figure {
  name: string;
  value: number;
  unit: string;
  load: number;
}
const figures: Figure[] = [];

function tell(name: string, value: number, unit: string): void {
  const load = loadavg()[0] ?? 0;
  figures.push({ name, value, unit, load });
  console.log(
    `${name.padEnd(62)} ${value.toFixed(unit === "x" ? 2 : 0).padStart(8)} ${unit.padEnd(4)} load ${load.toFixed(1)}`,
  );
}

console.log(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`);
const parts = { scale, events, recovery, memory };
for (const [name, part] of Object.entries(parts)) {
  if (values.only === undefined || values.only === name) await part();
}
console.log(JSON.stringify(figures));

/** Stories of files of their own. */
function independent(many: number): Story[] {
  return Array.from({ length: many }, (_, at) =>
    story(`S${at + 1}`, { title: `Story ${at + 1}`, writes: [`f${at + 1}.txt`] }),
  );
}

/** `from`: a plan that is there already, or a goal that a planner thinks about while workers come up. */
async function conduct(
  stories: Story[],
  env: Record<string, string>,
  args: readonly string[],
  from: "plan" | "goal" = "plan",
): Promise<Ended> {
  using state = privateState();
  const files = stories.flatMap(({ writes }) => writes);
  using repo = scratchRepository(Object.fromEntries(files.map((path) => [path, "to do\n"])));
  const goal = `Write each of ${files.join(", ")}`;
  const planned = ["run", goal, "--mode", "parallel", "--yes", "--deliver", "branch", ...common];
  const own = from === "goal" ? planned : ["conduct", "-", "--preview", ...common];
  const stdin = planText("parallel", stories);
  const end = await runArtifact({ cwd: repo.path, env: { ...state.env, ...env }, args: [...own, ...args], stdin });
  if (end.exitCode !== 0) throw new Error(`The run ended with ${end.exitCode}:\n${end.stderr}`);
  return end;
}

function at(event: { at: string } | undefined): number {
  return Date.parse(event?.at ?? "");
}

/** When each story's event of a type came; the last one counts. */
function timesOf({ events: all }: Ended, type: string): Map<string, number> {
  return new Map(
    all.flatMap((event) => (event.type === type && "story" in event ? [[String(event.story), at(event)]] : [])),
  );
}

/** Milliseconds from the first story's start to the last one's end. */
function spanOf(end: Ended, first: string): number {
  return Math.max(...timesOf(end, "story.finished").values()) - Math.min(...timesOf(end, first).values());
}

/** What a story took beside its agent. */
function overheadOf({ events }: Ended): number {
  const agents = new Map<string, number>();
  for (const event of events) if (event.type === "agent.finished") agents.set(event.story, event.ms);
  return median(eventsOf(events, "story.finished").map(({ story: id, ms }) => ms - (agents.get(id) ?? 0)));
}

/** Does it, and tells the processor time that a story took on both sides, and the ratio to the bound that this leaves possible here. */
async function withCost(boundMs: number, fleet: Machines | null, work: () => Promise<Ended>): Promise<Ended> {
  const from = { near: processorTimeBelow(process.pid), far: fleet?.spentMs() ?? 0 };
  const end = await work();
  if (fleet !== null) await until(() => fleet.connections().length === 0, "a worker has not ended");
  const near = processorTimeBelow(process.pid) - from.near;
  const far = (fleet?.spentMs() ?? 0) - from.far;
  tell("  processor time of a story, the conductor's side with its start", near / count, "ms");
  if (fleet !== null) tell("  and the workers' side with theirs", far / count, "ms");
  tell(
    "  the most that so many cores leave possible",
    boundMs / Math.max(boundMs, (near + far) / availableParallelism()),
    "x",
  );
  return end;
}

/** The same plan on this machine and on more and more others. */
async function scale(): Promise<void> {
  const stories = independent(count);
  const scripts = Object.fromEntries(
    stories.map(({ title, writes }) => [
      title,
      ({ turn }: { turn: number }) => ({
        delayMs: storyMs / 2,
        ...(turn === 0 ? writing({ [writes[0] ?? ""]: "done\n" }) : { text: "Done" }),
      }),
    ]),
  );
  await using endpoint = await scriptedEndpoint({
    stories: scripts,
    first: ({ schema }) => (schema === null ? undefined : { delayMs: thinkingMs, text: JSON.stringify({ stories }) }),
  });
  const boundOf = (workers: number) => Math.ceil(count / (slots * workers)) * storyMs;
  const near = await withCost(boundOf(1), null, () => conduct(stories, endpoint.env, ["--parallel", String(slots)]));
  tell(
    `${count} stories of 2 s here, ${slots} at once: bound to time`,
    boundOf(1) / spanOf(near, "story.started"),
    "x",
  );
  for (const workers of (values.workers ?? "").split(",").map(Number)) {
    const names = Array.from({ length: workers }, (_, index) => `w${index + 1}`);
    await using fleet = await openMachines(names, endpoint.env);
    const named = fleet.machines.flatMap(({ spec }) => ["--worker", `${spec},slots=${slots}`]);
    const env = { ...endpoint.env, ...fleet.env };
    const far = await withCost(boundOf(workers), fleet, () => conduct(stories, env, named));
    tell(
      `the same on ${workers} workers of ${slots}: bound to time`,
      boundOf(workers) / spanOf(far, "lease.taken"),
      "x",
    );
    const up = await conduct(stories, env, named, "goal");
    tell("  and where they came up while a planner thought", boundOf(workers) / spanOf(up, "lease.taken"), "x");
    const taken = timesOf(far, "lease.taken");
    const heard = timesOf(far, "agent.session");
    tell(
      "  lease to the agent's first word, median",
      median([...taken].map(([id, ms]) => (heard.get(id) ?? 0) - ms)),
      "ms",
    );
    tell("  a story beside its agent, median, over that here", overheadOf(far) - overheadOf(near), "ms");
  }
}

/** An agent that says 5,000 things a second, on another machine: all of it arrives, in order. */
async function events(): Promise<void> {
  using folder = scratchFolder();
  const [many, perSecond] = [30_000, 5_000];
  const env = talkativeClaude(folder.path, many, perSecond);
  await using fleet = await openMachines(["w1"], env);
  const [only] = independent(1) as [Story];
  const args = ["--agent", "claude", "--worker", fleet.machines[0]?.spec ?? ""];
  const end = await conduct([only], { ...env, ...fleet.env }, args);
  const said = eventsOf(end.events, "agent.text").map(({ text }) => Number(/^word (\d+)$/.exec(text)?.[1] ?? -1));
  const numbered = said.filter((number) => number >= 0);
  const inOrder = numbered.every((number, place) => place === 0 || number > (numbered[place - 1] ?? 0));
  const texts = end.events.filter((event) => event.type === "agent.text");
  tell(
    "events of an agent that says 5,000 a second: a second",
    numbered.length / ((at(texts.at(-1)) - at(texts[0])) / 1_000),
    "/s",
  );
  tell(`  lost of ${many}${inOrder ? "" : ", OUT OF ORDER"}`, many - numbered.length, "");
}

/** From the kill of the worker that has a story to the next agent's first word. */
async function recovery(): Promise<void> {
  const hangs = Promise.withResolvers<void>();
  let starts = 0;
  await using endpoint = await scriptedEndpoint({
    stories: {
      "Story 1": async ({ turn, aborted }) => {
        if (turn === 0) starts++;
        if (turn === 0) return writing({ "f1.txt": "done\n" });
        if (starts > 1) return { text: "Done" };
        hangs.resolve();
        await new Promise((resolve) => aborted.addEventListener("abort", resolve, { once: true }));
        return { text: "Done" };
      },
    },
  });
  let killedAt = 0;
  const kill = (pid: number) => {
    killedAt = Date.now();
    process.kill(pid, "SIGKILL");
  };
  const back = (end: Ended) => Math.max(...timesOf(end, "agent.session").values()) - killedAt;
  {
    await using fleet = await openMachines(["w1"], endpoint.env);
    const ending = conduct(independent(1), { ...endpoint.env, ...fleet.env }, [
      "--worker",
      fleet.machines[0]?.spec ?? "",
    ]);
    await hangs.promise;
    kill(fleet.workers()[0]?.pid ?? 0);
    tell("a worker over ssh is killed: to the next agent's first word", back(await ending), "ms");
  }
  if (noBroker !== "") return console.log(`A pool's recovery is not measured: ${noBroker}`);
  starts = 0;
  const lockMs = 4_000;
  await using broker = await openBroker();
  using remote = scratchFolder();
  const pool = { BARO_QUEUE: broker.url, BARO_QUEUE_LOCK: `${lockMs / 1_000}s` };
  await using first = await openPoolWorker({ ...endpoint.env, ...pool });
  const args = ["--queue", broker.url];
  const ending = conductWithRemote(remote.path, { ...endpoint.env, ...pool }, args);
  await until(() => starts === 1 && first.left().length > 0, "nobody began");
  await using _second = await openPoolWorker({ ...endpoint.env, ...pool });
  kill(first.pid);
  tell(
    `one of a pool with a lock of ${lockMs / 1_000} s is killed: beyond the lock`,
    back(await ending) - lockMs,
    "ms",
  );
}

async function conductWithRemote(remote: string, env: Record<string, string>, args: readonly string[]): Promise<Ended> {
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  repo.git("init", "--quiet", "--bare", remote);
  repo.git("remote", "add", "origin", remote);
  const own = ["conduct", "-", "--preview", ...common];
  const stdin = planText("focused", independent(1));
  return await runArtifact({ cwd: repo.path, env: { ...state.env, ...env }, args: [...own, ...args], stdin });
}

/** The conductor of 500 stories on 50 workers that only speak like ones. */
async function memory(): Promise<void> {
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  // Short: a socket lies in it.
  const folder = mkdtempSync("/tmp/bw-");
  await using workers = await openSimulatedWorkers(folder);
  await using endpoint = await scriptedEndpoint({});
  const plan = join(folder, "plan.json");
  writeFileSync(plan, planText("parallel", independent(500)));
  const named = Array.from({ length: 50 }, (_, index) => ["--worker", `ssh:w${index + 1},slots=4`]).flat();
  const env = { ...state.env, ...endpoint.env, GIT_SSH_COMMAND: workers.ssh };
  const args = ["conduct", plan, "--preview", ...common, ...named];
  const measured = await runMeasured(artifact, args, repo.path, env);
  rmSync(folder, { recursive: true, force: true });
  if (measured.code !== 0) throw new Error(`The run ended with ${measured.code}:\n${measured.stderr}`);
  const [branch = ""] = repo.git("branch", "--list", "--format=%(refname:short)", "baro/*").split("\n");
  const made = repo.git("ls-tree", "--name-only", branch).split("\n").length - 1;
  if (made !== 500) throw new Error(`${made} of 500 stories landed`);
  tell("500 stories on 50 simulated workers: the conductor's peak", measured.memory.peak, "MB");
  tell("  of it private when most was seen; the rest is the program's file", measured.memory.anonymous, "MB");
  tell("  its processor time a story", measured.cpuMs / 500, "ms");
}
