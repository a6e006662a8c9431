import { expect, test } from "bun:test";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { gitIn, scratchRepository, writeFiles } from "../support/scratch.ts";
import { artifact, type Ended, privateState, runArtifact } from "./artifact.ts";
import { playground } from "./playground.ts";
import { openScreen } from "./screen.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";
import { keys } from "./terminal.ts";

const goal = "Fix the typo in a.txt";
const stories = { [goal]: [writing({ "a.txt": "fixed\n" })] };

/** A run that has left a branch, where there is a forge. */
async function leftBranch(prePush: ((folder: string) => string) | null = null) {
  const play = await playground({ stories }, prePush);
  const args = [goal, "--mode", "focused", "--no-verify", "--preview"];
  const ended = await play.run(args);
  expect(ended.exitCode).toBe(0);
  const run = ended.events[0]?.run ?? "";
  const branch = play.repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads/baro");
  const call = (...more: string[]) => runArtifact({ cwd: play.repo.path, args: ["deliver", ...more], env: play.env });
  return { play, branch, run, call };
}

const document = ({ stdout }: Ended) => JSON.parse(stdout) as Record<string, unknown>;

test("deliver opens the pull request of a run that left a branch; again it brings it up to date", async () => {
  const { play, branch, run, call } = await leftBranch();
  await using _ = play;
  const first = await call();
  expect([first.exitCode, first.stderr]).toEqual([0, ""]);
  const url = `${play.forge.url}/acme/shop/pull/1`;
  expect(first.stdout.split("\n")).toEqual(["Opened pull request #1 into main", url, ""]);
  expect(play.there.pulls[0]).toMatchObject({ title: goal, headBranch: branch, base: "main" });
  expect(gitIn(play.there.folder, "rev-parse", branch)).toBe(play.repo.git("rev-parse", branch));
  const again = document(await call(run, "--json"));
  expect(again).toMatchObject({ kind: "pr", url, why: "Updated the open pull request #1 into main", pushed: true });
  expect(play.there.pulls).toHaveLength(1);
  const listed = await runArtifact({ cwd: play.repo.path, args: ["runs", "--json"], env: play.env });
  expect(JSON.parse(listed.stdout)[0]).toMatchObject({ run, url, state: "finished", outcome: "delivered" });
  const shown = await runArtifact({ cwd: play.repo.path, args: ["show", run], env: play.env });
  expect(shown.stdout).toContain(url);
});

