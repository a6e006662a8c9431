import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEventBody } from "../../src/core/event.ts";
import { worktreeFolder } from "../../src/core/worktree-folder.ts";
import { systemHost } from "../../src/host/system.ts";
import { type CleanRequest, cleanRuns } from "../../src/run/clean.ts";
import type { RunOptions } from "../../src/settings/options.ts";
import { openJournal } from "../../src/store/journal.ts";
import { noteCacheUse, plansFolder } from "../../src/store/left-overs.ts";
import { takeOwnership } from "../../src/store/owner.ts";
import { makeRunFolder, runFolder } from "../../src/store/run-folder.ts";
import { verdictsOf } from "../../src/worktrees/verdicts/verdict-store.ts";
import { warmFolder } from "../../src/worktrees/warm/warm-store.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { failureOf } from "./support/failure-of.ts";

const host = systemHost();

/** A machine on which everything is left that a run can leave, once for this repository and once for another. */
function leftBehind() {
  const [repo, other, state] = [scratchRepository({ "a.txt": "a\n" }), scratchRepository(), scratchFolder()];
  const cacheDir = join(state.path, "cache");
  const options = { stateDir: state.path, cacheDir, cwd: repo.path } as RunOptions;
  const make = (...parts: string[]) => {
    const path = join(...parts);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const run = (name: string, root: string, outcome: string | null, more: object = {}) => {
    const folder = runFolder(state.path, name);
    makeRunFolder(folder);
    const journal = openJournal(host, folder.journal, name, []);
    const started = { type: "run.started", goal: "Do", repo: { root }, flags: {}, workBranch: `baro/${name}`, ...more };
    journal.append(started as unknown as RunEventBody);
    const usage = { input: 1, cachedInput: 0, output: 1, reasoning: 0 };
    const end = { type: "run.finished", outcome, wallMs: 1, agentMs: 1, usage, files: 1 };
    if (outcome !== null) journal.append(end as unknown as RunEventBody);
    journal.close();
    make(folder.logs, "S1-1");
    return { folder, worktree: make(worktreeFolder(cacheDir, name), "w1") };
  };
  const runs = {
    done: run("done-a1", repo.path, "delivered"),
    open: run("open-b2", repo.path, null),
    broken: run("broken-c3", repo.path, "delivered"),
    other: run("other-d4", other.path, "delivered"),
    gone: run("gone-e5", "/nowhere/at/all", "delivered"),
    unsaved: run("unsaved-f6", repo.path, "delivered"),
  };
  writeFileSync(runs.broken.folder.journal, "rubbish\n");
  writeFileSync(`${runs.unsaved.worktree}.unsaved`, "");
  repo.git("branch", "baro/done-a1");
  repo.commit("Not on main", { "b.txt": "b\n" });
  repo.git("branch", "baro/unsaved-f6");
  repo.git("reset", "--quiet", "--hard", "HEAD~1");
  other.git("branch", "baro/other-d4");
  make(cacheDir, "worktrees", "stranger", "w1");
  make(cacheDir, "worktrees", "empty");
  const id = (root: string) => createHash("sha256").update(root).digest("hex").slice(0, 12);
  for (const root of [repo.path, other.path]) {
    make(warmFolder(cacheDir), id(root), "kept", "w");
    make(verdictsOf(state.path, root));
    noteCacheUse(make(cacheDir, "sandbox", id(root)), join(root, ".git"));
  }
  for (const name of ["one", "two"]) make(cacheDir, "aside", name);
  make(plansFolder(state.path));
  writeFileSync(join(plansFolder(state.path), "0k-fix.json"), "{}");
  const refs = () => [repo, other].map(({ git }) => git("for-each-ref", "--format=%(refname) %(objectname)"));
  const seen = () => [
    ...readdirSync(state.path, { recursive: true, encoding: "utf8" }).filter((path) => !/lock|owner/.test(path)),
    ...refs(),
  ];
  /** What people are told, without what differs from machine to machine. */
  const named = (text: string) =>
    [
      [repo.path, "HERE"],
      [other.path, "THERE"],
      [id(repo.path), "here"],
      [id(other.path), "there"],
      [state.path, "STATE"],
    ].reduce((said, [path = "", name = ""]) => said.replaceAll(path, name), text);
  const clean = async (request: Partial<CleanRequest>) => {
    const told: unknown[] = [];
    const cleaned = await cleanRuns(host, options, {
      run: null,
      force: false,
      tell: (one) => told.push(one),
      ...request,
    });
    const removed = cleaned.removed.map((what) => named(what).replace(/[0-9a-f]{40}/, "COMMIT"));
    return { removed, kept: cleaned.kept.map(({ what, why }) => `${named(what)}: ${named(why)}`), told, cleaned };
  };
  return {
    ...runs,
    repo,
    options,
    seen,
    clean,
    path: state.path,
    [Symbol.dispose]: () => {
      for (const one of [repo, other, state]) one[Symbol.dispose]();
    },
  };
}

const asked: [string, Partial<CleanRequest>][] = [
  ["this repository", {}],
  ["this repository, forced", { force: true }],
  ["all", { all: true }],
  ["all, forced", { all: true, force: true }],
  ["what is set aside", { setAside: true }],
  ["one that is done", { run: "done-a1" }],
  ["one that can go on", { run: "open-b2" }],
  ["one that can go on, forced", { run: "open-b2", force: true }],
  ["one that can't be read, forced", { run: "broken-c3", force: true }],
  ["one of another repository", { run: "other-d4" }],
  ["one whose repository is gone", { run: "gone-e5" }],
  ["one with work that is nowhere else", { run: "unsaved-f6" }],
];

test.each(asked)("a dry run names what cleaning %s does, and touches nothing", async (_what, request) => {
  using left = leftBehind();
  const before = left.seen();
  const dry = await left.clean({ ...request, dryRun: true });
  expect(left.seen()).toEqual(before);
  const real = await left.clean(request);
  expect([...dry.removed].sort()).toEqual([...real.removed].sort());
  expect([...dry.kept].sort()).toEqual([...real.kept].sort());
  // Each piece of news is told as it comes, how many runs are looked at first.
  const of = (key: string) => real.told.filter((one) => typeof one === "object" && one !== null && key in one);
  expect(of("removed")).toEqual(real.cleaned.removed.map((what) => ({ removed: what })));
  expect(of("what")).toEqual(real.cleaned.kept);
  expect(real.told).toHaveLength(real.removed.length + real.kept.length + of("runs").length);
  if (request.setAside !== true) expect(real.told[0]).toEqual(of("runs")[0]);
  // What was said to be gone is gone, and what was kept is there.
  const paths = (list: readonly string[]) => list.filter((what) => what.startsWith(left.path));
  expect(paths(real.cleaned.removed).filter((path) => existsSync(path))).toEqual([]);
  expect(paths(real.cleaned.kept.map(({ what }) => what)).every((path) => existsSync(path))).toBe(true);
});

test.each(asked)("cleaning %s takes these, and keeps those", async (_what, request) => {
  using left = leftBehind();
  const { removed, kept, told } = await left.clean(request);
  const runs = told.flatMap((one) => (typeof one === "object" && one !== null && "runs" in one ? [one.runs] : []));
  expect({ runs, removed: removed.sort(), kept: kept.sort() }).toMatchSnapshot();
});

test("a second time there is nothing left to take", async () => {
  using left = leftBehind();
  await left.clean({ all: true, force: true });
  expect(await left.clean({ all: true, force: true })).toMatchObject({ removed: [], kept: [], told: [{ runs: 4 }] });
  expect(await left.clean({ setAside: true })).toMatchObject({ removed: [], kept: [], told: [] });
});

test("a run that is taken by somebody meanwhile is left, and the others are cleaned", async () => {
  using left = leftBehind();
  const { release } = takeOwnership(host, left.done.folder);
  const { kept, removed } = await left.clean({ force: true });
  release();
  expect(kept).toContain("run done-a1: it is live");
  expect(removed).toContain("STATE/runs/open-b2");
  expect(existsSync(left.done.worktree)).toBe(true);
});

test("outside of a repository it says where to go, unless all or one is meant", async () => {
  using left = leftBehind();
  using elsewhere = scratchFolder();
  left.options.cwd = elsewhere.path;
  expect(await failureOf(left.clean({}))).toBe(
    `no-repository: Cannot clean: "${elsewhere.path}" is not in a repository; Go to the repository whose runs should be cleaned, name a run, or add --all to clean everywhere`,
  );
  expect((await left.clean({ run: "done-a1", dryRun: true })).removed).toHaveLength(3);
  expect((await left.clean({ all: true, dryRun: true })).removed).not.toEqual([]);
});

test("a run with no raw output keeps its journal, and nothing of that is told", async () => {
  using left = leftBehind();
  rmSync(join(left.done.folder.logs, "S1-1"), { recursive: true });
  const { removed } = await left.clean({ dryRun: true });
  expect(removed.filter((what) => what.includes("done-a1") && !what.includes("worktrees"))).toEqual([
    "branch baro/done-a1 in HERE (its work is on refs/heads/main)",
  ]);
});
