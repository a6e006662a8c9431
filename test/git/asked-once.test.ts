import { expect, test } from "bun:test";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { attributeFiles } from "../../src/git/attribute-files.ts";
import { gitDirOf } from "../../src/git/git-dir.ts";
import { systemHost } from "../../src/host/system.ts";
import { gitIn, scratchFolder, scratchRepository } from "../support/scratch.ts";

/** A host that notes what git is asked. */
function notingHost() {
  const host = systemHost();
  const asked: string[] = [];
  const spawn: typeof host.spawn = (request) => {
    asked.push(request.args.join(" "));
    return host.spawn(request);
  };
  return { ...host, spawn, asked };
}

test("where a repository keeps what is its own is asked once, and again when another stands there", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  using elsewhere = scratchFolder();
  const host = notingHost();
  const dotGit = join(repo.path, ".git");
  expect(await Promise.all([gitDirOf(host, repo.path), gitDirOf(host, repo.path)])).toEqual([dotGit, dotGit]);
  expect(host.asked).toHaveLength(1);
  const moved = join(elsewhere.path, "moved.git");
  renameSync(dotGit, moved);
  writeFileSync(dotGit, `gitdir: ${moved}\n`);
  expect(await gitDirOf(host, repo.path)).toBe(moved);
});

test("a question about the repository's place that failed is asked again", async () => {
  using scratch = scratchFolder();
  const host = notingHost();
  await expect(gitDirOf(host, scratch.path)).rejects.toThrow("not a git repository");
  gitIn(scratch.path, "init", "--quiet");
  expect(await gitDirOf(host, scratch.path)).toBe(join(scratch.path, ".git"));
});

test("the attributes of a commit are listed once, those of what only has a name each time", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  const host = notingHost();
  const first = repo.git("rev-parse", "HEAD");
  for (const commit of [first, "HEAD", first]) expect(await attributeFiles(host, repo.path, commit)).toEqual([]);
  expect(host.asked).toHaveLength(2);
  const later = repo.commit("Attributes", { "lib/.gitattributes": "* text\n" });
  for (const commit of [later, "HEAD", later]) {
    expect((await attributeFiles(host, repo.path, commit)).map(({ path }) => path)).toEqual(["lib/.gitattributes"]);
  }
  expect(host.asked).toHaveLength(4);
});

test("only the latest commits' attributes are kept", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  const host = notingHost();
  const commits = Array.from({ length: 18 }, (_one, at) => repo.commit(`${at}`, { "a.txt": `${at}\n` }));
  for (const commit of commits) await attributeFiles(host, repo.path, commit);
  await attributeFiles(host, repo.path, commits.at(-1) ?? "");
  expect(host.asked).toHaveLength(18);
  await attributeFiles(host, repo.path, commits[0] ?? "");
  expect(host.asked).toHaveLength(19);
});
