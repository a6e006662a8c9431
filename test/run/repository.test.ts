import { expect, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemHost } from "../../src/host/system.ts";
import { commitDirtyState } from "../../src/run/dirty-base.ts";
import { preflight } from "../../src/run/preflight.ts";
import { inspectRepository, resolveBase } from "../../src/run/repository.ts";
import type { RunOptions } from "../../src/settings/options.ts";
import { withoutCredentials } from "../../src/text/redact.ts";
import { gitIn, scratchFolder, scratchRepository } from "../support/scratch.ts";

const host = systemHost();

test("inspectRepository() says what it finds", async () => {
  using repo = scratchRepository();
  repo.git("remote", "add", "origin", "https://ada:secret@example.com/ada/scratch.git");
  writeFileSync(join(repo.path, "new.txt"), "new");
  expect(await inspectRepository(host, repo.path)).toMatchObject({
    root: repo.path,
    branch: "main",
    head: repo.git("rev-parse", "HEAD"),
    dirty: true,
    remote: "https://example.com/ada/scratch.git",
    shallow: false,
    underWay: null,
  });
});

test("inspectRepository() takes a detached head and names a rebase under way", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  repo.git("checkout", "--quiet", "-b", "side");
  repo.commit("Side", { "a.txt": "side\n" });
  repo.git("checkout", "--quiet", "main");
  repo.commit("Main", { "a.txt": "main\n" });
  expect(() => repo.git("rebase", "side")).toThrow();
  expect(await inspectRepository(host, repo.path)).toMatchObject({ branch: null, underWay: "rebase" });
});

test("inspectRepository() knows its place in a folder whose name takes two lines, and in a linked worktree", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  const odd = join(repo.path, "a\nb");
  mkdirSync(odd);
  expect(await inspectRepository(host, odd)).toMatchObject({ root: repo.path, gitDir: join(repo.path, ".git") });
  using linked = scratchFolder();
  const place = join(linked.path, "linked");
  repo.git("worktree", "add", "--quiet", "--detach", place);
  writeFileSync(join(repo.path, ".git/worktrees/linked/MERGE_HEAD"), `${repo.git("rev-parse", "HEAD")}\n`);
  const found = { root: place, gitDir: join(repo.path, ".git"), underWay: "merge", folder: "" };
  expect(await inspectRepository(host, place)).toMatchObject(found);
});

test("inspectRepository() refuses a path that git can't keep in a line of its own files", async () => {
  using folder = scratchFolder();
  const place = join(folder.path, "a\nb");
  mkdirSync(place);
  gitIn(place, "init", "--quiet");
  gitIn(place, "commit", "--quiet", "--allow-empty", "--message", "Start");
  const refused = expect(inspectRepository(host, place)).rejects;
  await refused.toMatchObject({ code: "no-repository", message: expect.not.stringContaining("\n") });
});

test("inspectRepository() refuses what is no place to work in", async () => {
  using folder = scratchFolder();
  // As a sandbox leaves it behind in a folder that it held read-only.
  mkdirSync(join(folder.path, ".git"));
  await expect(inspectRepository(host, folder.path)).rejects.toThrow("Cannot find a git repository around");
  gitIn(folder.path, "init", "--quiet");
  await expect(inspectRepository(host, folder.path)).rejects.toMatchObject({ code: "no-base" });
  await expect(inspectRepository(host, join(folder.path, ".git"))).rejects.toMatchObject({ code: "no-repository" });
  writeFileSync(join(folder.path, ".git/HEAD"), "garbage\n");
  await expect(inspectRepository(host, folder.path)).rejects.toThrow("git does not recognise it as a repository");
  using bare = scratchFolder();
  gitIn(bare.path, "init", "--quiet", "--bare");
  await expect(inspectRepository(host, bare.path)).rejects.toThrow("bare repository");
});

test("resolveBase() names a ref that is none, also when it looks like an option", async () => {
  using repo = scratchRepository();
  const at = await inspectRepository(host, repo.path);
  expect(await resolveBase(host, at, "HEAD")).toBe(repo.git("rev-parse", "HEAD"));
  await expect(resolveBase(host, at, "nowhere")).rejects.toMatchObject({ code: "no-base" });
  await expect(resolveBase(host, at, "--all")).rejects.toMatchObject({ code: "no-base" });
});

test("commitDirtyState() takes uncommitted and untracked files along and touches nothing", async () => {
  using repo = scratchRepository({ "a.txt": "a\n", ".gitignore": "ignored\n" });
  repo.write({ "a.txt": "changed\n", "new.txt": "new\n", ignored: "x" });
  const before = repo.git("status", "--porcelain");
  const { commit } = await commitDirtyState(host, { root: repo.path, head: repo.git("rev-parse", "HEAD") });
  expect(repo.git("ls-tree", "-r", "--name-only", commit).split("\n")).toEqual([".gitignore", "a.txt", "new.txt"]);
  expect(repo.git("show", `${commit}:a.txt`)).toBe("changed");
  expect(repo.git("status", "--porcelain")).toBe(before);
});

