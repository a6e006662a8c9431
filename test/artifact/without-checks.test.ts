import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, privateState, runArtifact } from "./artifact.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";
import { keys, openTerminal } from "./terminal.ts";

const goal = "Fix the typo in a.txt";
const wanted = [goal, "--agent", "openai:scripted-1", "--intake", "rules", "--mode", "focused"];
const stories = { [goal]: [writing({ "a.txt": "fixed\n" })] };

/** A repository whose test script names a program that only comes to be on the PATH when the test puts it there. */
function place() {
  const state = privateState();
  const programs = join(state.path, "programs");
  mkdirSync(programs);
  const repo = scratchRepository({
    "a.txt": "a\n",
    "package.json": JSON.stringify({ scripts: { test: "late-runner --all" } }),
  });
  const env = { ...state.env, PATH: `${programs}:${state.env["PATH"]}` };
  const install = () => {
    writeFileSync(join(programs, "late-runner"), "#!/bin/sh\nexit 0\n");
    chmodSync(join(programs, "late-runner"), 0o755);
  };
  const dispose = () => {
    state[Symbol.dispose]();
    repo[Symbol.dispose]();
  };
  return { env, repo, install, [Symbol.dispose]: dispose };
}

test("a person is asked before an agent starts; who stops, installs and resumes has the check", async () => {
  await using endpoint = await scriptedEndpoint({ stories });
  using at = place();
  const env = { ...at.env, ...endpoint.env };
  const terminal = openTerminal({ program: artifact, args: wanted, cwd: at.repo.path, env });
  await terminal.shows("Run this plan?");
  terminal.type(keys.enter);
  await terminal.shows("Go on without this check?");
  await terminal.shows("late-runner");
  terminal.type(keys.enter);
  await terminal.shows("baro resume");
  expect(await terminal.exit).toBe(130);
  expect(endpoint.served).toEqual([]);

  at.install();
  const resumed = await runArtifact({ args: ["resume", "--yes"], cwd: at.repo.path, env });
  expect(resumed.exitCode).toBe(0);
  const shown = await runArtifact({ args: ["show"], cwd: at.repo.path, env });
  const card = shown.stdout.slice(shown.stdout.indexOf("────"));
  expect(card).toContain("passed: npm test");
  expect(card).not.toContain("skipped");
});

test("a person may go on without it, and the end says so", async () => {
  await using endpoint = await scriptedEndpoint({ stories });
  using at = place();
  const terminal = openTerminal({
    program: artifact,
    args: wanted,
    cwd: at.repo.path,
    env: { ...at.env, ...endpoint.env },
  });
  await terminal.shows("Run this plan?");
  terminal.type(keys.enter);
  await terminal.shows("Go on without this check?");
  terminal.type(keys.down);
  terminal.type(keys.enter);
  await terminal.shows("Delivered");
  await terminal.shows(/skipped|not run/);
  await terminal.shows("● Nothing");
  terminal.type(keys.enter);
  expect(await terminal.exit).toBe(0);
});

test.each([[["--yes"]], [["--dry-run"]]])("nobody is asked with %p", async (flags) => {
  await using endpoint = await scriptedEndpoint({ stories });
  using at = place();
  const args = [...wanted, ...flags];
  const terminal = openTerminal({ program: artifact, args, cwd: at.repo.path, env: { ...at.env, ...endpoint.env } });
  expect(await terminal.exit).toBe(0);
  expect(terminal.screen()).not.toContain("Go on without");
});
