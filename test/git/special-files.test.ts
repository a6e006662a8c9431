import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkOutWorktree, worktreeSource } from "../../src/git/worktree.ts";
import { listWorktreeChanges, revertWorktreePaths } from "../../src/git/worktree-changes.ts";
import { systemHost } from "../../src/host/system.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";

test("a file of rules that is as long as at the base is nobody's doing, however long that is", async () => {
  const [rules, more] = ["# rule\n".repeat(200_000), "# rule\n".repeat(500_000)];
  using repo = scratchRepository({ "a.txt": "a\n", ".gitignore": rules, "sub/.gitattributes": rules });
  using folder = scratchFolder();
  const host = systemHost();
  const source = await worktreeSource(host, repo.path);
  const place = { path: join(folder.path, "tree"), index: join(folder.path, "index") };
  await checkOutWorktree(host, source, place, repo.git("rev-parse", "HEAD"), { branch: "baro/S1" });
  const seen = async () =>
    (await listWorktreeChanges(host, source, place)).map(({ path, kind, node }) => `${path} ${kind} ${node}`);
  expect(await seen()).toEqual([]);
  expect(existsSync(join(place.path, ".gitignore"))).toBe(true);
  writeFiles(place.path, {
    ".gitignore": `${rules}*.log\n`,
    "sub/.gitattributes": `${rules}${more}`,
    ".mailmap": rules,
  });
  expect(await seen()).toEqual([
    ".gitignore modified file",
    ".mailmap added special",
    "sub/.gitattributes added special",
  ]);
});

test("what git must not open is told at every look until it is put back, though the first one took it away", async () => {
  using repo = scratchRepository({ "a.txt": "a\n", ".gitattributes": "*.txt text\n", "sub/b.txt": "b\n" });
  using folder = scratchFolder();
  const host = systemHost();
  const source = await worktreeSource(host, repo.path);
  const place = { path: join(folder.path, "tree"), index: join(folder.path, "index") };
  await checkOutWorktree(host, source, place, repo.git("rev-parse", "HEAD"), { branch: "baro/S1" });
  const seen = async () => (await listWorktreeChanges(host, source, place)).map(({ path, node }) => `${path} ${node}`);
  execFileSync("mkfifo", ["sub/.gitattributes", "sub/.gitignore"], { cwd: place.path });
  writeFiles(place.path, { ".gitattributes": "# much\n".repeat(200_000) });
  const all = [".gitattributes special", "sub/.gitattributes special", "sub/.gitignore special"];
  for (const _look of [1, 2]) expect((await seen()).toSorted()).toEqual(all);
  writeFiles(place.path, { "sub/.gitignore": "*.log\n" });
  expect(await seen()).toContain("sub/.gitignore file");
  await revertWorktreePaths(host, source, place, [".gitattributes", "sub/.gitattributes"]);
  expect(await seen()).toEqual(["sub/.gitignore file"]);
  execFileSync("mkfifo", ["sub/.mailmap"], { cwd: place.path });
  expect(await seen()).toContain("sub/.mailmap special");
  await checkOutWorktree(host, source, place, repo.git("rev-parse", "HEAD"), { branch: "baro/S2" });
  expect(await seen()).not.toContain("sub/.mailmap special");
});
