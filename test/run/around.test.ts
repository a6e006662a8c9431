import { describe, expect, test } from "bun:test";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemHost } from "../../src/host/system.ts";
import {
  checkedFrom,
  folderAt,
  hidePassedValues,
  hideRepositorySecrets,
  inspectRepository,
} from "../../src/run/repository.ts";
import type { RunOptions } from "../../src/settings/options.ts";
import { gitIn, scratchFolder, scratchRepository } from "../support/scratch.ts";

const host = systemHost();

test("from a folder below it, a repository is found with its own folders", async () => {
  using repo = scratchRepository({ "sub/deep/a.txt": "a\n" });
  const found = await inspectRepository(host, join(repo.path, "sub/deep"));
  expect(found).toMatchObject({ root: repo.path, gitDir: join(repo.path, ".git"), folder: "sub/deep", dirty: false });
  using elsewhere = scratchFolder();
  const worktree = join(elsewhere.path, "w");
  repo.git("worktree", "add", "--quiet", "--detach", worktree);
  expect(await inspectRepository(host, worktree)).toMatchObject({
    root: worktree,
    gitDir: join(repo.path, ".git"),
    folder: "",
    branch: null,
  });
});

test("what is changed is only looked for where it is asked for", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  repo.write({ "new.txt": "n\n" });
  expect(await inspectRepository(host, repo.path, { forChanges: false })).toMatchObject({ dirty: false });
  expect(await inspectRepository(host, repo.path, { forChanges: true })).toMatchObject({ dirty: true });
  writeFileSync(join(repo.path, ".git/index"), "not an index");
  expect(await inspectRepository(host, repo.path, { forChanges: false })).toMatchObject({ dirty: false });
});

test("a broken repository further up is named, and not passed over", async () => {
  using folder = scratchFolder();
  const deep = join(folder.path, "one/two/three");
  mkdirSync(deep, { recursive: true });
  mkdirSync(join(folder.path, "one/.git/refs"), { recursive: true });
  await expect(inspectRepository(host, deep)).rejects.toMatchObject({
    code: "no-repository",
    message: `Cannot use "${join(folder.path, "one/.git")}": git does not recognise it as a repository`,
  });
  rmSync(join(folder.path, "one/.git"), { recursive: true });
  await expect(inspectRepository(host, deep)).rejects.toMatchObject({
    message: `Cannot find a git repository around "${deep}"`,
  });
});

test("a branch whose commit is not there is told by the first letters of that", async () => {
  using repo = scratchRepository();
  writeFileSync(join(repo.path, ".git/refs/heads/main"), `${"1234567890ab".padEnd(40, "c")}\n`);
  await expect(inspectRepository(host, repo.path)).rejects.toMatchObject({
    code: "no-base",
    message: expect.stringContaining("(commit 1234567890ab can't be read)"),
  });
});

test.each<[string[], string | null]>([
  [[], null],
  [["backup"], "https://backup.example.com/x.git"],
  [["backup", "other"], "https://backup.example.com/x.git"],
  [["backup", "origin", "other"], "https://origin.example.com/x.git"],
])("of the remotes %j this one counts: %p", async (names, remote) => {
  using repo = scratchRepository();
  for (const name of names) repo.git("remote", "add", name, `https://ada:secret@${name}.example.com/x.git`);
  expect((await inspectRepository(host, repo.path)).remote).toBe(remote);
});

test.each<[string[], string | null]>([
  [[], null],
  [["BISECT_LOG"], "bisect"],
  [["REVERT_HEAD"], "revert"],
  [["CHERRY_PICK_HEAD"], "cherry-pick"],
  [["MERGE_HEAD"], "merge"],
  [["rebase-apply"], "rebase"],
  // A rebase stops in the middle of a commit that it picks.
  [["rebase-merge", "CHERRY_PICK_HEAD", "BISECT_LOG"], "rebase"],
  [["MERGE_HEAD", "BISECT_LOG"], "merge"],
])("with %j in its folder, git is in the middle of a %p", async (names, underWay) => {
  using repo = scratchRepository();
  for (const name of names) writeFileSync(join(repo.path, ".git", name), "");
  expect((await inspectRepository(host, repo.path)).underWay).toBe(underWay);
});

describe("where the person stands", () => {
  test("counts as far as the commit has it as a folder", async () => {
    using repo = scratchRepository({ "sub/a.txt": "a\n" });
    mkdirSync(join(repo.path, "new"));
    const head = repo.git("rev-parse", "HEAD");
    const at = async (folder: string) => {
      const repository = await inspectRepository(host, repo.path);
      return folderAt(host, { ...repository, folder }, head);
    };
    expect([await at(""), await at("sub"), await at("new"), await at("sub/a.txt")]).toEqual(["", "sub", "", ""]);
  });

  test("is where checks of a command line run; those of a file are from the root", () => {
    const options = (given: string[], verify: string[] | null) => ({ verify, given }) as unknown as RunOptions;
    expect(checkedFrom(options(["verify"], ["make"]), "sub").verify?.[0]).toContain("sub");
    expect(checkedFrom(options(["verify"], ["make"]), "").verify).toEqual(["make"]);
    expect(checkedFrom(options([], ["make"]), "sub").verify).toEqual(["make"]);
    expect(checkedFrom(options(["verify"], null), "sub").verify).toBeNull();
  });
});

test("a single value that is passed on, or that a repository keeps to itself, is not shown", async () => {
  using repo = scratchRepository();
  repo.write({ ".env": "API_KEY=hunter2hunter2\n" });
  const hidden: ((text: string) => string)[] = [];
  const env = { TOKEN: "Jq4-tv8Xn2Kd6RpS0wB3hYf7", NAME: "ada" };
  const own = { ...host, env, hide: (take: (text: string) => string) => void hidden.push(take) };
  const shown = (text: string) => hidden.reduce((said, take) => take(said), text);
  hidePassedValues(own, []);
  expect(hidden).toEqual([]);
  hidePassedValues(own, ["TOKEN", "NAME"]);
  expect([hidden.length, shown(`a ${env.TOKEN} b`)]).toEqual([1, expect.not.stringContaining(env.TOKEN) as never]);
  await hideRepositorySecrets(own, repo.path);
  expect(shown("a hunter2hunter2 b")).not.toContain("hunter2");
  expect(gitIn(repo.path, "status", "--porcelain")).toBe("?? .env");
});
