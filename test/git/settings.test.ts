import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commitTree, writeWorktreeTree } from "../../src/git/commit.ts";
import { git } from "../../src/git/git.ts";
import { fateOf } from "../../src/git/settings.ts";
import { checkOutWorktree, worktreeSource } from "../../src/git/worktree.ts";
import { listWorktreeChanges } from "../../src/git/worktree-changes.ts";
import { systemHost } from "../../src/host/system.ts";
import { gitIn, scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";

const system = systemHost();

/** A host whose git reads this as the person's global configuration. */
function hostWith(file: string, text: string) {
  writeFileSync(file, text);
  return { ...system, env: { ...system.env, GIT_CONFIG_GLOBAL: file } };
}

async function placeOf(host: typeof system, root: string, folder: string) {
  const source = await worktreeSource(host, root);
  const place = { path: join(folder, "w1"), index: join(folder, "w1.index") };
  mkdirSync(place.path, { recursive: true });
  await checkOutWorktree(host, source, place, gitIn(root, "rev-parse", "HEAD"), { branch: "baro/S1" });
  return { source, place };
}

test("every setting that git knows of is one that reaches ours, is pinned or does nothing", () => {
  const names = gitIn(".", "help", "--config").split("\n");
  const known = names.filter((name) => /^\w[\w-]*\.\S+$/.test(name));
  expect(known.length).toBeGreaterThan(500);
  expect(known.filter((name) => fateOf(name) === null)).toEqual([]);
  expect(fateOf("nobody.knows")).toBe(null);
  const fates = (...some: string[]) => some.map(fateOf);
  expect(fates("user.email", "filter.x.clean", "url.https://a/.insteadOf", "core.autocrlf")).not.toContain("idle");
  expect(fates("submodule.recurse", "diff.noprefix", "merge.conflictStyle", "grep.lineNumber")).not.toContain(
    "reaches",
  );
});

test.each([
  ["core.ignoreStat", "true"],
  ["submodule.recurse", "true"],
  ["diff.external", "false"],
  ["diff.noprefix", "true"],
  ["status.showUntrackedFiles", "no"],
  ["status.relativePaths", "true"],
  ["core.untrackedCache", "true"],
  ["index.sparse", "true"],
  ["diff.ignoreSubmodules", "all"],
  ["i18n.commitEncoding", "ISO-8859-1"],
  ["commit.cleanup", "scissors"],
])("%s=%s does not change what is seen, taken and shown", async (name, value) => {
  using repository = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  using folder = scratchFolder();
  const host = hostWith(join(folder.path, "gitconfig"), "");
  repository.git("config", name, value);
  const { source, place } = await placeOf(host, repository.path, folder.path);
  writeFiles(place.path, { "a.txt": "other\n", "new/c.txt": "c\n" });
  const changes = await listWorktreeChanges(host, source, place);
  expect(changes.map(({ kind, path }) => `${kind} ${path}`).sort()).toEqual(["added new/c.txt", "modified a.txt"]);
  const tree = await writeWorktreeTree(host, source, place, ["a.txt", "new/c.txt"]);
  const parents = [gitIn(repository.path, "rev-parse", "HEAD")];
  const commit = await commitTree(host, repository.path, { tree, parents, message: "Ünder\n\n# kept\n", sign: false });
  const shown = await git(host, repository.path, ["diff", "HEAD", commit, "--", "a.txt"]);
  expect(shown).toContain("+++ b/a.txt");
  expect(shown).toContain("+other");
  expect(await git(host, repository.path, ["log", "-1", "--format=%B", commit])).toContain("Ünder\n\n# kept");
});

/** Turns letters; twice gives the text back, so that filtering once too often shows. */
const rot = "tr A-Za-z N-ZA-Mn-za-m";

test("a filter that a conditional include names is applied once each way, as in the person's checkout", async () => {
  using repository = scratchRepository({ ".gitattributes": "*.secret filter=rot\n" });
  using folder = scratchFolder();
  const included = join(folder.path, "included");
  writeFileSync(included, `[filter "rot"]\n\tclean = ${rot}\n\tsmudge = ${rot}\n\trequired = true\n`);
  const config = `[includeIf "gitdir:${repository.path}/"]\n\tpath = ${included}\n`;
  const host = hostWith(join(folder.path, "gitconfig"), config);
  writeFiles(repository.path, { "k.secret": "attack at dawn\n" });
  await git(host, repository.path, ["add", "k.secret"]);
  await git(host, repository.path, ["commit", "--quiet", "-m", "Secret"]);
  expect(gitIn(repository.path, "show", "HEAD:k.secret")).toBe("nggnpx ng qnja");
  const { source, place } = await placeOf(host, repository.path, folder.path);
  expect(readFileSync(join(place.path, "k.secret"), "utf8")).toBe("attack at dawn\n");
  expect(await listWorktreeChanges(host, source, place)).toEqual([]);
  writeFiles(place.path, { "k.secret": "attack at noon\n" });
  const tree = await writeWorktreeTree(host, source, place, ["k.secret"]);
  expect(gitIn(repository.path, "cat-file", "blob", `${tree}:k.secret`)).toBe("nggnpx ng abba");
  // The agent's own git sees the file as unchanged, too.
  expect(await git(host, place.path, ["diff", "--stat", "HEAD"])).toContain("k.secret");
});

test("a filter finds the key that lies in the person's git directory", async () => {
  using repository = scratchRepository({ ".gitattributes": "*.key filter=keyed\n" });
  using folder = scratchFolder();
  const program = join(folder.path, "keyed");
  const script = `#!/bin/sh\nkey=$(git rev-parse --git-dir)/keys/default\n[ -f "$key" ] || { echo no key >&2; exit 1; }\n${rot}\n`;
  writeFileSync(program, script, { mode: 0o755 });
  writeFiles(repository.path, { ".git/keys/default": "k\n" });
  for (const side of ["clean", "smudge"]) repository.git("config", `filter.keyed.${side}`, program);
  repository.git("config", "filter.keyed.required", "true");
  writeFiles(repository.path, { "a.key": "hello\n" });
  repository.git("add", "a.key");
  repository.git("commit", "-qm", "Key");
  const { source, place } = await placeOf(system, repository.path, folder.path);
  expect(readFileSync(join(place.path, "a.key"), "utf8")).toBe("hello\n");
  writeFiles(place.path, { "a.key": "other\n" });
  const tree = await writeWorktreeTree(system, source, place, ["a.key"]);
  expect(repository.git("cat-file", "blob", `${tree}:a.key`)).toBe("bgure");
  // So does the agent's own git, and no key is copied for it.
  expect(await git(system, place.path, ["status", "--porcelain"])).toBe(" M a.key\n");
  expect(gitIn(place.path, "diff")).toContain("+bgure");
  gitIn(place.path, "add", "a.key");
  expect(gitIn(place.path, "cat-file", "blob", ":a.key")).toBe("bgure");
  expect(existsSync(join(place.path, ".git", "keys"))).toBe(false);
});
