import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";
import { branch, conductIn, story } from "./support/conduct-in.ts";
import { fakeAgent } from "./support/fake-agent.ts";

const show = (repository: { git: (...args: string[]) => string }, path: string) =>
  repository.git("show", `${branch}:${path}`);

test("independent stories each become one commit on the run's branch", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const agent = fakeAgent((task) => {
    const id = /^# Story (S\d)/.exec(task.prompt)?.[1] ?? "";
    writeFiles(task.cwd, { [`${id.toLowerCase()}/made.txt`]: `${id}\n` });
  });
  const stories = ["S1", "S2", "S3", "S4"].map((id) => story(id));
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent });
  expect(result.outcome).toBe("done");
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged", "merged", "merged"]);
  expect(repository.git("log", "--format=%s|%an", `main..${branch}`).split("\n").sort()).toEqual(
    stories.map((one) => `${one.title}|Ada Tester`),
  );
  expect(show(repository, "s3/made.txt")).toBe("S3");
  expect(repository.git("log", "-1", "--format=%(trailers:key=Baro-Story,valueonly)", branch)).toMatch(/^r1\/S\d/);
});

test("nothing is left behind but the branch", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const agent = fakeAgent((task) => writeFiles(task.cwd, { "s1/a.txt": "a\n" }));
  await conductIn({ root: repository.path, folder: folder.path, stories: [story("S1")], agent });
  expect(repository.git("for-each-ref", "--format=%(refname)").split("\n")).toEqual([
    `refs/heads/${branch}`,
    "refs/heads/main",
  ]);
  expect(repository.git("worktree", "list", "--porcelain").match(/^worktree /gm)).toHaveLength(1);
  expect(repository.git("status", "--porcelain")).toBe("");
  expect(readdirSync(join(folder.path, "cache/worktrees"))).toEqual([]);
});

test("a story starts from what its dependencies landed", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  let seen = "";
  const agent = fakeAgent((task) => {
    if (task.prompt.startsWith("# Story S1")) writeFiles(task.cwd, { "s1/a.txt": "first\n" });
    else {
      seen = readFileSync(join(task.cwd, "s1/a.txt"), "utf8");
      writeFiles(task.cwd, { "s2/b.txt": "second\n" });
    }
  });
  const stories = [story("S1"), story("S2", { dependsOn: ["S1"] })];
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent });
  expect(seen).toBe("first\n");
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged"]);
});

test("what an agent writes outside its surface is undone, and the agent is told once", async () => {
  using repository = scratchRepository({ "README.md": "# Mine\n", "src/a.ts": "1\n" });
  using folder = scratchFolder();
  const prompts: string[] = [];
  const agent = fakeAgent((task) => {
    prompts.push(task.prompt);
    if (prompts.length === 1) writeFiles(task.cwd, { "src/a.ts": "2\n", "README.md": "# Theirs\n" });
  });
  const stories = [story("S1", { writes: ["src/"] })];
  const result = await conductIn({ root: repository.path, folder: folder.path, stories, agent });
  expect(result.of("surface.violated")).toMatchObject([{ paths: ["README.md"], action: "reverted", tell: true }]);
  expect(prompts).toHaveLength(2);
  expect(prompts[1]).toContain("README.md");
  expect(result.stories[0]?.outcome).toBe("merged");
  expect(show(repository, "README.md")).toBe("# Mine");
  expect(show(repository, "src/a.ts")).toBe("2");
});

test("an agent that changes nothing has an empty story", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1"), story("S2", { dependsOn: ["S1"] })],
    agent: fakeAgent((task) => {
      if (task.prompt.startsWith("# Story S2")) writeFiles(task.cwd, { "s2/b.txt": "b\n" });
    }),
  });
  expect(result.stories.map((one) => one.outcome)).toEqual(["empty", "merged"]);
});

test("a story that changed nothing held only when checks of its own pass without it", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [
      story("S1", { verify: ["test -f README.md"] }),
      story("S2", { verify: ["test -f missing.md"] }),
      story("S3", { verify: ["true"] }),
      story("S4"),
    ],
    input: { checks: ["true"] },
    agent: fakeAgent(() => {}),
  });
  expect(result.stories.map((one) => [one.outcome, one.held])).toEqual([
    ["empty", true],
    ["empty", false],
    ["empty", false],
    ["empty", false],
  ]);
});

test("a conflict never lands: the story is done again on top of what landed", async () => {
  using repository = scratchRepository();
  using folder = scratchFolder();
  let landed: () => void = () => {};
  const firstLanded = new Promise<void>((resolve) => {
    landed = resolve;
  });
  const snapshot = "test/__snapshots__/all.snap";
  const prompts: string[] = [];
  const agent = fakeAgent(async (task) => {
    if (task.prompt.startsWith("# Story S1")) {
      writeFiles(task.cwd, { "s1/a.txt": "a\n", [snapshot]: "of S1\n" });
      return;
    }
    prompts.push(task.prompt);
    if (prompts.length === 1) await firstLanded;
    const before = existsSync(join(task.cwd, snapshot)) ? readFileSync(join(task.cwd, snapshot), "utf8") : "";
    writeFiles(task.cwd, { "s2/b.txt": "b\n", [snapshot]: `${before}of S2\n` });
  });
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1"), story("S2")],
    agent,
    onEvent: (event) => {
      if (event.type === "story.merged" && event.story === "S1") landed();
    },
  });
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged"]);
  expect(result.of("story.conflicted")).toEqual([
    { type: "story.conflicted", story: "S2", paths: [snapshot], next: "redo" },
  ]);
  expect(prompts[1]).toContain(snapshot);
  expect(prompts[1]).toMatch(/git show [0-9a-f]{40}/);
  expect(show(repository, snapshot)).toBe("of S1\nof S2");
});

test("a story that uses what landed work removed is done again on top, before any check runs", async () => {
  const charset = "export function setCharset(type) {\n  return type;\n}\n";
  using repository = scratchRepository({ "s1/charset.js": charset });
  using folder = scratchFolder();
  let landed: () => void = () => {};
  const firstLanded = new Promise<void>((resolve) => {
    landed = resolve;
  });
  const prompts: string[] = [];
  const agent = fakeAgent(async (task) => {
    if (task.prompt.startsWith("# Story S1")) {
      writeFiles(task.cwd, { "s1/charset.js": charset.replace("setCharset", "withCharset") });
      return;
    }
    prompts.push(task.prompt);
    if (prompts.length === 1) await firstLanded;
    const name = prompts.length === 1 ? "setCharset" : "withCharset";
    writeFiles(task.cwd, { "s2/send.js": `import { ${name} } from "../s1/charset.js";\n${name}("text");\n` });
  });
  const result = await conductIn({
    root: repository.path,
    folder: folder.path,
    stories: [story("S1"), story("S2")],
    agent,
    input: { checks: ["true"] },
    onEvent: (event) => {
      if (event.type === "story.merged" && event.story === "S1") landed();
    },
  });
  expect(result.stories.map((one) => one.outcome)).toEqual(["merged", "merged"]);
  const gone = [{ name: "setCharset", from: "s1/charset.js" }];
  expect(result.of("story.conflicted")).toEqual([
    { type: "story.conflicted", story: "S2", paths: ["s2/send.js"], gone, next: "redo" },
  ]);
  expect(prompts[1]).toContain("`setCharset`, which was defined in s1/charset.js");
  const checked = result.of("story.verified").filter((event) => event.story === "S2");
  expect(checked).toHaveLength(1);
  expect(show(repository, "s2/send.js")).toContain("withCharset");
});
