import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listWorktreeChanges } from "../../../src/git/worktree-changes.ts";
import { systemHost } from "../../../src/host/system.ts";
import { submoduleChanges } from "../../../src/worktrees/submodule-changes.ts";
import { gitIn, scratchFolder, scratchRepository, writeFiles } from "../../support/scratch.ts";
import { setUpIn } from "./set-up-in.ts";

const fileProtocol = ["-c", "protocol.file.allow=always"];

/** A clone of a repository whose submodule has a submodule; the places that they were fetched from are gone. */
function cloneWithSubmodules(folder: string) {
  const inner = scratchRepository({ "deep.txt": "deep\n" });
  const middle = scratchRepository({ "middle.txt": "one\n" });
  middle.git(...fileProtocol, "submodule", "--quiet", "add", inner.path, "inner");
  middle.commit("Nest", {});
  const outer = scratchRepository({ "a.txt": "a\n" });
  outer.git(...fileProtocol, "submodule", "--quiet", "add", middle.path, "lib/middle");
  outer.commit("Nest", {});
  const root = join(folder, "clone");
  gitIn(folder, ...fileProtocol, "clone", "--quiet", "--recurse-submodules", outer.path, root);
  for (const repository of [inner, middle, outer]) repository[Symbol.dispose]();
  return root;
}

test("submodules and theirs are there, from the person's own copy, and are no change", async () => {
  using folder = scratchFolder();
  const root = cloneWithSubmodules(folder.path);
  const { take, pool, told } = setUpIn(root, join(folder.path, "run"));
  const worktree = await take();
  expect(readFileSync(join(worktree.path, "lib/middle/middle.txt"), "utf8")).toBe("one\n");
  expect(readFileSync(join(worktree.path, "lib/middle/inner/deep.txt"), "utf8")).toBe("deep\n");
  expect(gitIn(worktree.path, "status", "--porcelain")).toBe("");
  expect(await listWorktreeChanges(systemHost(), await pool.source(), worktree)).toEqual([]);
  // What is done in there stays there.
  writeFileSync(join(worktree.path, "lib/middle/middle.txt"), "two\n");
  gitIn(join(worktree.path, "lib/middle"), "commit", "--quiet", "--all", "--message", "Change");
  gitIn(join(worktree.path, "lib/middle"), "config", "core.hooksPath", "/nowhere");
  expect(gitIn(root, "submodule", "status", "--recursive")).not.toMatch(/^[+-]/m);
  expect(gitIn(join(root, "lib/middle"), "log", "--all", "--format=%s")).not.toContain("Change");
  expect(readFileSync(join(root, ".git/modules/lib/middle/config"), "utf8")).not.toContain("nowhere");
  // Made over for another story, nothing of it is left.
  pool.give(worktree);
  const again = await take();
  expect(again.path).toBe(worktree.path);
  expect(readFileSync(join(again.path, "lib/middle/middle.txt"), "utf8")).toBe("one\n");
  expect(gitIn(again.path, "status", "--porcelain")).toBe("");
  expect(told).toEqual([]);
});

test("a submodule that the person has not checked out stays empty, in silence", async () => {
  using folder = scratchFolder();
  const root = cloneWithSubmodules(folder.path);
  gitIn(root, "submodule", "--quiet", "deinit", "--force", "lib/middle");
  const { take, told } = setUpIn(root, join(folder.path, "run"));
  const { path } = await take();
  expect(readdirSync(join(path, "lib/middle"))).toEqual([]);
  expect(told).toEqual([]);
});

test("a submodule's commit that the person's copy lacks is said", async () => {
  using folder = scratchFolder();
  const root = cloneWithSubmodules(folder.path);
  const missing = "1234567890123456789012345678901234567890";
  gitIn(root, "update-index", "--cacheinfo", `160000,${missing},lib/middle`);
  gitIn(root, "commit", "--quiet", "--message", "Bump");
  const { take, told } = setUpIn(root, join(folder.path, "run"));
  const { path } = await take();
  expect(existsSync(join(path, "a.txt"))).toBe(true);
  // Without its folder, the next commit would remove the submodule.
  expect(readdirSync(join(path, "lib/middle"))).toEqual([]);
  expect(gitIn(path, "status", "--porcelain")).toBe("");
  expect(told).toEqual([
    expect.stringMatching(
      /^The submodule lib\/middle is missing in worktrees: your checkout of it does not give 123456789012 \(/,
    ),
  ]);
});

test.each<[string, (root: string) => void]>([
  ["was never fetched", (root) => gitIn(root, "submodule", "--quiet", "deinit", "--force", "lib/middle")],
  [
    "is at a commit that is not there",
    (root) => {
      gitIn(root, "update-index", "--cacheinfo", `160000,${"12".repeat(20)},lib/middle`);
      gitIn(root, "commit", "--quiet", "--message", "Bump");
    },
  ],
])(
  "what is put into the folder of a submodule that %s is named, though git sees nothing of it",
  async (_what, make) => {
    using folder = scratchFolder();
    const root = cloneWithSubmodules(folder.path);
    make(root);
    const { take, pool } = setUpIn(root, join(folder.path, "run"));
    const worktree = await take();
    const looked = { root, worktree: worktree.path, commit: worktree.base };
    const named = async () => await submoduleChanges(systemHost(), looked, worktree.index);
    expect(await named()).toEqual([]);
    writeFiles(join(worktree.path, "lib/middle"), {
      "new.txt": "new\n",
      "deep/er.txt": "x\n",
      "node_modules/m/i.js": "",
    });
    symlinkSync("new.txt", join(worktree.path, "lib/middle/link"));
    // Git alone would have lost it.
    expect(await listWorktreeChanges(systemHost(), await pool.source(), worktree)).toEqual([]);
    const found = (await named()).map(({ path, kind, node, submodule }) => ({ path, kind, node, submodule }));
    const file = (path: string, node = "file") => ({
      path: `lib/middle/${path}`,
      kind: "added",
      node,
      submodule: true,
    });
    const sorted = (list: { path: string }[]) => list.toSorted((one, two) => (one.path < two.path ? -1 : 1));
    expect(sorted(found)).toEqual(sorted([file("new.txt"), file("deep/er.txt"), file("link", "symlink")]));
  },
);
