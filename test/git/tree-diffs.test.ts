import { expect, test } from "bun:test";
import { chmodSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { TreeDiffs } from "../../src/git/tree-diffs.ts";
import type { Child, SpawnRequest } from "../../src/host/host.ts";
import { systemHost } from "../../src/host/system.ts";
import { scratchRepository } from "../support/scratch.ts";

/** A repository, its differences, and the gits that were started. */
function repository(files: Record<string, string>) {
  const repo = scratchRepository(files);
  const system = systemHost();
  const children: Child[] = [];
  const spawn = async (request: SpawnRequest) => {
    const child = await system.spawn(request);
    if (request.args.includes("diff-tree")) children.push(child);
    return child;
  };
  const diffs = new TreeDiffs({ ...system, spawn }, repo.path, () => Promise.resolve(join(repo.path, ".git")));
  const commit = (change: () => void) => {
    change();
    repo.git("add", "--all");
    repo.git("commit", "--quiet", "--message", "Next");
    return repo.git("rev-parse", "HEAD");
  };
  return { repo, diffs, children, commit, base: repo.git("rev-parse", "HEAD") };
}

test("every kind of difference is named, with its lines", async () => {
  const { repo, diffs, base, commit } = repository({ "a.txt": "1\n2\n", "b.txt": "b\n", run: "x\n", "old/c": "c\n" });
  using _ = repo;
  const names = ["tab\there", "line\nfeed", ":100644 a b M", "1\t1\tx", "Ünder 日本"];
  const next = commit(() => {
    repo.write({ "a.txt": "1\n3\n4\n", bin: "\0\0", ...Object.fromEntries(names.map((name) => [name, "n\n"])) });
    rmSync(join(repo.path, "b.txt"));
    chmodSync(join(repo.path, "run"), 0o755);
    rmSync(join(repo.path, "old"), { recursive: true });
    symlinkSync("a.txt", join(repo.path, "old"));
  });
  const found = await diffs.between(base, next);
  const lines = new Map(found.map(({ path, insertions, deletions }) => [path, [insertions, deletions]]));
  expect(lines).toEqual(
    new Map([
      ["a.txt", [2, 1]],
      ["b.txt", [0, 1]],
      ["bin", [0, 0]],
      ["old", [1, 0]],
      ["old/c", [0, 1]],
      ["run", [0, 0]],
      ...names.map((name): [string, number[]] => [name, [1, 0]]),
    ]),
  );
  expect(await diffs.between(next, { tree: repo.git("rev-parse", `${base}^{tree}`) })).toHaveLength(found.length);
  expect(await diffs.between(next, next)).toEqual([]);
});

test("many questions at once are one git's, which ends when nobody asks", async () => {
  const { repo, diffs, base, commit, children } = repository({ "a.txt": "a\n" });
  using _ = repo;
  const commits = Array.from({ length: 12 }, (_, at) => commit(() => repo.write({ [`f${at}`]: "x\n".repeat(at + 1) })));
  const found = await Promise.all(commits.map((one) => diffs.between(base, one)));
  expect(found.map((one) => one.reduce((sum, { insertions }) => sum + insertions, 0))).toEqual(
    commits.map((_, at) => ((at + 1) * (at + 2)) / 2),
  );
  expect(children).toHaveLength(1);
  expect(await children[0]?.exit).toMatchObject({ exitCode: 0 });
  expect(await diffs.between(base, commits[0] ?? "")).toHaveLength(1);
  expect(children).toHaveLength(2);
});

test("objects that came or were packed since are found, and a git that was killed is replaced", async () => {
  const { repo, diffs, base, commit, children } = repository({ "a.txt": "a\n" });
  using _ = repo;
  const one = commit(() => repo.write({ b: "b\n" }));
  expect(await diffs.between(base, one)).toHaveLength(1);
  const two = commit(() => repo.write({ c: "c\n" }));
  repo.git("gc", "--quiet", "--prune=now");
  expect(await diffs.between(base, two)).toHaveLength(2);
  process.kill(children.at(-1)?.pid ?? 0, "SIGKILL");
  expect(await diffs.between(one, two)).toHaveLength(1);
});

test("what is not there is told as git tells it", async () => {
  const { repo, diffs, base } = repository({ "a.txt": "a\n" });
  using _ = repo;
  expect(diffs.between(base, { tree: "1".repeat(40) })).rejects.toThrow(/git diff-tree: .*1{40}/);
  expect(diffs.between(base, "2".repeat(40))).rejects.toThrow(/git rev-parse: /);
});
