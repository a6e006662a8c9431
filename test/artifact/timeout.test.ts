import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { orphans } from "./orphans.ts";
import { type Scenario, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

const goal = "Rename the headings of a.txt and b.txt";
const modest: Scenario = {
  stories: { S1: [writing({ "b.txt": "B\n" })] },
  plan: { stories: [story("S1", { writes: ["b.txt"] })] },
};
/** The model takes the question, and never answers it. */
const hanging: Scenario = { first: () => ({ delayMs: 120_000, text: "" }) };

async function playground() {
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  return {
    folder: state.path,
    commit: (files: Record<string, string>) => repo.commit("More", files),
    git: repo.git,
    run: async (scenario: Scenario, args: readonly string[], more: Record<string, string> = {}) => {
      await using endpoint = await scriptedEndpoint(scenario);
      const from = performance.now();
      const env = { ...state.env, ...endpoint.env, ...more };
      const ended = await runArtifact({ cwd: repo.path, env, args: [...args, "--json"] });
      return { ...ended, ms: performance.now() - from };
    },
    [Symbol.dispose]() {
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
    },
  };
}

const model = ["--agent", "openai:scripted-1", "--deliver", "branch", "--no-verify"];

test("a planner that hangs is ended by --timeout, and the run goes on where it stopped with more time", async () => {
  using play = await playground();
  const stopped = await play.run(hanging, [goal, "--mode", "sequential", ...model, "--timeout", "2s"]);
  expect(stopped.exitCode).toBe(6);
  expect(stopped.ms).toBeLessThan(15_000);
  expect(eventsOf(stopped.events, "limit.reached")).toMatchObject([{ limit: "timeout" }]);
  expect(eventsOf(stopped.events, "run.finished")).toMatchObject([{ outcome: "ceiling", exitCode: 6 }]);
  const resumed = await play.run(modest, ["resume", "--timeout", "5m"]);
  expect(resumed.exitCode).toBe(0);
  expect(eventsOf(resumed.events, "story.merged")).toHaveLength(1);
}, 60_000);

test("while a planner thinks, nothing of the repository runs: no set-up, no package's script, no check", async () => {
  using play = await playground();
  const ran = join(play.folder, "ran");
  const note = `touch ${ran}`;
  play.commit({
    "package.json": JSON.stringify({ name: "x", dependencies: { dep: "file:dep" }, scripts: { postinstall: note } }),
    "package-lock.json": JSON.stringify({
      ...{ name: "x", lockfileVersion: 3, requires: true },
      packages: {
        "": { name: "x", dependencies: { dep: "file:dep" }, hasInstallScript: true },
        dep: { version: "1.0.0" },
        "node_modules/dep": { resolved: "dep", link: true },
      },
    }),
    "dep/package.json": '{ "name": "dep", "version": "1.0.0" }\n',
  });
  const args = [goal, "--mode", "sequential", ...model.slice(0, 4), "--setup", note, "--verify", note];
  const stopped = await play.run(hanging, [...args, "--timeout", "6s"]);
  expect(stopped.exitCode).toBe(6);
  expect(existsSync(ran)).toBe(false);
  await play.run(modest, ["resume", "--timeout", "5m"]);
  expect(existsSync(ran)).toBe(true);
}, 120_000);

test("intake that hangs is ended by --timeout", async () => {
  using play = await playground();
  const stopped = await play.run(hanging, [goal, "--intake", "model", ...model, "--timeout", "2s"]);
  expect(stopped.exitCode).toBe(6);
  expect(stopped.ms).toBeLessThan(15_000);
}, 60_000);

test.each([["plan"], ["intake"]])(
  "baro %s keeps the time that is set",
  async (command) => {
    using play = await playground();
    const args = [command, goal, "--intake", "model", ...model.slice(0, 2)];
    const stopped = await play.run(hanging, args, { BARO_TIMEOUT: "2s" });
    expect(stopped.exitCode).toBe(6);
    expect(stopped.stderr).toContain("the time is up");
    expect(stopped.ms).toBeLessThan(15_000);
  },
  60_000,
);

test("a check of the base that hangs is ended by --timeout", async () => {
  using play = await playground();
  const check = ["--verify", "sleep 100", "--require-checks"];
  const stopped = await play.run(modest, [
    goal,
    "--mode",
    "focused",
    ...model.slice(0, 4),
    ...check,
    "--timeout",
    "2s",
  ]);
  expect(stopped.exitCode).toBe(6);
  expect(stopped.ms).toBeLessThan(15_000);
}, 60_000);

/** Ended by nothing but SIGKILL. */
const deaf = "trap '' TERM INT HUP; while :; do sleep 1; done";
const fix = "Fix the typo in a.txt";
const fixing: Scenario = { stories: { [fix]: [writing({ "a.txt": "b\n" })] } };
const focused = [fix, "--mode", "focused", "--intake", "rules", ...model.slice(0, 4), "--timeout", "3s"];

test("a set-up that hears no signal is ended by --timeout, and leaves nothing", async () => {
  using play = await playground();
  const stopped = await play.run(fixing, [...focused, "--no-verify", "--setup", deaf]);
  expect(stopped.exitCode).toBe(6);
  expect(stopped.ms).toBeLessThan(15_000);
  expect(orphans(play.folder)).toEqual([]);
}, 60_000);

test("a filter of the person's that hangs in a checkout is ended by --timeout, and leaves nothing", async () => {
  using play = await playground();
  play.git("config", "filter.slow.smudge", "trap '' TERM; sleep 100");
  play.commit({ ".gitattributes": "*.txt filter=slow\n" });
  const stopped = await play.run(fixing, [...focused, "--no-verify"]);
  expect(stopped.exitCode).toBe(6);
  expect(stopped.ms).toBeLessThan(15_000);
  expect(orphans(play.folder)).toEqual([]);
}, 60_000);

test("what a run spends in silence before its stories counts: a look at the base is not given twice", async () => {
  using play = await playground();
  const stopped = await play.run(fixing, [...focused, "--verify", deaf]);
  expect(stopped.exitCode).toBe(6);
  const at = (type: string) => Date.parse(stopped.events.find((event) => event.type === type)?.at ?? "");
  expect(at("limit.reached") - at("run.started")).toBeLessThan(4_000);
}, 60_000);
