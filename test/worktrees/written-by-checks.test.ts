import { expect, test } from "bun:test";
import { join } from "node:path";
import { judgeChanges } from "../../src/conduct/guard.ts";
import type { Story } from "../../src/core/story.ts";
import { systemHost } from "../../src/host/system.ts";
import { localEffects } from "../../src/worktrees/local-effects.ts";
import { gitIn, scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";

const story: Story = {
  id: "S1",
  title: "S1",
  brief: "",
  writes: ["a.txt"],
  reads: [],
  dependsOn: [],
  acceptance: [],
  verify: [],
  weight: "standard",
};
/** Writes an ignored log of another name each time, and fails where `a.txt` says so. */
const check = 'mkdir -p logs && echo ran > "logs/run-$$.log"; ! grep -q bad a.txt';

async function opened() {
  const repo = scratchRepository({ "a.txt": "a\n", ".gitignore": "logs/\n" });
  const folder = scratchFolder();
  const base = gitIn(repo.path, "rev-parse", "HEAD");
  const effects = localEffects(systemHost(), {
    root: repo.path,
    run: "r",
    base,
    cacheDir: join(folder.path, "cache"),
    trailers: false,
    env: {},
    sandbox: null,
    checkTimeoutMs: 60_000,
    setUp: null,
    startAgent: async function* () {},
  });
  const never = new AbortController().signal;
  const worktree = await effects.openWorktree({ story, base, path: null, work: null }, never);
  const hidden = async () => judgeChanges(story, [story], await effects.inspect(worktree)).hidden;
  return {
    effects,
    base,
    never,
    worktree,
    hidden,
    writes: (files: Record<string, string>) => writeFiles(worktree.path, files),
    [Symbol.asyncDispose]: async () => {
      await effects.close(true);
      repo[Symbol.dispose]();
      folder[Symbol.dispose]();
    },
  };
}

test("what a check writes on the base is not told to an agent that ran it as well as a file of its own", async () => {
  await using at = await opened();
  await at.effects.checkCommit(at.base, check, at.never);
  at.writes({ "a.txt": "b\n", "logs/run-77.log": "ran\n", "logs/mine.py": "x = 1\n" });
  expect(await at.hidden()).toEqual(["logs/mine.py"]);
});

test("what a red check wrote beside an agent's work is not the agent's, and what was there before it is", async () => {
  await using at = await opened();
  at.writes({ "a.txt": "bad\n", "logs/mine.py": "x = 1\n" });
  expect(await at.hidden()).toEqual(["logs/mine.py"]);
  expect(await at.effects.checkWorktree(at.worktree, story, check, at.never)).toMatchObject({ ok: false });
  at.writes({ "a.txt": "good\n", "logs/more.py": "y = 1\n" });
  expect((await at.hidden()).sort()).toEqual(["logs/mine.py", "logs/more.py"]);
});

test("a file that the surface names is taken although a check writes it, too", async () => {
  await using at = await opened();
  await at.effects.checkCommit(at.base, "mkdir -p logs && echo ran > logs/out.txt", at.never);
  at.writes({ "a.txt": "b\n", "logs/out.txt": "mine\n" });
  const owns = { ...story, writes: ["a.txt", "logs/out.txt"] };
  const judged = judgeChanges(owns, [owns], await at.effects.inspect(at.worktree));
  expect(judged.take.sort()).toEqual(["a.txt", "logs/out.txt"]);
});
