import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeWorktreeTree } from "../../src/git/commit.ts";
import { checkOutWorktree, worktreeSource, writeRepository } from "../../src/git/worktree.ts";
import { listWorktreeChanges, revertWorktreePaths } from "../../src/git/worktree-changes.ts";
import { systemHost } from "../../src/host/system.ts";
import { gitIn, scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";

const host = systemHost();

async function checkedOut(root: string, folder: string, commit = "HEAD", writers = 1) {
  const source = await worktreeSource(host, root);
  const place = { path: join(folder, "w1"), index: join(folder, "w1.index") };
  await mkdir(place.path, { recursive: true });
  await checkOutWorktree(host, source, place, gitIn(root, "rev-parse", commit), { branch: "baro/S1", writers });
  const changes = async () =>
    (await listWorktreeChanges(host, source, place)).map((change) => `${change.kind} ${change.path}`).sort();
  return { source, place, changes };
}

test("a worktree has the commit's files, history and branches, and a branch of its own", async () => {
  using repository = scratchRepository({ "a.txt": "a\n", "bin/run": "#!/bin/sh\n" });
  using folder = scratchFolder();
  repository.git("update-index", "--chmod=+x", "bin/run");
  repository.git("commit", "-qm", "Mode");
  repository.git("tag", "v1");
  const { place, changes } = await checkedOut(repository.path, folder.path);
  expect(readFileSync(join(place.path, "a.txt"), "utf8")).toBe("a\n");
  expect(statSync(join(place.path, "bin/run")).mode & 0o100).toBe(0o100);
  expect(gitIn(place.path, "status", "--porcelain", "--branch")).toBe("## baro/S1");
  expect(gitIn(place.path, "log", "--format=%s").split("\n")).toEqual(["Mode", "Start"]);
  expect(gitIn(place.path, "rev-parse", "main", "v1").split("\n")).toEqual(
    repository.git("rev-parse", "main", "v1").split("\n"),
  );
  expect(await changes()).toEqual([]);
});

test("what is named in other bytes than text is a change like any other, and none where it is as it was checked out", async () => {
  using repository = scratchRepository({ "a.txt": "a\n" });
  using folder = scratchFolder();
  const start = repository.git("rev-parse", "HEAD");
  execFileSync("sh", ["-c", "touch \"$(printf 'u\\377.txt')\""], { cwd: repository.path });
  repository.commit("Add a name", {});
  const named = repository.git("rev-parse", "HEAD");
  // The person is elsewhere: to git, all of the commit differs from their HEAD.
  repository.git("checkout", "--quiet", "--detach", start);
  const { place, changes } = await checkedOut(repository.path, folder.path, named);
  writeFiles(place.path, { "a.txt": "b\n" });
  expect(await changes()).toEqual(["modified a.txt"]);
  execFileSync("sh", ["-c", "echo x > \"$(printf 'u\\377.txt')\""], { cwd: place.path });
  expect(await changes()).toEqual(["modified a.txt", "modified u\\xff.txt"]);
});

test("a checkout that several processes write is the same, to its links and modes", async () => {
  const names = Array.from({ length: 2_500 }, (_, at) => `part-${at % 40}/file-${at}.txt`);
  using repository = scratchRepository(Object.fromEntries(names.map((name) => [name, `${name}\n`])));
  symlinkSync("part-1/file-1.txt", join(repository.path, "link"));
  writeFiles(repository.path, { run: "#!/bin/sh\n", ".gitattributes": "*.up filter=up\n", "a.up": "a\n" });
  repository.git("config", "filter.up.smudge", "tr a-z A-Z");
  repository.git("config", "filter.up.clean", "tr A-Z a-z");
  repository.git("add", ".");
  repository.git("update-index", "--chmod=+x", "run");
  repository.git("commit", "-qm", "More");
  using folder = scratchFolder();
  const seen = (entry: string) => {
    const stat = lstatSync(entry);
    return [stat.mode, stat.isSymbolicLink() ? readlinkSync(entry) : stat.isFile() ? readFileSync(entry, "utf8") : ""];
  };
  const all = (root: string) =>
    readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((path) => !path.startsWith(".git/"))
      .sort()
      .map((path) => [path, ...seen(join(root, path))]);
  const [one, several] = [join(folder.path, "one"), join(folder.path, "several")];
  const alone = await checkedOut(repository.path, one);
  const together = await checkedOut(repository.path, several, "HEAD", 4);
  expect(all(together.place.path)).toEqual(all(alone.place.path));
  expect(readFileSync(join(together.place.path, "a.up"), "utf8")).toBe("A\n");
  expect(await together.changes()).toEqual([]);
});

test("the person's settings hold in it, and what is set in it stays in it", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  repository.git("config", "core.commentChar", ";");
  repository.write({ ".git/info/exclude": "private/\n" });
  const config = readFileSync(join(repository.path, ".git/config"), "utf8");
  const { place, changes } = await checkedOut(repository.path, folder.path);
  expect(gitIn(place.path, "config", "core.commentChar")).toBe(";");
  gitIn(place.path, "config", "user.name", "Agent");
  gitIn(place.path, "gc", "--prune=now", "--quiet");
  writeFiles(place.path, { "private/x": "x\n", "public/x": "x\n" });
  expect(await changes()).toEqual(["added public/x"]);
  expect(readFileSync(join(repository.path, ".git/config"), "utf8")).toBe(config);
  repository.git("fsck", "--strict");
});

