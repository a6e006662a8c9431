import { expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { systemHost } from "../../src/host/system.ts";
import { openContentStore } from "../../src/repository/content-store.ts";
import { evidenceOfFiles } from "../../src/repository/evidence.ts";
import { historyOf, readHistory } from "../../src/repository/history.ts";
import { coChangeReason, strongestCoChange } from "../../src/surface/pairs/co-change.ts";
import { storySurface } from "../../src/surface/pairs/story-surface.ts";
import { gitIn, scratchFolder, scratchRepository } from "../support/scratch.ts";
import { storyOf } from "./evidence-of.ts";

const host = systemHost();
const limits = { maxCommits: 100, timeoutMs: 60_000 };

function read(root: string, base = "HEAD", some = limits) {
  return readHistory(host, root, base, openContentStore(null), some);
}

test("readHistory() gives which commits changed each path, newest first, and leaves merges out", async () => {
  using repository = scratchRepository({ "a.ts": "1" });
  repository.commit("Two", { "a.ts": "2", "b.ts": "2" });
  repository.git("checkout", "--quiet", "-b", "side");
  repository.commit("Side", { "c.ts": "3" });
  repository.git("checkout", "--quiet", "main");
  repository.commit("Three", { "b.ts": "3" });
  repository.git("merge", "--quiet", "--no-edit", "side");
  const { history, missing } = await read(repository.path);
  expect(history.commits).toBe(4);
  expect(history.changes.get("a.ts")).toEqual([2, 3]);
  expect(history.changes.get("b.ts")).toHaveLength(2);
  expect(missing).toEqual([]);
  expect((await read(repository.path, "HEAD", { ...limits, maxCommits: 2 })).history.commits).toBe(2);
});

test("commits that change a great many files say nothing", async () => {
  using repository = scratchRepository(Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`f${at}.ts`, "x"])));
  repository.commit("Small", { "f1.ts": "y" });
  const { history } = await read(repository.path);
  expect(history.commits).toBe(1);
  expect([...history.changes.keys()]).toEqual(["f1.ts"]);
});

test("a shallow clone is told", async () => {
  using repository = scratchRepository();
  repository.commit("Two", { "a.ts": "2" });
  using clone = scratchFolder();
  gitIn(clone.path, "clone", "--quiet", "--depth=1", `file://${repository.path}`, "copy");
  const { missing } = await read(`${clone.path}/copy`);
  expect(missing).toEqual(["history: a shallow clone of 1 commits"]);
});

test("a merge of a hundred parents, replaced commits and a history of one commit are read", async () => {
  using repository = scratchRepository({ "a.ts": "" });
  const [root, tree] = [repository.git("rev-parse", "HEAD"), repository.git("rev-parse", "HEAD^{tree}")];
  const parents = Array.from({ length: 100 }, (_, at) =>
    repository.git("commit-tree", tree, "-p", root, "-m", `P${at}`),
  );
  const merge = repository.git("commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent]), "-m", "Octopus");
  repository.git("replace", parents[0] ?? "", root);
  const { history, missing } = await read(repository.path, merge);
  expect(history.changes.get("a.ts")?.length).toBeGreaterThanOrEqual(1);
  expect(missing).toEqual([]);
  expect((await read(repository.path, root)).history.commits).toBe(1);
}, 20_000);

test("a history whose objects are lost is missing, not a failure", async () => {
  using repository = scratchRepository();
  const lost = repository.git("rev-parse", "HEAD");
  repository.commit("Two", { "a.ts": "2" });
  rmSync(`${repository.path}/.git/objects/${lost.slice(0, 2)}/${lost.slice(2)}`, { force: true });
  const { missing } = await read(repository.path);
  expect(missing).toContain("history: its commits could not be listed");
});

test("strongestCoChange() wants common commits, and takes no file that changes with everything", () => {
  const commits = Array.from({ length: 60 }, (_, at) => {
    if (at < 4) return ["a.ts", "b.ts", "hub.ts"];
    return at % 8 === 0 ? ["hub.ts", "c.ts"] : ["hub.ts"];
  });
  const evidence = { ...evidenceOfFiles("base", ["a.ts", "b.ts", "c.ts", "hub.ts"]), history: historyOf(commits) };
  const surface = (id: string, path: string) => storySurface(storyOf(id, [path]), evidence);
  expect(strongestCoChange(surface("S1", "a.ts"), surface("S2", "b.ts"), evidence)).toEqual({
    a: "a.ts",
    b: "b.ts",
    support: 4,
    confidence: 1,
  });
  expect(coChangeReason(surface("S1", "a.ts"), surface("S2", "b.ts"), evidence)).toContain(
    "changed together in 4 commits (100%)",
  );
  expect(strongestCoChange(surface("S1", "c.ts"), surface("S2", "hub.ts"), evidence)).toBeNull();
  expect(strongestCoChange(surface("S1", "a.ts"), surface("S2", "c.ts"), evidence)).toBeNull();
});
