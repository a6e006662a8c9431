import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CommitWriter } from "../../src/git/commit-writer.ts";
import type { SpawnRequest } from "../../src/host/host.ts";
import { systemHost } from "../../src/host/system.ts";
import { scratchRepository } from "../support/scratch.ts";

const ref = "refs/baro/r/work/S1";

/** A repository with two commits, and what git was started for. */
function repository(...settings: string[][]) {
  const repo = scratchRepository({ "a.txt": "a\n" });
  for (const [name = "", value = ""] of settings) repo.git("config", name, value);
  const one = repo.git("rev-parse", "HEAD");
  const two = repo.git("commit-tree", "HEAD^{tree}", "-p", one, "-m", "Two");
  const started: string[] = [];
  const system = systemHost();
  const spawn = (request: SpawnRequest) => {
    started.push(request.args.find((word) => !word.startsWith("-") && !word.includes("=")) ?? "");
    return system.spawn(request);
  };
  const gitDir = join(repo.path, ".git");
  const writer = new CommitWriter({ ...system, spawn }, repo.path, () => Promise.resolve(gitDir));
  const held = () => repo.git("rev-parse", ref);
  return { repo, one, two, started, writer, held, file: join(gitDir, ref), gitDir };
}

test("a ref of ours is made and moved without a git, and git finds it, packed or not", async () => {
  const { repo, one, two, started, writer, held, file } = repository();
  using _ = repo;
  await writer.hold(ref, one);
  expect(held()).toBe(one);
  repo.git("pack-refs", "--all", "--prune");
  expect(existsSync(file)).toBe(false);
  await writer.hold(ref, two);
  expect(held()).toBe(two);
  expect(repo.git("for-each-ref", "--format=%(objectname) %(refname)", "refs/baro")).toBe(`${two} ${ref}`);
  expect(started).toEqual(["var"]);
  expect(existsSync(`${file}.lock`)).toBe(false);
  repo.git("update-ref", "-d", ref);
  expect(repo.git("for-each-ref", "refs/baro")).toBe("");
});

test("where git keeps refs otherwise, or a log of this one, it moves it", async () => {
  const { repo, one, two, started, writer, held, gitDir } = repository();
  using _ = repo;
  repo.git("-c", "core.logAllRefUpdates=always", "update-ref", ref, one);
  await writer.hold(ref, two);
  expect(held()).toBe(two);
  expect(started).toEqual(["var", "update-ref"]);
  expect(
    readFileSync(join(gitDir, "logs", ref), "utf8")
      .trim()
      .split("\n"),
  ).toHaveLength(2);
  const other = repository(["extensions.refStorage", "reftable"]);
  using _other = other.repo;
  await other.writer.hold(ref, other.one).catch(() => {});
  expect(other.started).toEqual(["var", "update-ref"]);
});

test("a ref that leads to another is followed by git", async () => {
  const { repo, one, two, started, writer } = repository();
  using _ = repo;
  repo.git("update-ref", "refs/baro/r/other", one);
  repo.git("symbolic-ref", ref, "refs/baro/r/other");
  await writer.hold(ref, two);
  expect(repo.git("rev-parse", "refs/baro/r/other")).toBe(two);
  expect(started).toEqual(["var", "update-ref"]);
});

test("a lock that somebody else has is waited for, and what stands in the way is told by git", async () => {
  const { repo, one, two, writer, held, file } = repository();
  using _ = repo;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.lock`, "");
  setTimeout(() => rmSync(`${file}.lock`), 60);
  await writer.hold(ref, one);
  expect(held()).toBe(one);
  repo.git("update-ref", "refs/baro/r/kept", two);
  expect(writer.hold("refs/baro/r/kept/S1", two)).rejects.toThrow("cannot lock ref");
});

test("a file in the way of a ref is told by git", async () => {
  const { repo, one, writer, gitDir } = repository();
  using _ = repo;
  mkdirSync(join(gitDir, "refs/baro"), { recursive: true });
  writeFileSync(join(gitDir, "refs/baro/r"), "x");
  await expect(writer.hold(ref, one)).rejects.toThrow(`cannot lock ref '${ref}'`);
});
