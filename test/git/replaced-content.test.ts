import { expect, test } from "bun:test";
import { readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkOutWorktree, worktreeSource } from "../../src/git/worktree.ts";
import { listWorktreeChanges } from "../../src/git/worktree-changes.ts";
import { systemHost } from "../../src/host/system.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";

test("what git shows in the place of a content is no change, and what somebody writes there is one", async () => {
  using repo = scratchRepository({ "a.txt": "one\n", "b.txt": "old\n", "c.txt": "old too\n" });
  using folder = scratchFolder();
  repo.write({ ".git/new": "new\n" });
  repo.git("replace", repo.git("rev-parse", "HEAD:b.txt"), repo.git("hash-object", "-w", ".git/new"));
  const host = systemHost();
  const source = await worktreeSource(host, repo.path);
  const place = { path: join(folder.path, "tree"), index: join(folder.path, "index") };
  await checkOutWorktree(host, source, place, repo.git("rev-parse", "HEAD"), { branch: "baro/S1" });
  const file = join(place.path, "b.txt");
  expect(readFileSync(file, "utf8")).toBe("new\n");
  const changed = async () => (await listWorktreeChanges(host, source, place)).map(({ path }) => path);
  // Git looks into a file whose time is another one.
  utimesSync(file, 1, 1);
  writeFileSync(join(place.path, "c.txt"), "mine\n");
  expect(await changed()).toEqual(["c.txt"]);
  writeFileSync(file, "mine\n");
  expect(await changed()).toEqual(["b.txt", "c.txt"]);
});
