import { expect, test } from "bun:test";
import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { CommitWriter } from "../../../src/git/commit-writer.ts";
import { type IntegrateRequest, integrateCommit } from "../../../src/git/merge/integrate.ts";
import { TreeDiffs } from "../../../src/git/tree-diffs.ts";
import { systemHost } from "../../../src/host/system.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../../support/scratch.ts";

const host = systemHost();
const branch = "refs/heads/baro/x";
const landed = (story: string) => `refs/baro/r/landed/${story}`;

/** A repository with a run's branch, and a way to make a story's commit on any base without moving `main`. */
function withBranch(files: Record<string, string> = { "a.txt": "a\n", "b.txt": "b\n" }) {
  const repository = scratchRepository(files);
  const base = repository.git("rev-parse", "HEAD");
  repository.git("update-ref", branch, base);
  const commitOn = (start: string, title: string, act: () => void) => {
    repository.git("checkout", "--quiet", "--detach", start);
    act();
    repository.git("add", "--all");
    repository.git("commit", "--quiet", "--message", title);
    const commit = repository.git("rev-parse", "HEAD");
    repository.git("checkout", "--quiet", "main");
    return commit;
  };
  const request = (story: string, commit: string, more: Partial<IntegrateRequest> = {}): IntegrateRequest => ({
    root: repository.path,
    branch,
    landed: landed(story),
    known: base,
    commit,
    base,
    sign: false,
    writer: new CommitWriter(host, repository.path, () => Promise.resolve(join(repository.path, ".git"))),
    diffs: new TreeDiffs(host, repository.path, () => Promise.resolve(join(repository.path, ".git"))),
    gitDir: () => Promise.resolve(join(repository.path, ".git")),
    attributes: () => Promise.resolve(null),
    ...more,
  });
  return { repository, base, commitOn, request };
}

test("a commit on the head lands as it is; the next one is made anew on top", async () => {
  const { repository, base, commitOn, request } = withBranch();
  using _ = repository;
  const one = commitOn(base, "One", () => repository.write({ "a.txt": "one\n" }));
  const two = commitOn(base, "Two", () => repository.write({ "c.txt": "two\nlines\n" }));
  expect(await integrateCommit(host, request("S1", one))).toEqual({
    kind: "merged",
    commit: one,
    onto: base,
    files: 1,
    insertions: 1,
    deletions: 1,
  });
  expect(await integrateCommit(host, request("S2", two))).toMatchObject({
    kind: "merged",
    files: 1,
    insertions: 2,
    deletions: 0,
  });
  expect(repository.git("log", "--format=%s", `main..${branch}`).split("\n")).toEqual(["Two", "One"]);
});

test("landing again finds it landed", async () => {
  const { repository, base, commitOn, request } = withBranch();
  using _ = repository;
  const one = commitOn(base, "One", () => repository.write({ "a.txt": "one\n" }));
  const two = commitOn(base, "Two", () => repository.write({ "c.txt": "two\n" }));
  await integrateCommit(host, request("S2", two));
  const first = await integrateCommit(host, request("S1", one));
  expect(await integrateCommit(host, request("S1", one))).toEqual(first);
  expect(repository.git("rev-list", "--count", `main..${branch}`)).toBe("2");
});

test("landings that race for the branch all land", async () => {
  const { repository, base, commitOn, request } = withBranch();
  using _ = repository;
  const commits = [1, 2, 3, 4].map((n) => commitOn(base, `C${n}`, () => repository.write({ [`n${n}.txt`]: "x\n" })));
  const results = await Promise.all(commits.map((commit, n) => integrateCommit(host, request(`S${n}`, commit))));
  expect(results.map((result) => result.kind)).toEqual(["merged", "merged", "merged", "merged"]);
  expect(repository.git("rev-list", "--count", `main..${branch}`)).toBe("4");
});

test("a conflict names its paths and moves nothing", async () => {
  const { repository, base, commitOn, request } = withBranch();
  using _ = repository;
  const one = commitOn(base, "One", () => repository.write({ "a.txt": "one\n" }));
  const two = commitOn(base, "Two", () => repository.write({ "a.txt": "two\n" }));
  await integrateCommit(host, request("S1", one));
  const result = await integrateCommit(host, request("S2", two));
  expect(result).toMatchObject({ kind: "conflict", paths: ["a.txt"] });
  expect(result.kind === "conflict" && result.detail).toContain("CONFLICT (content)");
  expect(repository.git("rev-parse", branch)).toBe(one);
});

