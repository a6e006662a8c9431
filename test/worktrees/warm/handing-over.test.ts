import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { systemHost } from "../../../src/host/system.ts";
import { listWarm } from "../../../src/worktrees/warm/warm-store.ts";
import { WorktreePool } from "../../../src/worktrees/worktree-pool.ts";
import { gitIn, scratchFolder, scratchRepository, writeFiles } from "../../support/scratch.ts";

/** Only Linux tells who works in a folder; elsewhere nothing outlives a run. */
const isLinux = process.platform === "linux";
const host = systemHost();
const warm = { worktrees: 4, ageMs: 86_400_000, bytes: 10 ** 12 };

function poolOf(root: string, cacheDir: string, run: string): WorktreePool {
  const folder = join(cacheDir, "worktrees", run);
  return new WorktreePool(host, { root, folder, cacheDir, fitter: null, warm });
}

/** A cache in which a worktree waits that a story has worked in. */
async function waiting(root: string, cacheDir: string): Promise<{ path: string; number: number }> {
  const pool = poolOf(root, cacheDir, "former");
  const worktree = await pool.take(gitIn(root, "rev-parse", "HEAD"), "baro/S1");
  const number = statSync(worktree.path).ino;
  writeFiles(worktree.path, { "a.txt": "of the former story\n", planted: "x" });
  pool.give(worktree);
  await pool.remove(true);
  const [{ path } = { path: "" }] = await listWarm(cacheDir);
  // As it is where there are too many files to tidy up before the next one asks.
  writeFiles(join(path, "w"), { planted: "x" });
  return { path, number };
}

async function requireFresh(pool: WorktreePool, root: string): Promise<void> {
  const commit = gitIn(root, "rev-parse", "HEAD");
  const worktree = await pool.take(commit, "baro/S2");
  expect(readdirSync(worktree.path).sort()).toEqual([".git", "a.txt", "src"]);
  expect(readFileSync(join(worktree.path, "a.txt"), "utf8")).toBe("a\n");
  expect(gitIn(worktree.path, "status", "--porcelain", "--ignored")).toBe("");
  expect(gitIn(worktree.path, "rev-parse", "HEAD")).toBe(commit);
  pool.give(worktree);
}

/** The parts in the order in which they are given; they are taken the other way round. */
const parts = ["w", "w.index", "w.index.place"];
const inRun = (folder: string, part: string) => join(folder, part.replace("w", "w1"));

for (const how of ["gives", "takes"] as const) {
  // None moved yet, one, two, and all, but not what holds them.
  test.skipIf(!isLinux).each([0, 1, 2, 3])(
    `a run that is killed when it ${how} a worktree and %d parts are moved leaves no half of it to anybody`,
    async (moved) => {
      using repo = scratchRepository({ "a.txt": "a\n", "src/b.txt": "b\n" });
      using cache = scratchFolder();
      const { path } = await waiting(repo.path, cache.path);
      const folder = join(cache.path, "worktrees", "killed");
      mkdirSync(folder, { recursive: true });
      const half = join(folder, how === "gives" ? "give-1" : "take-1");
      renameSync(path, half);
      const order = how === "gives" ? parts.toSpliced(0, moved) : parts.toReversed().slice(0, moved);
      for (const part of order) renameSync(join(half, part), inRun(folder, part));

      await requireFresh(poolOf(repo.path, cache.path, "next"), repo.path);
      // The run goes on, and ends.
      const resumed = poolOf(repo.path, cache.path, "killed");
      await requireFresh(resumed, repo.path);
      await resumed.remove(true);
      expect(existsSync(folder)).toBe(false);
      for (const left of await listWarm(cache.path)) expect(left.note).not.toBeNull();
    },
  );
}

test.skipIf(!isLinux)("of two runs that begin at once, one has the worktree that waits", async () => {
  using repo = scratchRepository({ "a.txt": "a\n", "src/b.txt": "b\n" });
  using cache = scratchFolder();
  const { number } = await waiting(repo.path, cache.path);
  const commit = gitIn(repo.path, "rev-parse", "HEAD");
  const taken = await Promise.all(
    ["one", "two", "three"].map((run) => poolOf(repo.path, cache.path, run).take(commit, "baro/S1")),
  );
  expect(taken.map(({ path }) => statSync(path).ino).filter((one) => one === number)).toHaveLength(1);
  for (const { path } of taken) expect(readFileSync(join(path, "a.txt"), "utf8")).toBe("a\n");
});

test.skipIf(!isLinux)("a clone that fetches files when they are asked for has its worktrees made over", async () => {
  using origin = scratchRepository({ "a.txt": "a\n", "src/b.txt": "b\n" });
  const first = gitIn(origin.path, "rev-parse", "HEAD");
  const later = origin.commit("Later", { "a.txt": "later\n", "src/c.txt": "c\n" });
  gitIn(origin.path, "config", "uploadpack.allowFilter", "true");
  gitIn(origin.path, "config", "uploadpack.allowAnySHA1InWant", "true");
  using scratch = scratchFolder();
  const root = join(scratch.path, "clone");
  const from = pathToFileURL(origin.path).href;
  execFileSync("git", ["clone", "--quiet", "--filter=blob:none", "--no-checkout", from, root], { stdio: "ignore" });
  const cache = join(scratch.path, "cache");
  const one = poolOf(root, cache, "one");
  const worktree = await one.take(first, "baro/S1");
  const { ino } = statSync(worktree.path);
  writeFiles(worktree.path, { "a.txt": "evil\n", planted: "x" });
  one.give(worktree);
  await one.remove(true);
  const second = await poolOf(root, cache, "two").take(later, "baro/S1");
  expect(statSync(second.path).ino).toBe(ino);
  const texts = ["a.txt", "src/b.txt", "src/c.txt"].map((name) => readFileSync(join(second.path, name), "utf8"));
  expect(texts).toEqual(["later\n", "b\n", "c\n"]);
  expect(gitIn(second.path, "status", "--porcelain", "--ignored")).toBe("");
});
