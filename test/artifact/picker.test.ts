import { expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, privateState, runArtifact } from "./artifact.ts";
import { checkoutState } from "./checkout-state.ts";
import { scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";
import { keys, openTerminal } from "./terminal.ts";

const goal = "Fix the typo in a.txt";
const stories = {
  [goal]: [writing({ "a.txt": "fixed\n" })],
  First: [writing({ "a.txt": "1\n" })],
  Second: [writing({ "b.txt": "2\n" })],
};
const plan = {
  stories: [
    story("S1", { title: "First", writes: ["a.txt"] }),
    story("S2", { title: "Second", writes: ["b.txt"], dependsOn: ["S1"] }),
  ],
};

type Env = Record<string, string>;

async function inTerminal(play: (terminal: ReturnType<typeof openTerminal>, env: Env) => Promise<void>) {
  await using endpoint = await scriptedEndpoint({ stories, plan });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  const before = checkoutState(repo.path);
  const env = { ...state.env, ...endpoint.env };
  const args = [goal, "--agent", "openai:scripted-1", "--intake", "rules", "--no-verify"];
  const terminal = openTerminal({ program: artifact, args, cwd: repo.path, env });
  await play(terminal, env);
  const exitCode = await terminal.exit;
  expect(checkoutState(repo.path)).toEqual(before);
  const branch = repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads/baro");
  const runs = existsSync(join(state.path, "state", "runs")) ? readdirSync(join(state.path, "state", "runs")) : [];
  const log = branch === "" ? [] : repo.git("log", "--format=%s", `main..${branch}`).split("\n");
  const worktrees = join(state.path, "cache", "baro", "worktrees");
  const left = existsSync(worktrees) ? readdirSync(worktrees) : [];
  return { left, exitCode, screen: terminal.screen(), log, runs, served: endpoint.served };
}

test("one Enter accepts a decisive focused mode and its story", async () => {
  const { exitCode, screen, log } = await inTerminal(async (terminal) => {
    await terminal.shows("focused is suggested");
    await terminal.shows(/\d+%/);
    await terminal.shows(`One story: ${goal}`);
    await terminal.shows("parallel");
    terminal.type(keys.enter);
    await terminal.shows("Delivered");
    await terminal.shows("● Nothing");
    terminal.type(keys.enter);
  });
  expect(screen).not.toContain("Run this plan?");
  expect(exitCode).toBe(0);
  expect(log).toEqual([goal]);
  expect(screen).toContain("0.5x time, 1.6x tokens");
});

test("an arrow overrides the mode", async () => {
  const { exitCode, log } = await inTerminal(async (terminal) => {
    await terminal.shows("parallel");
    terminal.type(keys.down);
    terminal.type(keys.enter);
    await terminal.shows("S2");
    await terminal.shows(/accept/i);
    terminal.type(keys.enter);
    await terminal.shows("Delivered");
    await terminal.shows("● Nothing");
    terminal.type(keys.enter);
  });
  expect(exitCode).toBe(0);
  expect(log).toEqual(["Second", "First"]);
});

test("Ctrl-C at the picker leaves with nothing done", async () => {
  const { exitCode, log, runs, left, served } = await inTerminal(async (terminal) => {
    await terminal.shows("parallel");
    terminal.type(keys.interrupt);
  });
  expect(exitCode).toBe(130);
  expect(log).toEqual([]);
  expect(runs).toEqual([]);
  expect(left).toEqual([]);
  expect(served).toEqual([]);
});

test.each(["picker", "review"] as const)("baro stop ends a run whose question is open: the %s", async (moment) => {
  const { exitCode, log, runs, left } = await inTerminal(async (terminal, env) => {
    await terminal.shows("Enter: confirm");
    if (moment === "review") {
      terminal.type(keys.down);
      terminal.type(keys.enter);
      await terminal.shows("start the agents");
    }
    const stopped = await runArtifact({ cwd: "/", env, args: ["stop"] });
    expect(stopped.stdout).toMatch(/^Stopped run \S+ before it began; nothing of it is left\n$/);
  });
  expect(exitCode).toBe(143);
  expect(log).toEqual([]);
  expect(runs).toEqual([]);
  expect(left).toEqual([]);
});