test("a place is made over for another commit: git's files and repository are as new, the rest is not git's", async () => {
  using repository = scratchRepository({ ".gitignore": "node_modules/\nbuild/\n", "a.txt": "a\n" });
  using folder = scratchFolder();
  const { place } = await checkedOut(repository.path, folder.path);
  writeFiles(place.path, { "node_modules/x.js": "x\n", "build/y.js": "y\n", "stray.txt": "z\n", "a.txt": "changed\n" });
  gitIn(place.path, "config", "core.hooksPath", "/tmp/evil");
  const next = repository.commit("Next", { "b.txt": "b\n" });
  const again = await checkedOut(repository.path, folder.path, next);
  const all = [".git", ".gitignore", "a.txt", "b.txt", "build", "node_modules", "stray.txt"];
  expect(readdirSync(place.path).sort()).toEqual(all);
  expect(readFileSync(join(place.path, "a.txt"), "utf8")).toBe("a\n");
  expect(readFileSync(join(place.path, ".git/config"), "utf8")).not.toContain("evil");
  expect(await again.changes()).toEqual(["added stray.txt"]);
});

test("a shallow clone, a sparse checkout and a linked worktree can all be worked from", async () => {
  using repository = scratchRepository({ "in/a.txt": "a\n", "out/b.txt": "b\n" });
  repository.commit("Second", { "in/a.txt": "2\n" });
  using folder = scratchFolder();
  const shallow = join(folder.path, "shallow");
  gitIn(folder.path, "clone", "--quiet", "--depth=1", `file://${repository.path}`, shallow);
  const one = await checkedOut(shallow, join(folder.path, "one"));
  expect(gitIn(one.place.path, "log", "--format=%s")).toBe("Second");
  repository.git("sparse-checkout", "set", "in");
  const two = await checkedOut(repository.path, join(folder.path, "two"));
  expect(existsSync(join(two.place.path, "out"))).toBe(false);
  expect(await two.changes()).toEqual([]);
  repository.git("sparse-checkout", "disable");
  const linked = join(folder.path, "linked");
  repository.git("worktree", "add", "--quiet", linked, "-b", "side");
  const three = await checkedOut(linked, join(folder.path, "three"));
  writeFiles(three.place.path, { "in/a.txt": "3\n" });
  expect(await three.changes()).toEqual(["modified in/a.txt"]);
});

test("indexes that are split, sparse or of another version stay the person's own business", async () => {
  using repository = scratchRepository({ "a.txt": "a\n", "b/c.txt": "c\n" });
  using folder = scratchFolder();
  for (const name of ["core.splitIndex", "feature.manyFiles", "core.untrackedCache"])
    repository.git("config", name, "true");
  repository.git("config", "splitIndex.maxPercentChange", "0");
  repository.git("status");
  const { source, place, changes } = await checkedOut(repository.path, folder.path);
  const before = readdirSync(join(repository.path, ".git"));
  writeFiles(place.path, { "a.txt": "changed\n", "b/d.txt": "d\n" });
  gitIn(place.path, "add", "--all");
  expect(await changes()).toEqual(["added b/d.txt", "modified a.txt"]);
  const tree = await writeWorktreeTree(host, source, place, ["a.txt", "b/d.txt"]);
  expect(repository.git("ls-tree", "-r", "--name-only", tree).split("\n")).toEqual(["a.txt", "b/c.txt", "b/d.txt"]);
  expect(readdirSync(join(repository.path, ".git"))).toEqual(before);
});

test("a repository with SHA-256 objects can be worked from", async () => {
  using folder = scratchFolder();
  const root = join(folder.path, "root");
  await mkdir(root);
  gitIn(root, "init", "--quiet", "--object-format=sha256", "--initial-branch=main");
  writeFiles(root, { "a.txt": "a\n" });
  gitIn(root, "add", "--all");
  gitIn(root, "commit", "--quiet", "--message", "Start");
  const { place, changes } = await checkedOut(root, folder.path);
  writeFiles(place.path, { "a.txt": "b\n" });
  expect(await changes()).toEqual(["modified a.txt"]);
});

test("line endings and filters are the repository's own business", async () => {
  using repository = scratchRepository({ ".gitattributes": "*.txt text eol=crlf\n", "a.txt": "one\r\ntwo\r\n" });
  using folder = scratchFolder();
  const { source, place } = await checkedOut(repository.path, folder.path);
  expect(readFileSync(join(place.path, "a.txt"), "utf8")).toBe("one\r\ntwo\r\n");
  writeFiles(place.path, { "a.txt": "one\ntwo\n" });
  const tree = await writeWorktreeTree(host, source, place, ["a.txt"]);
  expect(tree).toBe(repository.git("rev-parse", "HEAD^{tree}"));
});

test("putting paths back restores content, mode and links, and removes what was added", async () => {
  using repository = scratchRepository({ "a.txt": "a\n", "dir/b.txt": "b\n", "keep.txt": "k\n" });
  using folder = scratchFolder();
  const { source, place, changes } = await checkedOut(repository.path, folder.path);
  writeFiles(place.path, { "a.txt": "x\n", "new/deep/c.txt": "c\n", "keep.txt": "mine\n" });
  gitIn(place.path, "rm", "-rq", "dir");
  await revertWorktreePaths(host, source, place, ["a.txt", "new/deep/c.txt", "dir/b.txt"]);
  expect(await changes()).toEqual(["modified keep.txt"]);
});

test("a file that can't be written fails the making of a repository, and nothing else", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  // Settings that take longer to read than the other files to write.
  writeFiles(folder.path, { "slow/config": `#${"x".repeat(64 << 20)}\n` });
  const source = { ...(await worktreeSource(host, repository.path)), commonDir: join(folder.path, "slow") };
  const dotGit = join(folder.path, ".git");
  await mkdir(join(dotGit, "objects/info/alternates"), { recursive: true });
  // A rejection that nobody heard would end the process: the test run reports it as a failure of its own.
  await expect(writeRepository(source, dotGit, "main", repository.git("rev-parse", "HEAD"))).rejects.toThrow("EISDIR");
});