test.each([
  ["was deleted", (git: Git, branch: string) => git("branch", "-D", branch), /deleted[\s\S]*git branch baro\//],
  [
    "has moved on",
    (git: Git, branch: string) =>
      git("update-ref", `refs/heads/${branch}`, git("commit-tree", "-p", branch, "-m", "more", `${branch}^{tree}`)),
    /has moved on to [0-9a-f]{10}, and holds more than this run made/,
  ],
  [
    "was moved away",
    (git: Git, branch: string) => git("branch", "--force", branch, "main"),
    /was moved to [0-9a-f]{10}, which lacks what this run landed[\s\S]*git branch --force/,
  ],
] as const)("a branch that %s is not delivered, and the reason is said", async (_, move, words) => {
  const { play, branch, call } = await leftBranch();
  await using _play = play;
  move(play.repo.git, branch);
  const { exitCode, stderr } = await call();
  expect(exitCode).not.toBe(0);
  expect(stderr).toMatch(words);
  expect(play.there.pulls).toEqual([]);
  expect(gitIn(play.there.folder, "branch", "--list", "baro/*")).toBe("");
});

type Git = (...args: string[]) => string;

test.each(["20", "40"])(
  "its address stands alone and unbroken in the log of %s columns, live and afterwards",
  async (columns) => {
    const play = await playground({ stories });
    await using _ = play;
    const call = (...args: string[]) =>
      runArtifact({ cwd: play.repo.path, args, env: { ...play.env, COLUMNS: columns } });
    const ended = await call(goal, "--agent", "openai", "--mode", "focused", "--no-verify", "--yes");
    const url = `${play.forge.url}/acme/shop/pull/1`;
    const shown = await call("show");
    for (const text of [ended.stderr, shown.stdout]) {
      expect(text.split("\n").filter((line) => line.trim() === url).length).toBeGreaterThan(0);
      expect(text.split("\n").filter((line) => line.includes("http") && line.trim() !== url)).toEqual([]);
    }
  },
);

test("commits of somebody else on the remote's branch are never overwritten", async () => {
  const { play, branch, call } = await leftBranch();
  await using _ = play;
  const theirs = gitIn(play.there.folder, "commit-tree", "-p", "main", "-m", "theirs", "main^{tree}");
  gitIn(play.there.folder, "update-ref", `refs/heads/${branch}`, theirs);
  const { exitCode, stdout } = await call();
  expect(exitCode).toBe(1);
  expect(stdout).toContain("has someone else's commits");
  expect(gitIn(play.there.folder, "rev-parse", branch)).toBe(theirs);
});

test("a pre-push hook of the person is asked, and its refusal stands", async () => {
  const { play, branch, call } = await leftBranch(() => "#!/bin/sh\necho not on my watch\nexit 1\n");
  await using _ = play;
  const { exitCode, stdout } = await call();
  expect(exitCode).toBe(1);
  expect(stdout).toContain("your pre-push hook refused it (not on my watch)");
  expect(gitIn(play.there.folder, "branch", "--list", branch)).toBe("");
});

test("where no request can be had it is exit 5 with what to do, and the run stays as it was", async () => {
  await using endpoint = await scriptedEndpoint({ stories });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const env = { ...state.env, ...endpoint.env };
  const call = (...args: string[]) => runArtifact({ cwd: repo.path, args, env });
  expect((await call("deliver")).stderr).toContain("there is none yet");
  await call(goal, "--agent", "openai", "--mode", "focused", "--no-verify", "--no-input");
  const before = (await call("runs", "--json")).stdout;
  const refused = await call("deliver");
  expect([refused.exitCode, refused.stderr]).toEqual([
    5,
    expect.stringMatching(/Cannot open a pull request[\s\S]*hint: /),
  ]);
  // A branch is what is there already.
  expect(refused.stderr).not.toContain("--deliver branch");
  expect((await call("runs", "--json")).stdout).toBe(before);
});

test("a run without a result is not delivered", async () => {
  await using endpoint = await scriptedEndpoint({ stories: { [goal]: [] } });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const env = { ...state.env, ...endpoint.env };
  const call = (...args: string[]) => runArtifact({ cwd: repo.path, args, env });
  await call(goal, "--agent", "openai", "--mode", "focused", "--no-verify", "--no-input");
  const { exitCode, stderr } = await call("deliver");
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining("none of its work landed on a branch")]);
});

test.each([
  [40, 16],
  [80, 30],
])("the end of a run offers it on %i by %i, and its address is one line", async (columns, rows) => {
  const play = await playground({ stories });
  await using _ = play;
  writeFiles(play.state.path, { "bin/xdg-open": "#!/bin/sh\nexit 0\n" });
  chmodSync(join(play.state.path, "bin/xdg-open"), 0o755);
  const screen = openScreen({
    program: artifact,
    args: [goal, "--agent", "openai", "--mode", "focused", "--no-verify", "--preview"],
    cwd: play.repo.path,
    env: play.env,
    columns,
    rows,
  });
  await screen.shows(/Run this plan|● Accept|One story/);
  screen.type(keys.enter);
  await screen.shows("Open a pull request [p]");
  screen.type("p");
  await screen.shows("Opened pull request #1");
  await screen.shows("Open the request in the browser");
  expect(screen.lines().some((line) => /Open a pull request \[p\]/.test(line))).toBe(false);
  screen.type(keys.enter);
  expect(await screen.exit).toBe(0);
  const url = `${play.forge.url}/acme/shop/pull/1`;
  const rejoined = screen.joined();
  expect(rejoined).toContain(url);
  expect(play.there.pulls).toHaveLength(1);
});
