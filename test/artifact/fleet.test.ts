import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent } from "../../src/core/event.ts";
import { scratchRepository } from "../support/scratch.ts";
import { type Ended, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { type Machines, noSsh, openMachines } from "./machines.ts";
import { planText, type StoryScript, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

const titles = ["Alpha", "Beta", "Gamma"];
const fileOf = (title: string) => `${title.toLowerCase()}.txt`;
const stories = titles.map((title, at) =>
  story(`S${at + 1}`, { title, writes: [fileOf(title)], verify: [`grep -q done ${fileOf(title)}`] }),
);
const quick = (title: string): StoryScript => [writing({ [fileOf(title)]: "done\n" })];

/** What each story is told to do now; a test replaces what it has to hold back. */
const scripts = new Map<string, StoryScript>();
let endpoint: Awaited<ReturnType<typeof scriptedEndpoint>>;
let fleet: Machines;

if (noSsh !== "") console.log(`Stories on other machines are not tested: ${noSsh}`);

beforeAll(async () => {
  const scripted = Object.fromEntries(
    titles.map((title) => [
      title,
      async (request: Parameters<Extract<StoryScript, (...args: never[]) => unknown>>[0]) => {
        const script = scripts.get(title) ?? quick(title);
        return typeof script === "function" ? script(request) : (script[request.turn] ?? { text: "Done" });
      },
    ]),
  );
  endpoint = await scriptedEndpoint({ stories: scripted });
  if (noSsh === "") fleet = await openMachines(["one", "two"], endpoint.env);
});

afterAll(async () => {
  await fleet?.[Symbol.asyncDispose]();
  await endpoint[Symbol.asyncDispose]();
});

/** A repository and a state of a run's own, with the environment that reaches the machines. */
function desk() {
  scripts.clear();
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n" });
  const env = { ...state.env, ...endpoint.env, ...fleet.env, BARO_WORKER_TIMEOUT: "4s" };
  const workers = fleet.machines.flatMap(({ spec }) => ["--worker", `${spec},slots=2`]);
  return {
    repo,
    env,
    workers,
    run: (...args: string[]) => runArtifact({ cwd: repo.path, env, args }),
    conduct: (args: string[], onEvent?: (event: RunEvent, kill: (signal: NodeJS.Signals) => void) => void) =>
      runArtifact({
        cwd: repo.path,
        env,
        args: ["conduct", "-", "--agent", "openai", "--json", "--no-verify", ...args],
        stdin: planText("parallel", stories),
        ...(onEvent === undefined ? {} : { onEvent }),
      }),
    treeOf: ({ events }: Ended) => {
      const { branch } = eventsOf(events, "delivery.finished")[0] ?? { branch: null };
      return branch === null ? null : repo.git("rev-parse", `${branch}^{tree}`);
    },
    [Symbol.dispose]: () => {
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
    },
  };
}

/** No story ends before all have begun: one machine has no room for the last, however late the other one comes. */
function holdUntilAllBegan(): void {
  const all = Promise.withResolvers<void>();
  const begun = new Set<string>();
  for (const title of titles) {
    scripts.set(title, async ({ turn }) => {
      begun.add(title);
      if (begun.size === titles.length) all.resolve();
      await all.promise;
      return turn === 0 ? writing({ [fileOf(title)]: "done\n" }) : { text: "Done" };
    });
  }
}

/** No ref but branches, no worktree and no process of a run, on this machine or the others. */
async function nothingLeft({ repo }: ReturnType<typeof desk>): Promise<void> {
  expect(repo.git("for-each-ref", "--format=%(refname)", "refs/baro")).toBe("");
  expect(fleet.machines.flatMap((machine) => machine.left())).toEqual([]);
  expect(fleet.workers()).toEqual([]);
}

describe.skipIf(noSsh !== "")("over ssh", () => {
  test("a plan is worked on by two machines, with the tree of a run on this one, and nothing is left", async () => {
    using here = desk();
    const near = await here.conduct([]);
    using there = desk();
    holdUntilAllBegan();
    const far = await there.conduct(there.workers);
    expect(near.exitCode).toBe(0);
    expect(far.exitCode).toBe(0);
    expect(there.treeOf(far)).toBe(here.treeOf(near));
    const where = eventsOf(far.events, "story.started").map(({ worker }) => worker ?? "here");
    expect(new Set(where)).toEqual(new Set(["one", "two"]));
    expect(far.stderr).toMatch(/S1 started with openai on (one|two)\n/);
    expect(eventsOf(far.events, "story.verified").map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(eventsOf(far.events, "lease.taken").map(({ fence }) => fence)).toEqual([1, 2, 3]);
    // The person's commits, whoever's machine made their files.
    const authors = there.repo.git(
      "log",
      "--format=%an %cn",
      eventsOf(far.events, "delivery.finished")[0]?.branch ?? "",
    );
    expect(new Set(authors.split("\n"))).toEqual(new Set(["Ada Tester Ada Tester"]));
    expect(JSON.stringify(far.events)).not.toContain("a-key-that-must-not-be-shown");
    await nothingLeft(there);
  }, 120_000);

  test("workers says what each can do, and what keeps one from it", async () => {
    using at = desk();
    const [one] = fleet.machines;
    const gone = "ssh:one,port=9,baro=baro";
    const said = await at.run("workers", "--json", "--worker", one?.spec ?? "", "--worker", gone);
    expect(said.exitCode).toBe(5);
    const [first, second] = JSON.parse(said.stdout) as {
      why: string | null;
      agents: { name: string; ready: boolean }[];
    }[];
    expect(first).toMatchObject({ why: null, version: expect.any(String), labels: ["os=linux", expect.any(String)] });
    expect(first?.agents.filter(({ ready }) => ready).map(({ name }) => name)).toEqual(["openai"]);
    expect(second?.why).toMatch(/refused/);
  }, 60_000);

  test("a story goes where what it needs is; what nobody has is told before anything is spent", async () => {
    using at = desk();
    const config = join(fleet.machines.find(({ name }) => name === "two")?.folder ?? "", "config", "baro");
    mkdirSync(config, { recursive: true });
    writeFileSync(join(config, "config.toml"), '[worker]\nlabels = ["gpu=a100"]\n');
    try {
      const plan = (needs: string[]) =>
        planText(
          "focused",
          stories.slice(0, 1).map((one) => ({ ...one, needs })),
        );
      const args = ["conduct", "-", "--agent", "openai", "--json", "--no-verify", ...at.workers];
      const call = { cwd: at.repo.path, env: at.env, args };
      const end = await runArtifact({ ...call, stdin: plan(["gpu"]) });
      expect(eventsOf(end.events, "story.started").map(({ worker }) => worker)).toEqual(["two"]);
      const none = await runArtifact({ ...call, stdin: plan(["gpu=h100"]) });
      expect(none.exitCode).toBe(5);
      expect(none.stderr).toMatch(/Cannot work on S1: it needs gpu=h100, and no worker can take it/);
      const doctor = await at.run("doctor", ...at.workers, "--agent", "openai");
      expect(doctor.stdout).toMatch(/ok +worker ssh:one/);
    } finally {
      rmSync(join(config, "config.toml"));
    }
  }, 120_000);

  test("a run whose only worker can't be had stops before anything is spent, and says why", async () => {
    using at = desk();
    const served = endpoint.served.length;
    const end = await at.conduct(["--worker", "ssh:one,port=9"]);
    expect(end.exitCode).toBe(5);
    expect(end.stderr).toMatch(/Cannot work on S1: no worker can take it \(one: .*refused/);
    expect(endpoint.served.length).toBe(served);
    expect(eventsOf(end.events, "story.started")).toEqual([]);
  }, 60_000);
});
