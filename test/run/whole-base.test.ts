import { expect, test } from "bun:test";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemHost } from "../../src/host/system.ts";
import { inspectRepository } from "../../src/run/repository.ts";
import { requireWholeBase } from "../../src/run/whole-base.ts";
import { gitIn, scratchFolder, scratchRepository } from "../support/scratch.ts";

const host = systemHost();

function loseObject(root: string, name: string) {
  const id = gitIn(root, "rev-parse", name);
  rmSync(join(root, ".git/objects", id.slice(0, 2), id.slice(2)));
}

test.each([
  ["the tree", "HEAD^{tree}", "missing tree"],
  ["a folder", "HEAD:src/deep", "missing tree"],
  ["a file", "HEAD:src/deep/a.txt", "missing blob"],
])("a commit that lacks %s is no base", async (_what, name, told) => {
  using repository = scratchRepository({ "src/deep/a.txt": "a\n", "b.txt": "b\n" });
  await requireWholeBase(host, repository.path, "HEAD");
  loseObject(repository.path, name);
  const asked = requireWholeBase(host, repository.path, "HEAD");
  await expect(asked).rejects.toMatchObject({ code: "no-base", message: expect.stringContaining(told) });
});

test("what an older commit lacks is no matter, and what names no commit is told elsewhere", async () => {
  using repository = scratchRepository({ "a.txt": "first\n" });
  repository.commit("Next", { "a.txt": "second\n" });
  loseObject(repository.path, "HEAD^:a.txt");
  await requireWholeBase(host, repository.path, "HEAD");
  await requireWholeBase(host, repository.path, "no-such-branch");
});

test("what a partial clone fetches when it is needed is not lacking, and is not asked for", async () => {
  using upstream = scratchRepository({ "a.txt": "a\n" });
  using folder = scratchFolder();
  const clone = join(folder.path, "clone");
  gitIn(upstream.path, "config", "uploadpack.allowFilter", "true");
  gitIn(folder.path, "clone", "--quiet", "--no-checkout", "--filter=blob:none", `file://${upstream.path}`, clone);
  const packs = () => readdirSync(join(clone, ".git/objects/pack")).length;
  const before = packs();
  await requireWholeBase(host, clone, "HEAD");
  expect(packs()).toBe(before);
});

test("a branch whose commit is gone is not a repository without a commit", async () => {
  using repository = scratchRepository({ "a.txt": "a\n" });
  gitIn(repository.path, "gc", "--quiet");
  const packs = join(repository.path, ".git/objects/pack");
  for (const name of readdirSync(packs).filter((one) => one.endsWith(".idx"))) rmSync(join(packs, name));
  const looked = inspectRepository(host, repository.path);
  await expect(looked).rejects.toMatchObject({ code: "no-base", message: expect.stringContaining("can't be read") });
  writeFileSync(join(repository.path, ".git/HEAD"), "ref: refs/heads/unborn\n");
  const unborn = inspectRepository(host, repository.path);
  await expect(unborn).rejects.toMatchObject({ message: expect.stringContaining("no commit yet") });
});
