import { expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { artifact, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { type Scenario, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";
import { keys, openTerminal } from "./terminal.ts";

const stories = { First: [writing({ "a.txt": "1\n" })], Second: [writing({ "b.txt": "2\n" })] };
const plan = {
  stories: [story("S1", { title: "First", writes: ["a.txt"] }), story("S2", { title: "Second", writes: ["b.txt"] })],
};

/** A scratch repository, and a model that answers as the scenario says. */
async function place(scenario: Scenario = {}) {
  const endpoint = await scriptedEndpoint({ stories, plan, ...scenario });
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  return {
    state,
    repo,
    args: ["Change a.txt and b.txt", "--agent", "openai:scripted-1", "--intake", "rules", "--no-verify"],
    env: { ...state.env, ...endpoint.env },
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]();
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
    },
  };
}

test("Ctrl-C while the planner thinks leaves a run that can be resumed, and says with what", async () => {
  let slow = true;
  const first: Scenario["first"] = ({ schema }) =>
    slow && JSON.stringify(schema ?? "").includes('"stories"') ? { text: "late", delayMs: 60_000 } : undefined;
  await using at = await place({ first });
  const args = [...at.args, "--mode", "sequential", "--yes"];
  const onEvent = (event: { type: string }, kill: (signal: NodeJS.Signals) => void) => {
    if (event.type === "mode.chosen") setTimeout(() => kill("SIGINT"), 1000);
  };
  const stopped = await runArtifact({ cwd: at.repo.path, env: at.env, args: [...args, "--json"], onEvent });
  expect(stopped.exitCode).toBe(130);
  const end = eventsOf(stopped.events, "run.finished")[0];
  const said = stopped.stderr;
  // In the log, and at the end of the card.
  expect(said.match(/baro resume change-a-txt-and-b-txt-\w+/g)?.length).toBe(2);
  // The second that the planner thought is part of the run.
  expect(end?.wallMs ?? 0).toBeGreaterThan(900);
  slow = false;
  const resumed = await runArtifact({ cwd: at.repo.path, env: at.env, args: ["resume", "--json"] });
  expect(resumed.exitCode).toBe(0);
});

test.each([
  ["drawn", {}],
  ["in sentences", { NO_COLOR: "1" }],
])("Ctrl-C at the plan, %s, keeps the plan as leaving it does", async (_how, env) => {
  await using at = await place();
  const args = [...at.args, "--mode", "sequential"];
  const terminal = openTerminal({ program: artifact, args, cwd: at.repo.path, env: { ...at.env, ...env } });
  await terminal.shows("Run this plan?");
  await terminal.shows(/Leave/);
  terminal.type(keys.interrupt);
  await terminal.shows("The plan is kept; go on with:");
  expect(await terminal.exit).toBe(130);
  expect(readdirSync(join(at.state.path, "state", "plans")).length).toBe(1);
  // What comes behind ^C begins a line.
  expect(terminal.screen()).not.toMatch(/\^C *\d/);
  expect(
    existsSync(join(at.state.path, "state", "runs")) ? readdirSync(join(at.state.path, "state", "runs")) : [],
  ).toEqual([]);
});

test("where nothing is drawn, what says nothing for a while is told when it begins", async () => {
  await using at = await place();
  const args = [...at.args.slice(0, -1), "--verify", "true", "--mode", "sequential", "--yes"];
  const { stderr } = await runArtifact({ cwd: at.repo.path, env: at.env, args });
  const lines = ["planning", "setting up worktrees and checking the base", "checking the result"];
  const told = stderr.split("\n").map((line) => line.replace(/^\s*\d+:\d\d +/, ""));
  expect(told.filter((line) => lines.includes(line))).toEqual(lines);
  const dry = await runArtifact({ cwd: at.repo.path, env: at.env, args: [...args, "--dry-run"] });
  expect(dry.stderr).toContain("planning");
  expect(dry.stderr).not.toContain("setting up");
});

test("at 40 columns a question keeps its words when it is answered, its paths whole, and its modes in the form that fits", async () => {
  const path = "middleware/rewrite_test.go";
  await using at = await place({
    plan: {
      stories: [story("S1", { title: "First", writes: [path] }), story("S2", { title: "Second", writes: ["b.txt"] })],
    },
  });
  const terminal = openTerminal({ program: artifact, args: at.args, cwd: at.repo.path, env: at.env, columns: 40 });
  await terminal.shows(/is suggested/);
  await terminal.shows(/sequential: \d+%, 1\.1x time/);
  terminal.type(keys.down);
  terminal.type(keys.enter);
  await terminal.shows(path);
  terminal.type(keys.interrupt);
  await terminal.exit;
  expect(terminal.screen()).toMatch(/◇ {2}\w+ is suggested \(\d\d% sure, by\s+│ {2}rules\)/);
});

test("a demo keeps nothing for a next run, and no scratch repository that nothing was begun in", async () => {
  using state = privateState();
  using temporary = scratchFolder();
  const env = { ...state.env, TMPDIR: temporary.path };
  const repositories = () => readdirSync(temporary.path).filter((name) => name.startsWith("baro-demo-")).length;
  const terminal = openTerminal({ program: artifact, args: ["demo"], cwd: state.path, env });
  await terminal.shows("is suggested");
  expect(repositories()).toBe(1);
  terminal.type(keys.interrupt);
  expect(await terminal.exit).toBe(130);
  expect(repositories()).toBe(0);
  const refused = await runArtifact({ cwd: state.path, env: { ...env, XDG_CACHE_HOME: "/proc/none" }, args: ["demo"] });
  expect(refused.exitCode).toBe(5);
  expect(repositories()).toBe(0);
  expect((await runArtifact({ cwd: state.path, env, args: ["demo"] })).exitCode).toBe(0);
  expect(repositories()).toBe(1);
  expect(existsSync(join(state.path, "cache", "baro", "warm"))).toBe(false);
});
