import { expect, test } from "bun:test";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEventBody, RunOutcome } from "../../src/core/event.ts";
import { systemHost } from "../../src/host/system.ts";
import { cleanRuns } from "../../src/run/clean.ts";
import type { RunOptions } from "../../src/settings/options.ts";
import { openJournal } from "../../src/store/journal.ts";
import { noteCacheUse, plansFolder } from "../../src/store/left-overs.ts";
import { takeOwnership } from "../../src/store/owner.ts";
import { reapWorktrees } from "../../src/store/reap-worktrees.ts";
import { makeRunFolder, runFolder } from "../../src/store/run-folder.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";

const host = systemHost();

/** A run that has ended, with its branch, a worktree and raw output. */
function endedRun(outcome: RunOutcome) {
  const repo = scratchRepository({ "a.txt": "a\n" });
  const state = scratchFolder();
  const folder = runFolder(state.path, "r1");
  makeRunFolder(folder);
  const journal = openJournal(host, folder.journal, "r1", []);
  const root = repo.path;
  const begun = { type: "run.started", goal: "Do", repo: { root }, flags: {}, workBranch: "baro/r1" };
  journal.append(begun as unknown as RunEventBody);
  const usage = { input: 1, cachedInput: 0, output: 1, reasoning: 0 };
  journal.append({ type: "run.finished", outcome, wallMs: 1, agentMs: 1, usage, files: 1 } as unknown as RunEventBody);
  journal.close();
  repo.git("checkout", "--quiet", "-b", "baro/r1");
  repo.commit("Work", { "a.txt": "work\n", "b.txt": "more\n" });
  repo.git("checkout", "--quiet", "main");
  const worktree = join(state.path, "cache", "worktrees", "r1");
  mkdirSync(join(worktree, "S1"), { recursive: true });
  mkdirSync(join(folder.logs, "S1-1"));
  const options = { stateDir: state.path, cacheDir: join(state.path, "cache"), cwd: repo.path } as RunOptions;
  const branches = () => repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/baro").split("\n");
  return {
    repo,
    options,
    folder,
    worktree,
    branches,
    [Symbol.dispose]: () => {
      repo[Symbol.dispose]();
      state[Symbol.dispose]();
    },
  };
}

test("a branch that was squashed into main goes, an unmerged one stays and is named", async () => {
  using run = endedRun("delivered");
  const first = await cleanRuns(host, run.options, { run: null, force: false });
  expect(first.kept).toMatchObject([
    { what: expect.stringContaining("branch baro/r1"), why: "its work is on no other branch" },
  ]);
  expect(existsSync(run.worktree)).toBe(false);
  run.repo.commit("Squash, and something else on top", { "a.txt": "work\n", "b.txt": "more\n", "c.txt": "c\n" });
  const second = await cleanRuns(host, run.options, { run: null, force: false });
  expect(second.kept).toEqual([]);
  expect(second.removed[0]).toContain("its work is on HEAD");
  expect(run.branches()).toEqual(["main"]);
  expect(existsSync(run.folder.journal)).toBe(true);
});

test("what an unfinished story has stays on its ref until it is forced, and is named with its commit", async () => {
  using run = endedRun("partial");
  const commit = run.repo.git("rev-parse", "baro/r1");
  run.repo.git("update-ref", "refs/baro/r1/kept/S2", commit);
  const soft = await cleanRuns(host, run.options, { run: "r1", force: false });
  expect(soft.kept).toHaveLength(2);
  expect(existsSync(run.folder.path)).toBe(true);
  const hard = await cleanRuns(host, run.options, { run: "r1", force: true });
  expect(hard.kept).toEqual([]);
  expect(hard.removed.filter((what) => what.includes(commit))).toHaveLength(2);
  expect(run.branches()).toEqual(["main"]);
  expect(existsSync(run.folder.path)).toBe(false);
});

test("locks of a killed git on the run's refs are no obstacle; another's lock is, and what it kept is not called removed", async () => {
  using run = endedRun("delivered");
  const lockOf = (name: string) => join(run.repo.path, ".git", name);
  writeFileSync(lockOf("refs/heads/baro/r1.lock"), "");
  writeFileSync(lockOf("packed-refs.lock"), "");
  const soft = await cleanRuns(host, run.options, { run: "r1", force: true });
  expect(soft.removed.filter((what) => what.startsWith("branch"))).toEqual([]);
  expect(soft.kept).toMatchObject([
    { what: expect.stringContaining("branch baro/r1"), why: expect.stringContaining("packed-refs.lock") },
  ]);
  expect(run.branches()).toEqual(["baro/r1", "main"]);
  rmSync(lockOf("packed-refs.lock"));
  const hard = await cleanRuns(host, run.options, { run: "r1", force: true });
  expect(hard.kept).toEqual([]);
  expect(run.branches()).toEqual(["main"]);
});

test("a branch that is checked out stays, even when it is forced", async () => {
  using run = endedRun("delivered");
  run.repo.git("checkout", "--quiet", "baro/r1");
  const cleaned = await cleanRuns(host, run.options, { run: null, force: true });
  expect(cleaned.kept).toMatchObject([{ why: "it is checked out" }]);
});

test("reapWorktrees() takes what a finished run left long ago, and nothing that a run still needs", async () => {
  using old = endedRun("delivered");
  using open = endedRun("interrupted");
  const later = { now: () => Date.now() + 100_000 };
  const soon = { ...old.options, keepWorktreesMs: 200_000 };
  expect(await reapWorktrees(later, soon)).toEqual([]);
  expect(await reapWorktrees(later, { ...old.options, keepWorktreesMs: 50_000 })).toEqual(["r1"]);
  expect(existsSync(old.worktree)).toBe(false);
  expect(await reapWorktrees(later, { ...open.options, keepWorktreesMs: 50_000 })).toEqual([]);
  expect(existsSync(open.worktree)).toBe(true);
});