test("commitDirtyState() leaves out other repositories, worktrees and our own state, by name", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  repo.write({ "a.txt": "changed\n", "state/runs/r/journal.jsonl": "{}\n" });
  repo.git("init", "-q", "vendor/other");
  repo.write({ "vendor/other/x.txt": "x\n" });
  repo.git("worktree", "add", "-q", "--detach", "trees/one");
  repo.git("init", "-q", "--bare", "vendor/mirror.git");
  const own = [join(repo.path, "state")];
  const made = await commitDirtyState(host, { root: repo.path, head: repo.git("rev-parse", "HEAD"), own });
  expect(made.foreign.sort()).toEqual(["state/", "trees/one/", "vendor/mirror.git/", "vendor/other/"]);
  expect(repo.git("ls-tree", "-r", "--name-only", made.commit).split("\n")).toEqual(["a.txt"]);
});

test("commitDirtyState() refuses a merge that is not finished, by name", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  const head = repo.git("rev-parse", "HEAD");
  repo.write({ "a.txt": "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n" });
  await expect(commitDirtyState(host, { root: repo.path, head })).rejects.toThrow("a.txt holds conflict markers");
  repo.write({ "a.txt": "a\n" });
  repo.git("checkout", "-qb", "other");
  repo.commit("Other", { "a.txt": "other\n" });
  repo.git("checkout", "-q", "main");
  repo.commit("Mine", { "a.txt": "mine\n" });
  expect(() => repo.git("merge", "-q", "other")).toThrow();
  const merging = commitDirtyState(host, { root: repo.path, head: repo.git("rev-parse", "HEAD") });
  await expect(merging).rejects.toThrow("a.txt is not merged yet");
});

test("commitDirtyState() names five files that a merge left, and counts the others", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  const head = repo.git("rev-parse", "HEAD");
  const left = "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n";
  const refused = (count: number) => {
    repo.write(Object.fromEntries([...Array(count).keys()].map((n) => [`f${n}.txt`, left])));
    return commitDirtyState(host, { root: repo.path, head });
  };
  await expect(refused(5)).rejects.toThrow(": f0.txt, f1.txt, f2.txt, f3.txt, f4.txt hold conflict markers");
  await expect(refused(7)).rejects.toThrow(": f0.txt, f1.txt, f2.txt, f3.txt, f4.txt and 2 more hold conflict markers");
});

test.each(["merge", "rebase", "cherry-pick", "revert"])(
  "commitDirtyState() takes nothing while a %s brings changes",
  async (underWay) => {
    using repo = scratchRepository({ "a.txt": "a\n" });
    repo.write({ "b.txt": "of another commit\n" });
    const state = { root: repo.path, head: repo.git("rev-parse", "HEAD") };
    await expect(commitDirtyState(host, { ...state, underWay })).rejects.toThrow(`a ${underWay} is in progress`);
    await expect(commitDirtyState(host, { ...state, underWay: "bisect" })).resolves.toMatchObject({ foreign: [] });
  },
);

test("commitDirtyState() tells a heading from what a merge leaves", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  const state = { root: repo.path, head: repo.git("rev-parse", "HEAD") };
  repo.write({ "a.rst": "Heading\n=======\n\nText.\n" });
  const { commit } = await commitDirtyState(host, state);
  expect(repo.git("show", `${commit}:a.rst`)).toContain("=======");
  repo.write({ "half.txt": "theirs\r\n>>>>>>> theirs\r\n" });
  await expect(commitDirtyState(host, state)).rejects.toThrow("half.txt holds conflict markers");
});

test("commitDirtyState() names submodules whose own changes no commit has", async () => {
  using inner = scratchRepository({ "b.txt": "b\n" });
  using repo = scratchRepository({ "a.txt": "a\n" });
  for (const path of ["lib/one", "two"]) {
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", inner.path, path);
  }
  repo.commit("Add submodules", {});
  repo.write({ "lib/one/b.txt": "changed\n", "a.txt": "changed\n" });
  const made = await commitDirtyState(host, { root: repo.path, head: repo.git("rev-parse", "HEAD") });
  expect(made.submodules).toEqual(["lib/one/"]);
  repo.write({ "lib/one/b.txt": "b\n", "two/untracked.txt": "new\n" });
  const other = await commitDirtyState(host, { root: repo.path, head: repo.git("rev-parse", "HEAD") });
  expect(other.submodules).toEqual(["two/"]);
});

test("what git says about a repository that it will not use is what the person reads", async () => {
  using repo = scratchRepository();
  repo.git("config", "core.repositoryFormatVersion", "1");
  repo.write({
    ".git/config": `${readFileSync(join(repo.path, ".git/config"), "utf8")}[extensions]\n\tsomethingNew = 1\n`,
  });
  await expect(inspectRepository(host, repo.path)).rejects.toThrow(/Cannot use the git repository .*somethingnew/i);
  repo.write({ ".git/config": "[core\n" });
  await expect(inspectRepository(host, repo.path)).rejects.toThrow(/bad config line 1/);
});

