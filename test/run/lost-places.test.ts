import { expect, test } from "bun:test";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BaroError } from "../../src/core/error.ts";
import type { Interrupts } from "../../src/run/interrupts.ts";
import { watchPlaces } from "../../src/run/lost-places.ts";
import type { RunStream } from "../../src/run/stream.ts";
import { scratchFolder } from "../support/scratch.ts";

/** A run in a folder, and a clock that a test turns look by look. */
function watched() {
  const folder = scratchFolder();
  const root = join(folder.path, "repo");
  const journal = join(folder.path, "run/journal.jsonl");
  mkdirSync(join(root, ".git"), { recursive: true });
  mkdirSync(join(folder.path, "run"));
  writeFileSync(journal, "");
  const losses: BaroError[] = [];
  let wake: () => void = () => {};
  let looks = 0;
  const host = {
    sleep: () => {
      looks++;
      return new Promise<void>((resolve) => {
        wake = resolve;
      });
    },
  };
  const stream = { folder: { journal, path: join(folder.path, "run") } } as RunStream;
  const interrupts = { giveUp: (why: BaroError) => void losses.push(why) } as Interrupts;
  const watch = () => watchPlaces(host, { root, run: "r1", stream, interrupts });
  const look = async (times: number) => {
    for (; times > 0; times--) {
      wake();
      await new Promise((resolve) => void setImmediate(resolve));
    }
  };
  return {
    folder: folder.path,
    root,
    journal,
    losses,
    watch,
    look,
    looks: () => looks,
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

test("a repository that is gone at three looks in a row ends the run, once, with what to do", async () => {
  using run = watched();
  using _watch = run.watch();
  await run.look(2);
  expect(run.losses).toEqual([]);
  rmSync(run.root, { recursive: true });
  await run.look(2);
  expect(run.losses).toEqual([]);
  await run.look(3);
  expect(run.losses.map(({ code, message, hint }) => [code, message, hint])).toEqual([
    ["no-repository", `Cannot go on: "${run.root}" was removed`, "Put the repository back, then run: baro resume r1"],
  ]);
});

test("a disk that was away for a moment is no loss", async () => {
  using run = watched();
  using _watch = run.watch();
  const git = join(run.root, ".git");
  for (let times = 0; times < 3; times++) {
    renameSync(git, `${git}-away`);
    await run.look(2);
    renameSync(`${git}-away`, git);
    await run.look(1);
  }
  expect(run.losses).toEqual([]);
  rmSync(git, { recursive: true });
  await run.look(3);
  expect(run.losses.map(({ message }) => message)).toEqual([`Cannot go on: "${git}" was removed`]);
});

test("a run whose own folder is gone can't be resumed", async () => {
  using run = watched();
  using _watch = run.watch();
  rmSync(run.journal);
  rmSync(run.root, { recursive: true });
  await run.look(3);
  expect(run.losses).toMatchObject([{ code: "no-state", hint: "Start the run again" }]);
});

test("a worktree whose own repository is gone is lost, whatever is in it", async () => {
  using run = watched();
  const own = join(run.folder, "main/.git/worktrees/w");
  mkdirSync(own, { recursive: true });
  rmSync(join(run.root, ".git"), { recursive: true });
  writeFileSync(join(run.root, ".git"), `gitdir: ../main/.git/worktrees/w\n`);
  using _watch = run.watch();
  await run.look(3);
  expect(run.losses).toEqual([]);
  rmSync(join(run.folder, "main"), { recursive: true });
  await run.look(3);
  expect(run.losses.map(({ message }) => message)).toEqual([`Cannot go on: "${own}" was removed`]);
});

test("nobody looks once it is over", async () => {
  using run = watched();
  const watch = run.watch();
  rmSync(run.root, { recursive: true });
  await run.look(2);
  watch[Symbol.dispose]();
  await run.look(3);
  expect(run.losses).toEqual([]);
  const looks = run.looks();
  await run.look(1);
  expect(run.looks()).toBe(looks);
});
