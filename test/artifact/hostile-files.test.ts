import { expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { planText, running, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

/** A story that owns a folder, and whose agent puts into it what these commands make. */
async function misuse(...commands: string[]) {
  const turns = [writing({ "own/a.txt": "the work\n" }), ...commands.map(running)];
  await using endpoint = await scriptedEndpoint({ stories: { Work: turns } });
  using state = privateState();
  using repo = scratchRepository({ "own/a.txt": "a\n", "own/b.txt": "b\n", "b.txt": "b\n" });
  const ended = await runArtifact({
    cwd: repo.path,
    env: { ...state.env, ...endpoint.env },
    args: ["conduct", "-", "--agent", "openai", "--no-verify", "--deliver", "branch", "--json"],
    stdin: planText("focused", [story("S1", { title: "Work", writes: ["own/"] })]),
  });
  const branch = eventsOf(ended.events, "delivery.finished")[0]?.branch ?? null;
  const landed = branch === null ? [] : repo.git("diff", "-z", "--name-only", `main...${branch}`).split("\0");
  const reverted = eventsOf(ended.events, "surface.violated").filter(({ action }) => action === "reverted");
  return { ...ended, landed: landed.filter(Boolean), reverted: [...new Set(reverted.flatMap(({ paths }) => paths))] };
}

const names: [string, string][] = [
  ["a zero-width character in .git", ".git\u200c/config"],
  ["other letters of .git", ".GIT/config"],
  ["the short name of .git", "git~1/config"],
  ["a dot behind .git", ".git./config"],
  ["a control character", "a\u001bb.txt"],
  ["a line's end", "a\nb.txt"],
  ["a turned direction", "a\u202etxt.exe"],
];

test.each(names)("a name with %s is put back by name, and the work lands", async (_what, name) => {
  const path = `own/${name}`;
  const ended = await misuse(`mkdir -p "$(dirname '${path}')" && echo x > '${path}'`);
  expect([ended.exitCode, ended.landed]).toEqual([0, ["own/a.txt"]]);
  expect(ended.reverted).toEqual([path]);
});

test("a pipe with a name that is not UTF-8 is put back by name, and the rest lands", async () => {
  const ended = await misuse("mkfifo \"$(printf 'own/\\376')\"");
  expect([ended.exitCode, ended.landed, ended.reverted]).toEqual([0, ["own/a.txt"], ["own/\\xfe"]]);
});

test("a hard link to a file elsewhere is put back, and one within the worktree is a file", async () => {
  const key = 'mkdir -p "$HOME" && echo "a private thing" > "$HOME/key"';
  const ended = await misuse(`${key} && ln "$HOME/key" own/key.txt && ln own/b.txt own/c.txt`);
  expect([ended.exitCode, ended.landed.toSorted()]).toEqual([0, ["own/a.txt", "own/c.txt"]]);
  expect(ended.reverted).toEqual(["own/key.txt"]);
});

test("a check that links the commit's message to a file of the person's changes and tells nothing of it", async () => {
  await using endpoint = await scriptedEndpoint({ stories: { Work: [writing({ "own/a.txt": "the work\n" })] } });
  using state = privateState();
  using repo = scratchRepository({ "own/a.txt": "a\n" });
  const key = join(state.path, "key");
  writeFileSync(key, "a private thing\n");
  const hooks = join(repo.path, ".git/hooks");
  writeFileSync(join(hooks, "pre-commit"), `#!/bin/sh\nln -sf ${key} .git/COMMIT_EDITMSG\n`, { mode: 0o755 });
  writeFileSync(join(hooks, "commit-msg"), "#!/bin/sh\ntrue\n", { mode: 0o755 });
  const ended = await runArtifact({
    cwd: repo.path,
    env: { ...state.env, ...endpoint.env },
    args: ["conduct", "-", "--agent", "openai", "--no-verify", "--deliver", "branch", "--json"],
    stdin: planText("focused", [story("S1", { title: "Work", writes: ["own/"] })]),
  });
  expect([ended.exitCode, existsSync(key) && readFileSync(key, "utf8")]).toEqual([0, "a private thing\n"]);
  expect(repo.git("log", "--all", "--format=%B")).not.toContain("private");
});

test("names that other systems can't have land, and are told where the work is left", async () => {
  const ended = await misuse("echo x > own/A.txt; echo x > own/aux.c; echo x > own/a:b");
  expect([ended.exitCode, ended.landed.toSorted()]).toEqual([0, ["own/A.txt", "own/a.txt", "own/a:b", "own/aux.c"]]);
  expect(eventsOf(ended.events, "delivery.finished")[0]?.why).toBe(
    'A local branch, as asked. Windows can\'t check out own/a:b (":" in a name), own/aux.c (the name of a device). On macOS and Windows own/A.txt and own/a.txt are the same name',
  );
});
