import { expect, test } from "bun:test";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gitIn, scratchFolder, scratchRepository } from "../support/scratch.ts";
import { privateState, runArtifact } from "./artifact.ts";

/** One message on stderr, nothing on stdout, the exit code of the contract. */
async function refused(cwd: string, args: string[], stdin = "") {
  using state = privateState();
  const ended = await runArtifact({ cwd, args, env: state.env, stdin });
  expect(ended.stdout).toBe("");
  return { exitCode: ended.exitCode, message: ended.stderr };
}

test.each(["nothing", "an empty .git"])("outside a repository, with %s there: exit 5 and what to do", async (there) => {
  using folder = scratchFolder();
  if (there !== "nothing") mkdirSync(join(folder.path, ".git"));
  const { exitCode, message } = await refused(folder.path, ["Fix the typo in README.md", "--agent", "demo"]);
  expect(exitCode).toBe(5);
  expect(message).toContain(`Cannot find a git repository around "${folder.path}"`);
  expect(message).toContain("git init");
});

test("no commit yet: exit 5", async () => {
  using folder = scratchFolder();
  gitIn(folder.path, "init", "--quiet");
  expect(await refused(folder.path, ["Fix it all", "--agent", "demo"])).toMatchObject({
    exitCode: 5,
    message: expect.stringContaining("no commit yet"),
  });
});

test.each(["HEAD^{tree}", "HEAD:docs", "HEAD:docs/a.md"])("a base that lacks %s: exit 5, and no run", async (name) => {
  using repo = scratchRepository({ "docs/a.md": "a\n" });
  const id = repo.git("rev-parse", name);
  rmSync(join(repo.path, ".git/objects", id.slice(0, 2), id.slice(2)));
  const { exitCode, message } = await refused(repo.path, ["Fix the typo in docs/a.md", "--agent", "demo", "--json"]);
  expect(exitCode).toBe(5);
  expect(message).toContain("lacks a part of it");
  expect(message).toContain("fsck");
});

test("a bare repository: exit 5", async () => {
  using folder = scratchFolder();
  gitIn(folder.path, "init", "--quiet", "--bare");
  expect(await refused(folder.path, ["Fix it all", "--agent", "demo"])).toMatchObject({
    exitCode: 5,
    message: expect.stringContaining("bare repository"),
  });
});

test("a base that does not exist: exit 5 and its name", async () => {
  using repo = scratchRepository();
  expect(await refused(repo.path, ["Fix the typo in README.md", "--base", "nowhere", "--agent", "demo"])).toMatchObject(
    {
      exitCode: 5,
      message: expect.stringContaining('Cannot build on "nowhere"'),
    },
  );
});

test.each([
  [["Fix it", "--moode", "parallel"], "--mode"],
  [["Fix it", "--mode", "wide"], "focused, sequential"],
  [["Fix it", "--parallel", "many"], "many"],
  [["Fix it", "--agent", "nobody"], "nobody"],
  [["Fix it", "--timeout", "soon"], "soon"],
  [["intake", "Fix it", "--dry-run"], "--dry-run"],
])("unusable flags %p: exit 2, and the message names what is meant", async (args, named) => {
  using repo = scratchRepository();
  const { exitCode, message } = await refused(repo.path, args);
  expect(exitCode).toBe(2);
  expect(message).toContain(named);
});

const story = {
  id: "S1",
  title: "One",
  brief: "Do it",
  writes: ["a.ts"],
  reads: [],
  dependsOn: [],
  acceptance: [],
  verify: [],
  weight: "standard",
};
const plan = (stories: unknown[]) => JSON.stringify({ version: 1, goal: "Do it", mode: "sequential", stories });
test.each([
  ["not JSON", "{", "JSON"],
  ["no plan", "{}", "version"],
  ["a surface outside the repository", plan([{ ...story, writes: ["../x"] }]), "stories[0].writes[0]"],
  ["an absolute surface", plan([{ ...story, writes: ["/etc/passwd"] }]), "/etc/passwd"],
  ["git's own folder", plan([{ ...story, writes: [".git/hooks/x"] }]), ".git"],
  ["two stories of one id", plan([story, story]), "S1"],
])("a plan that is %s: exit 2 and the place", async (_what, text, named) => {
  using repo = scratchRepository();
  const { exitCode, message } = await refused(repo.path, ["conduct", "-", "--agent", "demo"], text);
  expect(exitCode).toBe(2);
  expect(message).toContain(named);
});

test.each(["", "   ", "```\n```"])("an empty goal %j: exit 3 or 2, and nothing is made", async (goal) => {
  using repo = scratchRepository();
  using state = privateState();
  const ended = await runArtifact({ cwd: repo.path, args: ["run", goal, "--agent", "demo"], env: state.env });
  expect([2, 3]).toContain(ended.exitCode ?? 0);
  expect(repo.git("for-each-ref", "--format=%(refname)")).toBe("refs/heads/main");
});

test("a state folder that can't be written: one clear message", async () => {
  using repo = scratchRepository();
  using state = privateState();
  mkdirSync(join(state.path, "home"));
  const env = { ...state.env, BARO_HOME: "/proc/baro" };
  const ended = await runArtifact({ cwd: repo.path, args: ["Fix the typo in README.md", "--agent", "demo"], env });
  expect(ended.exitCode).toBe(5);
  expect(ended.stderr).toContain('Cannot write the state folder "/proc/baro');
  expect(ended.stderr).toContain("BARO_HOME");
});

test.each([
  "fix the bug",
  "Fix all open issues",
  "https://github.com/other/project/pull/17",
  "Delete all tests that fail",
])(
  "a goal that can't be guessed, %j, with nobody to ask: exit 3 and the question, also where no agent is ready",
  async (goal) => {
    using repo = scratchRepository();
    const { exitCode, message } = await refused(repo.path, [goal]);
    expect(exitCode).toBe(3);
    expect(message).toContain("?");
    expect(repo.git("for-each-ref", "--format=%(refname)")).toBe("refs/heads/main");
  },
);

test.each([
  ["title", "a\0b"],
  ["brief", "a\0b"],
  ["verify", ["true\0"]],
  ["acceptance", ["a\0b"]],
  ["writes", ["a\0b"]],
])("a NUL in %s of a given plan: exit 2, before anything is started", async (field, value) => {
  using repo = scratchRepository();
  const plan = {
    version: 1,
    goal: "g",
    mode: "focused",
    stories: [{ id: "S1", title: "T", brief: "b", [field]: value }],
  };
  const { exitCode, message } = await refused(repo.path, ["conduct", "-", "--agent", "demo"], JSON.stringify(plan));
  expect(exitCode).toBe(2);
  expect(message).toContain(`stories[0].${field}`);
  expect(message).toContain("it contains a NUL character");
});

test("a NUL in a configuration file: exit 2, and where", async () => {
  using repo = scratchRepository({ "b.toml": 'verify = ["true\\u0000"]\n' });
  const { exitCode, message } = await refused(repo.path, ["Fix it all", "--config", "b.toml", "--agent", "demo"]);
  expect(exitCode).toBe(2);
  expect(message).toContain(`Cannot use "verify" in ${join(repo.path, "b.toml")}:1`);
});
