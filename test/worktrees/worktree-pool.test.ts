import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { systemHost } from "../../src/host/system.ts";
import { WorktreePool } from "../../src/worktrees/worktree-pool.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";

/** The pool of a run that an earlier process of left something in. */
function poolOver(left: (folder: string) => void) {
  const repository = scratchRepository();
  const scratch = scratchFolder();
  const folder = join(scratch.path, "run");
  mkdirSync(folder);
  left(folder);
  const pool = new WorktreePool(systemHost(), { root: repository.path, folder, cacheDir: scratch.path, fitter: null });
  return { pool, folder, [Symbol.dispose]: () => [repository, scratch].forEach((each) => void each[Symbol.dispose]()) };
}

test("a place that a process died with before it was noted goes with the run", async () => {
  using run = poolOver((folder) => mkdirSync(join(folder, "w1")));
  await run.pool.remove(true);
  expect(existsSync(run.folder)).toBe(false);
});

test("a folder with something in it that we did not make stays, and is named", async () => {
  using run = poolOver((folder) => {
    mkdirSync(join(folder, "w1"));
    writeFileSync(join(folder, "w1", "thesis.txt"), "mine");
  });
  await expect(run.pool.remove(true)).rejects.toThrow('w1" is not what was made there');
  expect(readFileSync(join(run.folder, "w1", "thesis.txt"), "utf8")).toBe("mine");
});

test("when the time is up, nothing waits for checkouts that are still made", async () => {
  using run = poolOver(() => {});
  const late = new AbortController();
  run.pool.prepare("no-such-commit", 1);
  late.abort(new Error("the time is up"));
  await expect(run.pool.remove(true, late.signal)).rejects.toThrow("the time is up");
});

test.skipIf(availableParallelism() < 2)(
  "a checkout that is made alone has all processors, several share them",
  async () => {
    using repository = scratchRepository();
    using scratch = scratchFolder();
    const system = systemHost();
    const writers: number[] = [];
    const spawn: typeof system.spawn = (request) => {
      if (request.args.includes("read-tree")) {
        const set = request.args.find((one) => one.startsWith("checkout.workers="));
        writers.push(Number(set?.split("=")[1] ?? 1));
      }
      return system.spawn(request);
    };
    const options = { root: repository.path, folder: join(scratch.path, "run"), cacheDir: scratch.path, fitter: null };
    const pool = new WorktreePool({ ...system, spawn }, options);
    const base = repository.git("rev-parse", "HEAD");
    await pool.take(base, "alone");
    expect(writers).toEqual([Math.min(8, availableParallelism())]);
    const many = availableParallelism() * 2;
    pool.prepare(base, many);
    for (let taken = 0; taken < many; taken++) await pool.take(base, "shared");
    expect(writers).toHaveLength(1 + many);
    // Whoever comes when so many are at it takes no more than its own.
    expect(Math.min(...writers)).toBe(1);
    await pool.remove(true);
  },
);
