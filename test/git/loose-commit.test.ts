import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { readLooseCommit } from "../../src/git/loose-commit.ts";
import { scratchFolder } from "../support/scratch.ts";

const who = {
  GIT_AUTHOR_NAME: "Ann Å. B",
  GIT_AUTHOR_EMAIL: "ann@example.invalid",
  GIT_AUTHOR_DATE: "1767225600 +0530",
  GIT_COMMITTER_NAME: "C",
  GIT_COMMITTER_EMAIL: "c@example.invalid",
};

function repository(root: string, format = "sha1") {
  const env = { ...process.env, ...who, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  const git = (args: string[], input: string | Buffer = "") =>
    execFileSync("git", args, { cwd: root, env, input, encoding: "utf8" }).trim();
  git(["init", "-q", `--object-format=${format}`]);
  const tree = git(["write-tree"]);
  const commit = (message: string | Buffer, settings: string[] = []) =>
    git([...settings, "commit-tree", tree, "-F", "-"], message);
  return { git, tree, commit, dotGit: join(root, ".git") };
}

test.each(["sha1", "sha256"])("a commit in a file of its own is read as git reads it, %s", async (format) => {
  using folder = scratchFolder();
  const { git, tree, commit, dotGit } = repository(folder.path, format);
  for (const message of ["One\n", "One\n\nTwo: ä\nauthor X <y> 1 +0000\n", "tree 12\n\n\nencoding later\n", ""]) {
    const id = commit(message);
    const author = { name: "Ann Å. B", email: "ann@example.invalid", date: "@1767225600 +0530" };
    expect(readLooseCommit(dotGit, id)).toEqual({ tree, author, message });
    expect(git(["log", "-1", "--format=%B", id])).toBe(message.trim());
  }
});

test("what only git should read is left to git", async () => {
  using folder = scratchFolder();
  const { git, tree, commit, dotGit } = repository(folder.path);
  const latin = commit(Buffer.from("caf\xe9\n", "latin1"), ["-c", "i18n.commitEncoding=ISO-8859-1"]);
  expect(readLooseCommit(dotGit, latin)).toBeNull();
  expect(readLooseCommit(dotGit, tree)).toBeNull();
  expect(readLooseCommit(dotGit, "0".repeat(40))).toBeNull();
  const packed = commit("Packed\n");
  git(["update-ref", "refs/heads/packed", packed]);
  git(["gc", "-q", "--prune=now"]);
  expect(readLooseCommit(dotGit, packed)).toBeNull();
});

test("what is in a file of another name's is not believed", async () => {
  using folder = scratchFolder();
  const { commit, dotGit } = repository(folder.path);
  const [one, other] = [commit("One\n"), commit("Other\n")];
  const fileOf = (id: string) => join(dotGit, "objects", id.slice(0, 2), id.slice(2));
  renameSync(fileOf(other), fileOf(one));
  expect(readLooseCommit(dotGit, one)).toBeNull();
  // Nor is more unpacked than a commit has.
  const bomb = "1".repeat(40);
  mkdirSync(join(dotGit, "objects", "11"), { recursive: true });
  writeFileSync(fileOf(bomb), deflateSync(Buffer.alloc(64 * 1024 * 1024)));
  expect(readLooseCommit(dotGit, bomb)).toBeNull();
});

test("the objects of a linked worktree are where its repository's are", async () => {
  using folder = scratchFolder();
  const { git, commit, dotGit, tree } = repository(folder.path);
  const id = commit("One\n");
  git(["update-ref", "refs/heads/main", id]);
  git(["worktree", "add", "-q", "--detach", join(folder.path, "linked"), id]);
  expect(readLooseCommit(join(dotGit, "worktrees", "linked"), id)?.tree).toBe(tree);
});
