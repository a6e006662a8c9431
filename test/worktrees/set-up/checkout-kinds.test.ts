import { expect, test } from "bun:test";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { writeWorktreeTree } from "../../../src/git/commit.ts";
import { requirePointers } from "../../../src/git/large-files.ts";
import { outsideView } from "../../../src/git/worktree.ts";
import { listWorktreeChanges } from "../../../src/git/worktree-changes.ts";
import type { Host } from "../../../src/host/host.ts";
import { systemHost } from "../../../src/host/system.ts";
import { gitIn, scratchFolder, scratchRepository, writeFiles } from "../../support/scratch.ts";
import { setUpIn } from "./set-up-in.ts";

/** A machine with these programs beside what every machine has; of git-lfs it has no other. */
function hostWith(folder: string, programs: Record<string, string>): Host {
  for (const [name, body] of Object.entries(programs)) {
    writeFiles(folder, { [name]: `#!/bin/sh\n${body}\n` });
    chmodSync(join(folder, name), 0o755);
  }
  const rest = (process.env["PATH"] ?? "").split(":").map((part, place) => {
    if (!existsSync(join(part, "git-lfs"))) return part;
    const others = join(folder, `path-${place}`);
    mkdirSync(others, { recursive: true });
    for (const name of readdirSync(part)) if (name !== "git-lfs") symlinkSync(join(part, name), join(others, name));
    return others;
  });
  return { ...systemHost(), env: { ...process.env, PATH: [folder, ...rest].join(":") } };
}

const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 3\n";
const withLargeFile = { ".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n", "a.bin": pointer };

test("large files without their program are said to be pointers", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository(withLargeFile);
  const { take, told } = setUpIn(repository.path, folder.path, { host: hostWith(folder.path, {}) });
  const { path } = await take();
  expect(readFileSync(join(path, "a.bin"), "utf8")).toBe(pointer);
  expect(told).toEqual([
    "Some files are kept in Git LFS, and git-lfs is not on the PATH: worktrees have only their pointers",
  ]);
});

test("large files are pointers, and no change, where a required filter has lost its program", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository(withLargeFile);
  repository.git("config", "filter.lfs.required", "true");
  repository.git("config", "filter.lfs.process", "git-lfs filter-process");
  repository.git("config", "filter.lfs.smudge", "git-lfs smudge -- %f");
  repository.git("config", "filter.lfs.clean", "git-lfs clean -- %f");
  const host = hostWith(folder.path, {});
  const { take, pool, told } = setUpIn(repository.path, folder.path, { host });
  const worktree = await take();
  // Looked at anew, as after a touch.
  utimesSync(join(worktree.path, "a.bin"), 1, 1);
  expect(await listWorktreeChanges(host, await pool.source(), worktree)).toEqual([]);
  expect(readFileSync(join(worktree.path, "a.bin"), "utf8")).toBe(pointer);
  expect(told).toHaveLength(1);
});

test("nothing but a pointer is taken for a large file whose program is not there", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository(withLargeFile);
  repository.git("config", "filter.lfs.required", "true");
  repository.git("config", "filter.lfs.clean", "git-lfs clean -- %f");
  const host = hostWith(folder.path, {});
  const { take, pool } = setUpIn(repository.path, folder.path, { host });
  const worktree = await take();
  const env = outsideView(await pool.source(), worktree);
  const taken = () => requirePointers(host, worktree.path, [".gitattributes", "a.bin"], env);
  writeFileSync(join(worktree.path, "a.bin"), "content of its own\n");
  await expect(taken()).rejects.toThrow(/a\.bin is kept in Git LFS/);
  writeFileSync(join(worktree.path, "a.bin"), pointer.replace("aa", "bb"));
  await expect(taken()).resolves.toBeUndefined();
  rmSync(join(worktree.path, "a.bin"));
  await expect(taken()).resolves.toBeUndefined();
});

test("a filter called lfs that is another program is run as the person's own git runs it", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository({ ".gitattributes": "*.bin filter=lfs\n", "a.bin": "nzberq\n" });
  for (const way of ["clean", "smudge"]) repository.git("config", `filter.lfs.${way}`, "tr a-z n-za-m");
  repository.git("config", "filter.lfs.required", "true");
  const host = hostWith(folder.path, {});
  const { take, pool, told } = setUpIn(repository.path, folder.path, { host });
  const worktree = await take();
  expect(readFileSync(join(worktree.path, "a.bin"), "utf8")).toBe("amored\n");
  writeFileSync(join(worktree.path, "a.bin"), "secret\n");
  const tree = await writeWorktreeTree(host, await pool.source(), worktree, ["a.bin"]);
  expect(repository.git("show", `${tree}:a.bin`)).toBe("frperg");
  expect(told).toEqual([]);
});

test("large files whose filter git does not know are said to be pointers", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository(withLargeFile);
  const { take, told } = setUpIn(repository.path, folder.path, {
    host: hostWith(folder.path, { "git-lfs": "exit 1" }),
  });
  await take();
  expect(told).toEqual([
    "Some files are kept in Git LFS, and git does not know its filter (git lfs install): worktrees have only their pointers",
  ]);
});

test("large files are fetched by the filter that the person configured", async () => {
  using folder = scratchFolder();
  using programs = scratchFolder();
  using repository = scratchRepository(withLargeFile);
  // Stands for the real one: what it prints is the file's content.
  const host = hostWith(programs.path, { "git-lfs": '[ "$1" = smudge ] && { cat > /dev/null; echo large; }' });
  repository.git("config", "filter.lfs.smudge", "git-lfs smudge");
  repository.git("config", "filter.lfs.required", "true");
  const { take, told } = setUpIn(repository.path, folder.path, { host });
  const { path } = await take();
  expect(readFileSync(join(path, "a.bin"), "utf8")).toBe("large\n");
  expect(gitIn(path, "config", "lfs.storage")).toBe(join(repository.path, ".git/lfs"));
  expect(told).toEqual([]);
});

test("a sparse checkout stays sparse, and what is set up does not widen it", async () => {
  using folder = scratchFolder();
  using repository = scratchRepository({
    ".gitignore": ".env\n",
    ".worktreeinclude": ".env\n",
    "a/one.txt": "1",
    "b/two.txt": "2",
    "top.txt": "t",
  });
  repository.git("sparse-checkout", "set", "--cone", "a");
  writeFileSync(join(repository.path, ".env"), "A=1");
  const { take, pool } = setUpIn(repository.path, folder.path);
  const worktree = await take();
  expect(readdirSync(worktree.path).sort()).toEqual([".env", ".git", ".gitignore", ".worktreeinclude", "a", "top.txt"]);
  expect(gitIn(worktree.path, "status", "--porcelain")).toBe("");
  pool.give(worktree);
  expect(existsSync(join((await take()).path, "b"))).toBe(false);
});