test("a file that one deletes and another changes is a conflict", async () => {
  const { repository, base, commitOn, request } = withBranch();
  using _ = repository;
  const one = commitOn(base, "One", () => repository.git("rm", "-q", "a.txt"));
  const two = commitOn(base, "Two", () => repository.write({ "a.txt": "two\n" }));
  await integrateCommit(host, request("S1", one));
  expect(await integrateCommit(host, request("S2", two))).toMatchObject({ kind: "conflict", paths: ["a.txt"] });
});

test("a file that is added to a folder that was renamed meanwhile follows it", async () => {
  const many = Object.fromEntries([1, 2, 3].map((n) => [`old/f${n}.txt`, `file ${n}\n`.repeat(9)]));
  const { repository, base, commitOn, request } = withBranch(many);
  using _ = repository;
  const one = commitOn(base, "One", () => repository.git("mv", "old", "new"));
  const two = commitOn(base, "Two", () =>
    repository.write({ "old/added.txt": "x\n", "old/f1.txt": `edited\n${many["old/f1.txt"]}` }),
  );
  await integrateCommit(host, request("S1", one));
  expect(await integrateCommit(host, request("S2", two))).toMatchObject({ kind: "merged" });
  expect(repository.git("ls-tree", "-r", "--name-only", branch).split("\n")).toEqual([
    "new/added.txt",
    "new/f1.txt",
    "new/f2.txt",
    "new/f3.txt",
  ]);
});

test("merge drivers come from the given attributes, never from the checkout", async () => {
  const { repository, base, commitOn, request } = withBranch({ "log.txt": "start\n" });
  using _ = repository;
  using folder = scratchFolder();
  const one = commitOn(base, "One", () => repository.write({ "log.txt": "start\none\n" }));
  const two = commitOn(base, "Two", () => repository.write({ "log.txt": "start\ntwo\n" }));
  await integrateCommit(host, request("S1", one));
  repository.write({ ".gitattributes": "log.txt merge=union\n" });
  expect(await integrateCommit(host, request("S2", two))).toMatchObject({ kind: "conflict" });
  writeFiles(folder.path, { ".gitattributes": "log.txt merge=union\n" });
  const attributes = () => Promise.resolve(folder.path);
  expect(await integrateCommit(host, request("S2", two, { attributes }))).toMatchObject({ kind: "merged" });
  expect(repository.git("show", `${branch}:log.txt`)).toBe("start\none\ntwo");
});

test("a branch that was taken away is an error with what to type", async () => {
  const { repository, base, commitOn, request } = withBranch();
  using _ = repository;
  const one = commitOn(base, "One", () => repository.write({ "a.txt": "one\n" }));
  const known = commitOn(base, "Known", () => repository.write({ "b.txt": "known\n" }));
  expect(integrateCommit(host, request("S1", one, { known }))).rejects.toThrow("lacks what this run landed");
  repository.git("update-ref", "-d", branch);
  expect(integrateCommit(host, request("S1", one))).rejects.toMatchObject({
    code: "git-failed",
    hint: `Run: git branch --force baro/x ${base}; then run: baro resume`,
  });
});

test("nothing of the checkout moves, and no hook runs", async () => {
  const { repository, base, commitOn, request } = withBranch();
  using _ = repository;
  const one = commitOn(base, "One", () => repository.write({ "a.txt": "one\n" }));
  const two = commitOn(base, "Two", () => repository.write({ "c.txt": "two\n" }));
  const hooks = [
    "pre-commit",
    "commit-msg",
    "post-commit",
    "reference-transaction",
    "post-rewrite",
    "pre-merge-commit",
  ];
  for (const hook of hooks) {
    repository.write({ [`.git/hooks/${hook}`]: "#!/bin/sh\ntouch ran-$(basename $0)\nexit 1\n" });
  }
  for (const hook of hooks) chmodSync(`${repository.path}/.git/hooks/${hook}`, 0o755);
  repository.write({ "b.txt": "being edited\n" });
  const before = [repository.git("status", "--porcelain"), repository.git("symbolic-ref", "HEAD")];
  await integrateCommit(host, request("S1", one));
  await integrateCommit(host, request("S2", two));
  expect([repository.git("status", "--porcelain"), repository.git("symbolic-ref", "HEAD")]).toEqual(before);
  expect(readdirSync(repository.path).filter((name) => name.startsWith("ran-"))).toEqual([]);
});
