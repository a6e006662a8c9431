import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { artifact, privateState, runArtifact } from "./artifact.ts";
import { running, scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in a.txt";

/** A repository whose path has to be quoted, another one that the person stands in, and `baro` in the PATH. */
async function playground(turn = writing({ "a.txt": "fixed\n" })) {
  const endpoint = await scriptedEndpoint({ stories: { [goal]: [turn] } });
  const state = privateState();
  const folder = scratchFolder();
  const repository = scratchRepository({ "a.txt": "a\n" });
  const there = join(folder.path, "the app's (new)");
  spawnSync("cp", ["-r", repository.path, there]);
  const here = scratchRepository({ "a.txt": "mine\n" });
  mkdirSync(join(folder.path, "bin"));
  symlinkSync(artifact, join(folder.path, "bin", "baro"));
  const env = { ...state.env, ...endpoint.env, PATH: `${join(folder.path, "bin")}:${state.env["PATH"]}` };
  const how = ["--mode", "focused", "--agent", "openai", "--no-verify", "--no-input"];
  return {
    there,
    here,
    baro: (cwd: string, ...args: string[]) => runArtifact({ cwd, env, args }),
    start: (cwd: string, ...more: string[]) => runArtifact({ cwd, env, args: [goal, ...how, ...more] }),
    /** As a person pastes it. */
    paste: (cwd: string, line: string) => spawnSync("/bin/sh", ["-c", line], { cwd, env, encoding: "utf8" }),
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]();
      for (const place of [state, folder, repository, here]) place[Symbol.dispose]();
    },
  };
}

const nextOf = (text: string) => /^next *\n?(.+)$/m.exec(text)?.[1]?.trim() ?? "";
const fileIn = (root: string) => readFileSync(join(root, "a.txt"), "utf8");

test("what a run in another folder says to type next works where the person stands, and is short where it is meant", async () => {
  await using play = await playground();
  const { there, here, start, paste } = play;
  const ended = await start(here.path, "--cwd", there);
  expect(ended.exitCode).toBe(0);
  const next = nextOf(ended.stdout);
  expect(next).toStartWith("git -C '");
  const run = /baro\/(\S+)/.exec(next)?.[1] ?? "";
  // From its own folder, from below it, and by a link to it, the short form is right.
  mkdirSync(join(there, "below"));
  symlinkSync(there, join(dirname(there), "link"));
  for (const cwd of [there, join(there, "below"), join(dirname(there), "link")]) {
    expect(nextOf((await play.baro(cwd, "show", run)).stdout)).toBe(`git merge baro/${run}`);
  }
  expect(nextOf((await play.baro(here.path, "show", run)).stdout)).toBe(next);
  const pasted = paste(here.path, next);
  expect([pasted.status, fileIn(there), fileIn(here.path)]).toEqual([0, "fixed\n", "mine\n"]);
}, 60_000);

test("a run of another folder that was cut off goes on by its own words, whatever is configured where the person stands", async () => {
  await using play = await playground(running("sleep 30"));
  const { there, here, start, paste } = play;
  const ended = await start(here.path, "--cwd", there, "--timeout", "2s");
  expect(ended.exitCode).toBe(6);
  const again = nextOf(ended.stdout);
  expect(again).toStartWith("baro resume --cwd '");
  writeFileSync(join(here.path, "baro.toml"), "nonsense = 1\n");
  expect((await play.baro(here.path, "runs")).stderr).toContain("nonsense");
  const resumed = paste(here.path, again);
  expect([resumed.status, resumed.stderr.includes("nonsense")]).toEqual([6, false]);
}, 60_000);

test("hints of errors say where, too", async () => {
  await using play = await playground();
  const { there, here, paste } = play;
  for (const [command, hint] of [
    ["resume", "baro runs --cwd"],
    ["show", "baro --cwd '.*' \"GOAL\""],
  ] as const) {
    expect((await play.baro(here.path, command, "--cwd", there)).stderr).toMatch(new RegExp(`hint: .*: ${hint}`));
    expect((await play.baro(there, command)).stderr).not.toContain("--cwd");
  }
  writeFileSync(join(there, "baro.toml"), "deliver = 'pr'\n");
  const intake = () => play.baro(here.path, "intake", goal, "--cwd", there, "--intake", "rules");
  const trust = /after a look: (.+)$/m.exec((await intake()).stderr)?.[1] ?? "";
  expect(paste(here.path, trust).status).toBe(0);
  expect((await intake()).stderr).not.toContain("trusted");
  // A repository that is not one yet.
  rmSync(join(there, ".git"), { recursive: true });
  const none = await play.baro(here.path, goal, "--cwd", there, "--no-input");
  const init = /make one with: (.+)$/m.exec(none.stderr)?.[1] ?? "";
  expect(init).toStartWith("git -C '");
  expect(paste(here.path, init).status).toBe(0);
}, 60_000);
