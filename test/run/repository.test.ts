import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemHost } from "../../src/host/system.ts";
import { commitDirtyState } from "../../src/run/dirty-base.ts";
import { inspectRepository, resolveBase, withoutCredentials } from "../../src/run/repository.ts";
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

test("inspectRepository() refuses what is no place to work in", async () => {
  using folder = scratchFolder();
  await expect(inspectRepository(host, folder.path)).rejects.toMatchObject({ code: "no-repository" });
  gitIn(folder.path, "init", "--quiet");
  await expect(inspectRepository(host, folder.path)).rejects.toMatchObject({ code: "no-base" });
  await expect(inspectRepository(host, join(folder.path, ".git"))).rejects.toMatchObject({ code: "no-repository" });
  using bare = scratchFolder();
  gitIn(bare.path, "init", "--quiet", "--bare");
  await expect(inspectRepository(host, bare.path)).rejects.toThrow("bare repository");
});

test("resolveBase() names a ref that is none, also when it looks like an option", async () => {
  using repo = scratchRepository();
  expect(await resolveBase(host, repo.path, "HEAD")).toBe(repo.git("rev-parse", "HEAD"));
  await expect(resolveBase(host, repo.path, "nowhere")).rejects.toMatchObject({ code: "no-base" });
  await expect(resolveBase(host, repo.path, "--all")).rejects.toMatchObject({ code: "no-base" });
});

test("commitDirtyState() takes uncommitted and untracked files along and touches nothing", async () => {
  using repo = scratchRepository({ "a.txt": "a\n", ".gitignore": "ignored\n" });
  repo.write({ "a.txt": "changed\n", "new.txt": "new\n", ignored: "x" });
  const before = repo.git("status", "--porcelain");
  const commit = await commitDirtyState(host, repo.path, repo.git("rev-parse", "HEAD"));
  expect(repo.git("ls-tree", "-r", "--name-only", commit).split("\n")).toEqual([".gitignore", "a.txt", "new.txt"]);
  expect(repo.git("show", `${commit}:a.txt`)).toBe("changed");
  expect(repo.git("status", "--porcelain")).toBe(before);
});

test.each([
  ["https://user:token@host/x.git", "https://host/x.git"],
  ["https://token@host/x.git", "https://host/x.git"],
  ["git@host:x/y.git", "git@host:x/y.git"],
  ["/srv/a@b.git", "/srv/a@b.git"],
])("withoutCredentials(%s)", (url, clean) => {
  expect(withoutCredentials(url)).toBe(clean);
});
