import { expect, test } from "bun:test";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { systemHost } from "../../src/host/system.ts";
import { WorktreePool } from "../../src/worktrees/worktree-pool.ts";
import { gitIn, scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";

/** The pool of a run that an earlier process of left something in. */
function poolOver(left: (folder: string) => void) {
  const repository = scratchRepository();
  const scratch = scratchFolder();
  const folder = join(scratch.path, "run");
  mkdirSync(folder);
  left(folder);
  const pool = new WorktreePool(systemHost(), { root: repository.path, folder, cacheDir: scratch.path, fitter: null });
  return {
    pool,
    folder,
    root: repository.path,
    [Symbol.dispose]: () => [repository, scratch].forEach((each) => void each[Symbol.dispose]()),
  };
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

test.each<[string, (folder: string, other: string) => void]>([
  ["a link", (folder, other) => symlinkSync(other, folder)],
  ["another folder", (folder, other) => renameSync(other, folder)],
  [
    "one that may have its number",
    (folder, other) => {
      rmSync(join(dirname(other), "moved"), { recursive: true });
      mkdirSync(folder);
      for (const name of readdirSync(other)) renameSync(join(other, name), join(folder, name));
      rmdirSync(other);
    },
  ],
])("nothing is made or taken away where %s stands in the stead of the run's folder", async (_what, replace) => {
  using repository = scratchRepository();
  using scratch = scratchFolder();
  const folder = join(scratch.path, "runs", "run");
  const pool = new WorktreePool(systemHost(), {
    root: repository.path,
    folder,
    cacheDir: scratch.path,
    fitter: null,
  });
  const base = repository.git("rev-parse", "HEAD");
  await pool.take(base, "first");
  const other = join(scratch.path, "other");
  for (const name of ["probe/a.txt", "w1.index", "give-x/b.txt"]) writeFiles(other, { [name]: "mine" });
  const files = readdirSync(other).sort();
  renameSync(folder, join(scratch.path, "moved"));
  replace(folder, other);
  await expect(pool.take(base, "second")).rejects.toThrow("was replaced");
  await expect(pool.remove(true)).rejects.toThrow("was replaced");
  expect(readdirSync(existsSync(other) ? other : folder).sort()).toEqual(files);
  // A link goes alone.
  expect(existsSync(other) && existsSync(folder)).toBe(false);
});

test("a run's folder that was taken away is made anew", async () => {
  using run = poolOver(() => {});
  const base = gitIn(run.root, "rev-parse", "HEAD");
  await run.pool.take(base, "first");
  rmSync(run.folder, { recursive: true });
  const { path } = await run.pool.take(base, "second");
  expect(readFileSync(join(path, "README.md"), "utf8")).toBe("# Scratch\n");
});

test("when the time is up, nothing waits for checkouts that are still made", async () => {
  using run = poolOver(() => {});
  const late = new AbortController();
  run.pool.prepare("no-such-commit", 1);
  late.abort(new Error("the time is up"));
  await expect(run.pool.remove(true, late.signal)).rejects.toThrow("the time is up");
});

test.skipIf(availableParallelism() < 2)(
  "checkouts that are made at once share the processors, and begin in turn: the first is ready before the last",
  async () => {
    using repository = scratchRepository();
    using scratch = scratchFolder();
    const system = systemHost();
    const writers: number[] = [];
    let [atOnce, mostAtOnce] = [0, 0];
    const spawn: typeof system.spawn = async (request) => {
      if (!request.args.includes("read-tree")) return await system.spawn(request);
      const set = request.args.find((one) => one.startsWith("checkout.workers="));
      writers.push(Number(set?.split("=")[1] ?? 1));
      mostAtOnce = Math.max(mostAtOnce, ++atOnce);
      const child = await system.spawn(request);
      void child.exit.then(() => atOnce--);
      return child;
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
    expect(mostAtOnce).toBeLessThanOrEqual(availableParallelism());
    // Whoever comes when so many are at it takes no more than its own.
    expect(Math.min(...writers)).toBe(1);
    await pool.remove(true);
  },
);

test("the lock of a git that was killed at a checkout goes with the place", async () => {
  using run = poolOver(() => {});
  writeFiles(run.root, { ".gitattributes": "* filter=kills\n" });
  gitIn(run.root, "add", ".gitattributes");
  gitIn(run.root, "commit", "-m", "Attributes");
  gitIn(run.root, "config", "filter.kills.smudge", "kill -9 $PPID");
  await expect(run.pool.take(gitIn(run.root, "rev-parse", "HEAD"), "first")).rejects.toThrow();
  await run.pool.remove(false);
  expect(existsSync(run.folder)).toBe(false);
});