test("a run that can be resumed is left whole", async () => {
  using run = endedRun("interrupted");
  const cleaned = await cleanRuns(host, run.options, { run: null, force: false });
  expect(cleaned).toEqual({ removed: [], kept: [{ what: "run r1", why: "it can be resumed with: baro resume r1" }] });
  expect(existsSync(run.worktree)).toBe(true);
});

test("a run that is forced away is gone from the list too: it can't be resumed without its work", async () => {
  using run = endedRun("interrupted");
  await cleanRuns(host, run.options, { run: null, force: true });
  expect(existsSync(run.folder.path)).toBe(false);
  expect(run.branches()).toEqual(["main"]);
});

test("a run whose journal can't be read is left whole, and its branch is not looked for somewhere else", async () => {
  using run = endedRun("delivered");
  writeFileSync(run.folder.journal, "rubbish\n");
  const cwd = process.cwd();
  process.chdir(run.repo.path);
  const cleaned = await cleanRuns(host, run.options, { run: "r1", force: false });
  process.chdir(cwd);
  expect(cleaned).toEqual({ removed: [], kept: [{ what: "run r1", why: "its journal is broken" }] });
  expect(run.branches()).toEqual(["baro/r1", "main"]);
  expect(existsSync(run.worktree)).toBe(true);
});

test("a run that somebody goes on with meanwhile is left alone", async () => {
  using run = endedRun("interrupted");
  const { release } = takeOwnership(host, run.folder);
  const cleaned = await cleanRuns(host, run.options, { run: null, force: true });
  release();
  expect(cleaned.kept).toMatchObject([{ why: "it is live" }]);
  expect(existsSync(run.folder.journal)).toBe(true);
});

test("a folder that no journal knows stays with what it holds, and goes when it holds nothing", async () => {
  using run = endedRun("delivered");
  const of = (name: string) => join(run.options.cacheDir, "worktrees", name);
  mkdirSync(of("empty"), { recursive: true });
  mkdirSync(join(of("full"), "w1"), { recursive: true });
  const { removed, kept } = await cleanRuns(host, run.options, { run: null, all: true, force: false });
  expect(removed).toContain(of("empty"));
  expect(kept).toContainEqual({ what: of("full"), why: "no journal here says what is in it" });
});

/** The caches of a sandbox, as a run that used one leaves them. */
function sandboxCache(cacheDir: string, name: string, commonDir: string | null) {
  const path = join(cacheDir, "sandbox", name);
  mkdirSync(join(path, "npm"), { recursive: true });
  if (commonDir !== null) noteCacheUse(path, commonDir);
  return path;
}

test("the sandbox's caches of a repository go with its runs, those of others with --all, and none that a live run may use", async () => {
  using run = endedRun("delivered");
  const { options, repo } = run;
  const mine = sandboxCache(options.cacheDir, "mine", join(repo.path, ".git"));
  const others = sandboxCache(options.cacheDir, "others", "/elsewhere/.git");
  const old = sandboxCache(options.cacheDir, "old", null);
  const dry = await cleanRuns(host, options, { run: null, force: false, dryRun: true });
  expect(dry.removed).toContain(mine);
  expect([mine, others, old].map(existsSync)).toEqual([true, true, true]);
  const here = await cleanRuns(host, options, { run: null, force: true });
  expect(here.removed).toContain(mine);
  expect([mine, others, old].map(existsSync)).toEqual([false, true, true]);
  const again = sandboxCache(options.cacheDir, "mine", join(repo.path, ".git"));
  const { release } = takeOwnership(host, run.folder);
  const busy = await cleanRuns(host, options, { run: null, all: true, force: true });
  release();
  expect(busy.kept.map(({ what }) => what).toSorted()).toEqual([again, old, "run r1"].toSorted());
  expect([again, others, old].map(existsSync)).toEqual([true, false, true]);
  await cleanRuns(host, options, { run: null, all: true, force: false });
  expect([again, old].map(existsSync)).toEqual([false, false]);
});

test("plans that were left are named by --all with how they go on, and go when they are forced away", async () => {
  using run = endedRun("delivered");
  const file = join(plansFolder(run.options.stateDir), "0k-fix.json");
  mkdirSync(plansFolder(run.options.stateDir));
  writeFileSync(file, "{}");
  const here = await cleanRuns(host, run.options, { run: null, force: true });
  expect(here.removed).not.toContain(file);
  const soft = await cleanRuns(host, run.options, { run: null, all: true, force: false });
  expect(soft.kept).toContainEqual({ what: file, why: `it can be run with: baro conduct ${file}` });
  const hard = await cleanRuns(host, run.options, { run: null, all: true, force: true });
  expect(hard.removed).toContain(file);
  expect(existsSync(file)).toBe(false);
});

test("what was set aside goes and is named; a dry run only names it", async () => {
  using run = endedRun("delivered");
  const aside = ["one", "two"].map((name) => join(run.options.cacheDir, "aside", name));
  for (const path of aside) mkdirSync(path, { recursive: true });
  const dry = await cleanRuns(host, run.options, { run: null, force: false, dryRun: true });
  expect(dry.removed).toEqual(expect.arrayContaining(aside));
  expect([run.worktree, ...aside].every((path) => existsSync(path))).toBe(true);
  const done = await cleanRuns(host, run.options, { run: null, force: false });
  expect(done.removed).toEqual(expect.arrayContaining(aside));
  expect(aside.filter((path) => existsSync(path))).toEqual([]);
});
