import { expect, test } from "bun:test";
import { statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeWorktreeTree } from "../../src/git/commit.ts";
import { checkOutWorktree, worktreeSource } from "../../src/git/worktree.ts";
import { listWorktreeChanges } from "../../src/git/worktree-changes.ts";
import { systemHost } from "../../src/host/system.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";

const host = systemHost();

test("a change of the same length in the second of the checkout is seen, committed and undone", async () => {
  using repo = scratchRepository({ "a.txt": "one\n" });
  using folder = scratchFolder();
  const source = await worktreeSource(host, repo.path);
  const place = { path: join(folder.path, "tree"), index: join(folder.path, "index") };
  const base = repo.git("rev-parse", "HEAD");
  await checkOutWorktree(host, source, place, base, { branch: "baro/S1" });
  const file = join(place.path, "a.txt");
  const { atime, mtime } = statSync(file);
  writeFileSync(file, "two\n");
  utimesSync(file, atime, mtime);
  expect((await listWorktreeChanges(host, source, place)).map(({ path }) => path)).toEqual(["a.txt"]);
  const later = Math.ceil(Date.now() / 1000) + 1;
  while (Date.now() / 1000 < later) await new Promise((resolve) => setImmediate(resolve));
  const tree = await writeWorktreeTree(host, source, place, ["a.txt"]);
  expect(repo.git("cat-file", "blob", `${tree}:a.txt`)).toBe("two");
  await checkOutWorktree(host, source, place, base, { branch: "baro/S2" });
  expect(await Bun.file(file).text()).toBe("one\n");
});
