import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readHead } from "../../src/git/read-head.ts";
import { scratchRepository } from "../support/scratch.ts";

test("the commit of a branch, of a packed one, and of none is what git says", async () => {
  using repo = scratchRepository();
  const head = repo.git("rev-parse", "HEAD");
  const read = () => readHead(join(repo.path, ".git"));
  expect(await read()).toBe(head);
  repo.git("pack-refs", "--all");
  expect(await read()).toBe(head);
  repo.git("checkout", "--quiet", "--detach");
  expect(await read()).toBe(head);
  repo.git("checkout", "--quiet", "--orphan", "new");
  expect(await read()).toBeNull();
});

test.each<[string, (dotGit: string) => void]>([
  ["a pipe", (dotGit) => void execFileSync("mkfifo", [join(dotGit, "HEAD")])],
  ["a device", (dotGit) => symlinkSync("/dev/zero", join(dotGit, "HEAD"))],
  ["a link to a key", (dotGit) => symlinkSync("/etc/passwd", join(dotGit, "HEAD"))],
  ["a way out", (dotGit) => writeFileSync(join(dotGit, "HEAD"), "ref: refs/../../../key\n")],
  ["nothing at all", () => {}],
])("HEAD that is %s is no commit", async (_what, place) => {
  using repo = scratchRepository();
  const dotGit = join(repo.path, ".git");
  rmSync(join(dotGit, "HEAD"));
  writeFileSync(join(repo.path, "key"), `${"a".repeat(40)}\n`);
  place(dotGit);
  expect(await readHead(dotGit)).toBeNull();
});

test("a repository that is a link is not read", async () => {
  using repo = scratchRepository();
  renameSync(join(repo.path, ".git"), join(repo.path, "real"));
  symlinkSync("real", join(repo.path, ".git"));
  expect(await readHead(join(repo.path, ".git"))).toBeNull();
});