test("an index that git can't read is said before anything is spent", async () => {
  using repo = scratchRepository();
  writeFileSync(join(repo.path, ".git/index"), "not an index at all, whatever its length\n");
  await expect(inspectRepository(host, repo.path)).rejects.toThrow("its index is broken");
});

test.each([
  ["a branch called baro", (repo: ReturnType<typeof scratchRepository>) => repo.git("branch", "baro"), /called "baro"/],
  [
    "one on the remote",
    (repo: ReturnType<typeof scratchRepository>) => repo.git("update-ref", "refs/remotes/origin/baro", "HEAD"),
    /called "origin\/baro"/,
  ],
  [
    "a mode that git does not take",
    (repo: ReturnType<typeof scratchRepository>) => repo.git("config", "core.sharedRepository", "0444"),
    /Cannot make a branch .*sharedRepository/,
  ],
  [
    "what stands where branches of ours would be",
    (repo: ReturnType<typeof scratchRepository>) => repo.write({ ".git/refs/heads/baro/preflight/x": "" }),
    /Cannot make a branch/,
  ],
])("preflight() refuses %s", async (_what, make, message) => {
  using repo = scratchRepository();
  using folder = scratchFolder();
  make(repo);
  const options = { dryRun: false, deliver: "auto", cacheDir: folder.path, stateDir: folder.path } as RunOptions;
  const invocation = { host, options, person: null, watcher: { see: () => {}, pause: () => {} } };
  await expect(preflight(invocation, repo.path)).rejects.toThrow(message);
});

test("preflight() asks nothing of the machine for a dry run, which writes nothing", async () => {
  using repo = scratchRepository();
  repo.git("branch", "baro");
  const options = { dryRun: true, deliver: "auto", cacheDir: join(repo.path, "README.md/cache") } as RunOptions;
  const invocation = { host, options, person: null, watcher: { see: () => {}, pause: () => {} } };
  expect(await preflight(invocation, repo.path)).toBeUndefined();
});

test("preflight() refuses a cache folder that can't be made", async () => {
  using repo = scratchRepository();
  using folder = scratchFolder();
  writeFileSync(join(folder.path, "file"), "");
  const options = {
    dryRun: false,
    deliver: "branch",
    cacheDir: join(folder.path, "file/cache"),
    stateDir: folder.path,
  } as RunOptions;
  const invocation = { host, options, person: null, watcher: { see: () => {}, pause: () => {} } };
  await expect(preflight(invocation, repo.path)).rejects.toMatchObject({ code: "delivery-impossible" });
});

test.each([
  ["https://user:token@host/x.git", "https://host/x.git"],
  ["https://token@host/x.git", "https://host/x.git"],
  ["https://user:odd@token@host/x.git", "https://host/x.git"],
  ["https://host/x.git?private_token=glpat-Zx81Qw72", "https://host/x.git?private_token=[redacted]"],
  ["https://host/x.git?a=b&ref=main", "https://host/x.git?a=b&ref=main"],
  ["git@host:x/y.git", "git@host:x/y.git"],
  ["/srv/a@b.git", "/srv/a@b.git"],
])("withoutCredentials(%s)", (url, clean) => {
  expect(withoutCredentials(url)).toBe(clean);
});

test("a working tree from which nobody finds back to its repository is none to work in", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  using elsewhere = scratchFolder();
  for (const [place, why] of [
    [elsewhere.path, "which has no .git that leads back to it"],
    [join(elsewhere.path, "gone"), "which is not there"],
  ] as const) {
    repo.git("config", "core.worktree", place);
    await expect(inspectRepository(host, repo.path)).rejects.toMatchObject({
      code: "no-repository",
      message: `Cannot work in "${repo.path}": core.worktree says its files are in "${place}", ${why}`,
    });
  }
  repo.git("config", "core.worktree", repo.path);
  expect((await inspectRepository(host, repo.path)).root).toBe(repo.path);
});

test("a branch without a commit is told apart from a repository without one", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  repo.git("checkout", "--quiet", "--orphan", "fresh");
  await expect(inspectRepository(host, repo.path)).rejects.toMatchObject({
    code: "no-base",
    message: `Cannot start in "${repo.path}": the branch "fresh" has no commit yet`,
    hint: "Make its first commit, or switch to a branch that has some: git switch main",
  });
});

test("whoever has a repository elsewhere by a variable is told that this one is not looked at", async () => {
  using folder = scratchFolder();
  const at = (GIT_DIR: string) => inspectRepository({ ...host, env: { ...host.env, GIT_DIR } }, folder.path);
  await expect(at("/some/where.git")).rejects.toMatchObject({
    hint: "Run baro inside a repository: the one that GIT_DIR names (/some/where.git) is not looked at",
  });
  await expect(at("")).rejects.toMatchObject({
    hint: "Run baro inside a repository, or make one with: git init",
  });
});
