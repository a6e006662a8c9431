import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { confine, confineForWriting, repositoryPath } from "../../../src/agents/openai/confine.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../../support/scratch.ts";
import { runScript } from "./rig.ts";

/** A worktree with every kind of way out of it, beside a folder that must stay as it is. */
function worktreeWithWaysOut() {
  const folder = scratchFolder();
  const root = join(folder.path, "worktree");
  writeFiles(folder.path, {
    "worktree/src/a.txt": "a\n",
    "worktree/.git": "gitdir: elsewhere\n",
    "outside/secret.txt": "secret\n",
    "worktree-beside/b.txt": "b\n",
  });
  const link = (target: string, name: string) => symlinkSync(target, join(root, name));
  link("../outside/secret.txt", "file-out");
  link("../outside", "folder-out");
  link(join(folder.path, "outside", "not-yet.txt"), "dangling-out");
  link("nowhere", "dangling-in");
  link("src", "folder-in");
  link(".git", "git-in-disguise");
  link("loop", "loop");
  return { ...folder, root, outside: join(folder.path, "outside") };
}

test.each([
  "../outside/secret.txt",
  "src/../../outside/secret.txt",
  "../worktree-beside/b.txt",
  "..",
  "/etc/passwd",
  "file-out",
  "folder-out",
  "folder-out/secret.txt",
  "folder-out/new/deep.txt",
  "dangling-out",
  "dangling-in",
  "dangling-out/x",
  "loop",
  "src/\0/x",
])("confine() refuses %j", (path) => {
  using place = worktreeWithWaysOut();
  expect(() => confine(place.root, path)).toThrow("Cannot use path");
});

test.each([
  ["src/a.txt", "src/a.txt"],
  ["./src//a.txt", "src/a.txt"],
  ["src/../src/a.txt", "src/a.txt"],
  ["folder-in/a.txt", "src/a.txt"],
  ["folder-in/new/deep.txt", "src/new/deep.txt"],
  ["..dots/x", "..dots/x"],
  ["src/a.txt/below-a-file", "src/a.txt/below-a-file"],
  [".", ""],
])("confine() takes %j for %j", (path, place) => {
  using folder = worktreeWithWaysOut();
  expect(confine(folder.root, path)).toBe(join(folder.root, place));
  expect(confine(folder.root, join(folder.root, path))).toBe(join(folder.root, place));
});

test.each([".git", ".git/config", ".GIT/hooks/pre-commit", "src/.git/config", "git-in-disguise", "."])(
  "confineForWriting() refuses %j",
  (path) => {
    using place = worktreeWithWaysOut();
    expect(() => confineForWriting(place.root, path)).toThrow("Cannot write");
  },
);

test("repositoryPath() names what is inside, and nothing else", () => {
  expect(repositoryPath("/w", "src/../a.txt")).toBe("a.txt");
  expect(repositoryPath("/w", "/w/src/a.txt")).toBe("src/a.txt");
  expect(repositoryPath("/w", "/w")).toBe(".");
  expect(repositoryPath("/w", "../a.txt")).toBeNull();
  expect(repositoryPath("/w", "/etc/passwd")).toBeNull();
});

test("no tool leaves the worktree, whatever the model asks for", async () => {
  using place = worktreeWithWaysOut();
  const paths = ["../outside/secret.txt", join(place.outside, "secret.txt"), "file-out", "folder-out/secret.txt"];
  const calls = [
    ...[...paths, "../outside/new.txt", "dangling-out", ".git"].map((path) => {
      return { name: "write_file", input: { path, content: "gotcha" } };
    }),
    ...paths.map((path) => ({ name: "edit_file", input: { path, old_text: "secret", new_text: "gotcha" } })),
    ...paths.map((path) => ({ name: "read_file", input: { path } })),
    ...["..", "folder-out", place.outside].map((path) => ({ name: "list_files", input: { path } })),
    ...["..", "folder-out", place.outside, "../outside/*"].map((path) => {
      return { name: "search", input: { pattern: "secret", path } };
    }),
  ];
  const said = await runScript(({ turn }) => (turn === 0 ? { calls } : { text: "Done." }), place.root);
  const answers = said.all("agent.tool.finished");
  expect(answers).toHaveLength(calls.length);
  for (const answer of answers) expect(answer.ok, answer.output).toBe(false);
  expect(JSON.stringify(answers)).not.toContain("secret\\n");
  expect(readFileSync(join(place.outside, "secret.txt"), "utf8")).toBe("secret\n");
  expect(existsSync(join(place.outside, "new.txt"))).toBe(false);
  expect(existsSync(join(place.outside, "not-yet.txt"))).toBe(false);
  expect(readFileSync(join(place.root, ".git"), "utf8")).toBe("gitdir: elsewhere\n");
});

test("search and listing follow no link out of the worktree", async () => {
  using outside = scratchFolder();
  writeFiles(outside.path, { "secret.txt": "needle\n" });
  using repository = scratchRepository({ "in.txt": "needle\n" });
  symlinkSync(outside.path, join(repository.path, "out"));
  symlinkSync(join(outside.path, "secret.txt"), join(repository.path, "out.txt"));
  mkdirSync(join(repository.path, "new"));
  repository.git("add", "--all");
  const calls = [
    { name: "search", input: { pattern: "needle" } },
    { name: "search", input: { pattern: "needle", path: "out*" } },
  ];
  const said = await runScript(({ turn }) => (turn === 0 ? { calls } : { text: "Done." }), repository.path);
  // Side by side, so in whatever order they end.
  const outputs = said.all("agent.tool.finished").map(({ output }) => output);
  expect(outputs.toSorted()).toEqual(["No matches.", "in.txt:1:needle"]);
});
