import { expect, test } from "bun:test";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AgentTask } from "../../src/agents/agent.ts";
import { branch, conductIn, story } from "../conduct/support/conduct-in.ts";
import { fakeAgent } from "../conduct/support/fake-agent.ts";
import { fingerprint } from "../conduct/support/person.ts";
import { gitIn, scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";

/** Conducts one story in a repository with hooks, with an agent that writes `texts` in turn. */
async function withHooks(
  hooks: Record<string, string>,
  texts: string[],
  act: (task: AgentTask, turn: number) => void = () => {},
  exclude = "",
) {
  using repository = scratchRepository();
  repository.write({ ".git/info/exclude": exclude });
  using folder = scratchFolder();
  for (const [name, script] of Object.entries(hooks)) {
    repository.write({ [`.git/hooks/${name}`]: `#!/bin/sh\n${script}\n` });
    chmodSync(join(repository.path, ".git/hooks", name), 0o755);
  }
  const before = fingerprint(repository.path);
  const seen: AgentTask[] = [];
  const agent = fakeAgent((task) => {
    const text = texts[seen.length - 1];
    if (text !== undefined) writeFiles(task.cwd, { "s1/a.txt": text });
    act(task, seen.length);
  }, seen);
  const result = await conductIn({ root: repository.path, folder: folder.path, stories: [story("S1")], agent });
  expect(fingerprint(repository.path)).toBe(before);
  const landed = result.stories[0]?.outcome === "merged";
  const text = landed ? repository.git("show", `${branch}:s1/a.txt`) : null;
  const message = landed ? repository.git("log", "-1", "--format=%B", branch) : null;
  const kept = repository.git("for-each-ref", "--format=%(refname)", "refs/baro");
  const held = kept.split("\n").filter((ref) => ref !== "");
  const diff = (ref: string) => repository.git("diff", "--name-only", "HEAD", ref).split("\n");
  const refs = Object.fromEntries(held.map((ref) => [ref, diff(ref)]));
  return { result, seen, text, message, kept, refs };
}

const noTabs = "git diff --cached --unified=0 | grep -q '^+.*\t' && { echo tabs are not wanted; exit 1; }; exit 0";

test("a pre-commit hook that refuses is a check, and the agent gets to fix it once", async () => {
  const { seen, text, result } = await withHooks({ "pre-commit": noTabs }, ["a\tb\n", "a b\n"]);
  expect(seen).toHaveLength(2);
  expect(seen[1]?.prompt).toContain("tabs are not wanted");
  expect(text).toBe("a b");
  expect(result.of("story.verified").map((check) => check.ok)).toEqual([false, true]);
});

test("a hook that refuses twice fails the story, and its work is kept", async () => {
  const { result, kept } = await withHooks({ "pre-commit": noTabs }, ["a\tb\n", "c\td\n"]);
  expect(result.stories[0]?.outcome).toBe("failed");
  expect(kept).toBe("refs/baro/r1/kept/S1");
});

test("what a hook formats is what is committed", async () => {
  const { text, seen } = await withHooks({ "pre-commit": "sed -i s/a/A/ s1/a.txt && git add s1/a.txt" }, ["a\n"]);
  expect(seen).toHaveLength(1);
  expect(text).toBe("A");
});

test("a hook that can't run on the base either is not the story's doing", async () => {
  const { result, seen } = await withHooks({ "pre-commit": "no-such-program-anywhere" }, ["a\n"]);
  expect(seen).toHaveLength(1);
  expect(result.stories[0]?.outcome).toBe("merged");
  expect(result.of("story.verified")).toMatchObject([{ ok: false, baseOk: false }]);
});

test("a prepare-commit-msg hook adds to the message before commit-msg sees it, and once", async () => {
  const adds = 'test "$2" = message && echo "Ticket: X-1" >> "$1"';
  const asks = 'grep -q "^Ticket:" "$1" && grep -q "^fix: " "$1" || { echo no ticket or no type; exit 1; }';
  const alone = await withHooks({ "prepare-commit-msg": adds }, ["a\n"]);
  expect(alone.message).toContain("Story S1");
  expect(alone.message).toContain("Ticket: X-1");
  expect(alone.result.of("story.verified")).toMatchObject([{ hook: "prepare-commit-msg", ok: true }]);
  const both = await withHooks({ "prepare-commit-msg": adds, "commit-msg": asks }, ["a\n"], (task, turn) => {
    if (turn === 2) writeFiles(task.cwd, { ".git/COMMIT_EDITMSG": "fix: story\n\nTicket: X-1\n" });
  });
  expect(both.message).toBe("fix: story\n\nTicket: X-1");
  const hooks = both.result.of("story.verified").map(({ hook, ok }) => `${hook} ${ok}`);
  expect(hooks).toEqual([
    ...["prepare-commit-msg true", "commit-msg false"],
    ...["prepare-commit-msg true", "commit-msg true"],
  ]);
});

test("a prepare-commit-msg hook that refuses fails the story, as it would the commit", async () => {
  const { result } = await withHooks({ "prepare-commit-msg": "echo not today; exit 1" }, ["a\n", "b\n"]);
  expect(result.stories[0]?.outcome).toBe("failed");
  expect(result.of("story.verified")[0]).toMatchObject({ hook: "prepare-commit-msg", tail: "not today\n" });
});

test("what a story that fails leaves out is all on the ref that tells of it", async () => {
  const { result, refs } = await withHooks(
    { "pre-commit": "test ! -e s1/a.txt" },
    ["a\n", "b\n"],
    (task, turn) => {
      if (turn > 1) return;
      writeFiles(task.cwd, { "s1/b.txt": "tried\n", "hidden/c.py": "1\n" });
      const git = (...args: string[]) => gitIn(task.cwd, "-c", "user.name=x", "-c", "user.email=y", ...args);
      git("add", "s1/b.txt");
      git("stash", "push", "--quiet", "--", "s1/b.txt");
    },
    "hidden/\n",
  );
  expect(result.stories[0]?.outcome).toBe("failed");
  expect(refs["refs/baro/r1/kept/S1"]).toContain("s1/a.txt");
  expect(refs["refs/baro/r1/left-out/S1"]).toEqual(["hidden/c.py", "s1/b.txt"]);
});

test("what was left in a stash is told and kept, though hooks look through a repository that is made anew", async () => {
  const { result, kept } = await withHooks({ "pre-commit": "exit 0" }, ["a\n"], (task, turn) => {
    if (turn > 1) return;
    writeFiles(task.cwd, { "s1/b.txt": "tried\n" });
    const git = (...args: string[]) => gitIn(task.cwd, "-c", "user.name=x", "-c", "user.email=y", ...args);
    git("add", "s1/b.txt");
    git("stash", "push", "--quiet", "--", "s1/b.txt");
  });
  expect(result.stories[0]?.outcome).toBe("merged");
  expect(result.of("files.left_out")[0]).toMatchObject({ paths: ["s1/b.txt"], why: "stray", kept });
});

test("a commit-msg hook may change the message, and the agent may correct a refused one", async () => {
  const changed = await withHooks({ "commit-msg": 'echo "Change-Id: I1" >> "$1"' }, ["a\n"]);
  expect(changed.message).toContain("Story S1");
  expect(changed.message).toContain("Change-Id: I1");
  const conventional = "grep -q '^feat: ' \"$1\" || { echo not conventional; exit 1; }";
  const corrected = await withHooks({ "commit-msg": conventional }, ["a\n"], (task, turn) => {
    if (turn === 2) writeFiles(task.cwd, { ".git/COMMIT_EDITMSG": "feat: story\n\n# a comment\n" });
  });
  expect(corrected.seen[1]?.prompt).toContain("The message of the commit is in .git/COMMIT_EDITMSG: correct it there.");
  // What is kept and shown is what the hook said.
  expect(corrected.result.of("story.verified")[0]).toMatchObject({ hook: "commit-msg", tail: "not conventional\n" });
  expect(corrected.message).toBe("feat: story");
});

test("two hooks that refuse are told at once: there is one repair for both", async () => {
  const conventional = "grep -q '^feat: ' \"$1\" || { echo not conventional; exit 1; }";
  const { seen, message, text } = await withHooks(
    { "pre-commit": noTabs, "commit-msg": conventional },
    ["a\tb\n", "a b\n"],
    (task, turn) => {
      if (turn === 2) writeFiles(task.cwd, { ".git/COMMIT_EDITMSG": "feat: story\n" });
    },
  );
  expect(seen[1]?.prompt).toContain("tabs are not wanted");
  expect(seen[1]?.prompt).toContain("not conventional");
  expect([message, text]).toEqual(["feat: story", "a b"]);
});

test("no other hook runs", async () => {
  using marks = scratchFolder();
  const mark = join(marks.path, "ran");
  const names = ["post-commit", "post-checkout", "reference-transaction", "post-index-change", "pre-push"];
  const hooks = Object.fromEntries(names.map((name) => [name, `echo ${name} >> ${mark}`]));
  const { text } = await withHooks(hooks, ["a\n"]);
  expect(text).toBe("a");
  expect(existsSync(mark) ? readFileSync(mark, "utf8") : "").toBe("");
});

test("our own step before a hook runs no other hook of the person's", async () => {
  using folder = scratchFolder();
  const ran = join(folder.path, "ran");
  const note = (name: string) => `echo ${name} >> ${ran}`;
  const { text } = await withHooks(
    { "pre-commit": note("pre-commit"), "post-index-change": note("post-index-change") },
    ["a\n"],
  );
  expect(text).toBe("a");
  expect(readFileSync(ran, "utf8")).toBe("pre-commit\n");
});

test("a manager of hooks that writes hooks anew where git has them leaves the person's as they are", async () => {
  const sync =
    'at=$(git rev-parse --git-path hooks); mkdir -p "$at"; for name in pre-push post-merge; do echo true > "$at/$name"; done';
  const marks = { "pre-commit": sync, "commit-msg": sync, "pre-push": "exit 0" };
  // That nothing of the person's changed, hooks among it, is looked at in there.
  const { text } = await withHooks(marks, ["a\n"]);
  expect(text).toBe("a");
});
