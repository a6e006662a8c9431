import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { installStandIn, signedIn } from "../support/stand-in/install.ts";
import { protocols, type Step } from "../support/stand-in/steps.ts";
import { artifact, eventsOf, privateState, runArtifact } from "./artifact.ts";

const story = (n: number) => ({
  ...{ id: `S${n}`, title: `Part ${n}`, brief: `Do part ${n}`, writes: [`p${n}.txt`], reads: [], dependsOn: [] },
  ...{ acceptance: ["done"], verify: [], weight: "light" },
});
const plan: Step = { do: "say", text: JSON.stringify({ stories: [story(1), story(2)] }) };

const files = { "a.txt": "a\n", "b.txt": "b\n", ".gitignore": "*.local\nnode_modules/\n" };

/** Has stories planned by an agent that does all this first. Gives what was said of the checkout. */
async function planBy(
  protocol: (typeof protocols)[number],
  repo: ReturnType<typeof scratchRepository>,
  steps: readonly Step[],
  command: readonly string[] = ["plan", "--mode", "parallel"],
) {
  using state = privateState();
  const bin = join(state.path, "bin");
  const agent = installStandIn(bin, protocol, [...steps, plan, { do: "end" }]);
  const env = { ...state.env, ...signedIn, PATH: `${bin}${delimiter}${state.env["PATH"]}` };
  const goal = "Create p1.txt with a list of colours and create p2.txt with a list of animals";
  const ended = await runArtifact({ cwd: repo.path, env, args: [...command, goal, ...agent, "--json"] });
  const notices = [...eventsOf(ended.events, "run.notice").map(({ message }) => message), ...noticesIn(ended.stdout)];
  return { ...ended, told: notices.filter((message) => message.startsWith("Your checkout changed")) };
}

/** What the document of a command that records nothing says. */
function noticesIn(stdout: string): string[] {
  try {
    return (JSON.parse(stdout) as { notices?: string[] }).notices ?? [];
  } catch {
    return [];
  }
}

test.each(protocols.map((name) => [name]))(
  "%s plans, and what it changes in the person's checkout by its path is told by name",
  async (protocol) => {
    using repo = scratchRepository(files);
    repo.write({ "b.txt": "as the person has it\n", "mine.txt": "mine\n", "key.local": "k\n" });
    const root = repo.path;
    const { exitCode, told } = await planBy(protocol, repo, [
      { do: "write", path: join(root, "a.txt"), content: "by the planner\n" },
      { do: "write", path: join(root, "b.txt"), content: "AS THE PERSON HAS IT\n" },
      { do: "write", path: join(root, "mine.txt"), content: "gone\n" },
      { do: "write", path: join(root, "key.local"), content: "K\n" },
      { do: "write", path: join(root, "deep/new.txt"), content: "new\n" },
      { do: "write", path: join(root, ".git/hooks/pre-push"), content: "#!/bin/sh\n" },
      { do: "run", command: `git -C '${root}' branch mine; git -C '${root}' config core.hooksPath /tmp/hooks` },
    ]);
    expect(exitCode).toBe(0);
    expect(told).toHaveLength(1);
    const names = told[0]?.replace(/^.*was asked: (.*)\. It was given.*$/, "$1").split(", ");
    expect(names).toEqual([
      "a.txt",
      "b.txt",
      "branch mine (new)",
      "deep/new.txt (new)",
      "hook pre-push (new)",
      "key.local",
      "mine.txt",
      "setting core.hookspath (new)",
    ]);
  },
  40_000,
);

const inRepository = (root: string, command: string): Step => ({ do: "run", command: `cd '${root}' && ${command}` });

test.each<[what: string, command: string, told: string]>([
  ["a commit", "git -c user.name=x -c user.email=x@example.com commit -qam more", "a.txt, branch main"],
  ["a stash", "git stash", "a.txt, the stash (new)"],
  ["a checkout of a commit", "git checkout -q HEAD~0", "HEAD"],
  ["a tag, and a branch that goes", "git tag v1 && git branch -D other", "branch other (gone), tag v1 (new)"],
  ["a file that goes", "rm b.txt mine.txt", "b.txt (gone), mine.txt (gone)"],
  ["what is staged", "git add mine.txt", "mine.txt"],
  ["a mode", "chmod +x b.txt", "b.txt"],
  ["what git leaves out", "echo '*.mine' >> .git/info/exclude", "info/exclude"],
  ["a merge that is not ended", "git rev-parse HEAD > .git/MERGE_HEAD", "MERGE_HEAD (new)"],
  ["a rebase that is not ended", "mkdir .git/rebase-merge", "rebase-merge (new)"],
  ["settings of the worktree alone", "echo '[core]' > .git/config.worktree", "config.worktree (new)"],
  ["a link in a file's place", "ln -sf /etc/hostname b.txt", "b.txt"],
  [
    "a file of the same length and time",
    "cp -p a.txt /tmp/$$ && printf 'Z\n' > b.txt && touch -r a.txt b.txt; rm -f /tmp/$$",
    "b.txt",
  ],
])("a planner that makes %s in the person's repository is told of", async (_what, command, names) => {
  using repo = scratchRepository(files);
  repo.git("branch", "other");
  repo.write({ "a.txt": "as the person has it\n", "mine.txt": "mine\n" });
  const { told } = await planBy("claude", repo, [inRepository(repo.path, command)]);
  expect(told.map((message) => message.replace(/^.*was asked: (.*)\. It was given.*$/, "$1"))).toEqual([names]);
});

test("what git finds from where a planner is asked leads to nothing of the person's", async () => {
  using repo = scratchRepository(files);
  using seen = scratchFolder();
  const log = join(seen.path, "seen");
  const found = "git rev-parse --git-dir --git-common-dir --show-toplevel && git worktree list && env && pwd";
  const { told } = await planBy("codex", repo, [
    { do: "run", command: `(${found}) > '${log}' && git branch y && git checkout -q y && git stash list` },
  ]);
  expect(told).toEqual([]);
  expect(readFileSync(log, "utf8")).not.toContain(repo.path);
});

const startsWhenAsked = [
  ...[".opencode/plugin/x.js", "opencode.json", ".claude/settings.json", ".mcp.json", ".codex/config.toml"],
  ...[".pi/extensions/x.ts", ".gemini/settings.json", ".cursor/mcp.json", ".github/hooks/x.json"],
  ...["bunfig.toml", ".env", ".env.local"],
];

test.each(protocols.map((name) => [name]))(
  "%s plans where nothing of the repository's says what it starts or whom it asks",
  async (protocol) => {
    using repo = scratchRepository({
      ...files,
      ...Object.fromEntries(startsWhenAsked.flatMap((name) => [name, `sub/${name}`].map((path) => [path, "x\n"]))),
      "AGENTS.md": "advice\n",
      ".github/workflows/ci.yml": "on: push\n",
      "sub/a.txt": "a\n",
    });
    using seen = scratchFolder();
    const log = join(seen.path, "seen");
    const where = { path: join(repo.path, "sub") };
    const { told } = await planBy(protocol, { ...repo, ...where }, [
      { do: "run", command: `pwd > '${log}'; cd "$(git rev-parse --show-toplevel)"; find . -type f >> '${log}'` },
    ]);
    expect(told).toEqual([]);
    const [place = "", ...left] = readFileSync(log, "utf8").split("\n");
    expect(place).toEndWith("/sub");
    expect(left).toContain("./AGENTS.md");
    expect(left).toContain("./.github/workflows/ci.yml");
    expect(left).toContain("./sub/a.txt");
    expect(
      startsWhenAsked.flatMap((name) => [`./${name}`, `./sub/${name}`]).filter((name) => left.includes(name)),
    ).toEqual([]);
    // The person's own are where they were.
    expect(startsWhenAsked.filter((name) => !existsSync(join(repo.path, name)))).toEqual([]);
  },
  40_000,
);

test("where nothing changed, or only what tools leave and where our own output goes, nothing is said", async () => {
  using repo = scratchRepository(files);
  using state = privateState();
  repo.write({ "a.txt": "as the person has it\n" });
  const work = "mkdir -p node_modules/x && date > node_modules/x/y && git status && git diff";
  const bin = join(state.path, "bin");
  const agent = installStandIn(bin, "claude", [inRepository(repo.path, work), plan, { do: "end" }]);
  const env = {
    ...state.env,
    ...signedIn,
    BARO_HOME: join(repo.path, "state"),
    PATH: `${bin}${delimiter}${state.env["PATH"]}`,
  };
  const args = ["Create p1.txt and p2.txt", "--mode", "parallel", "--dry-run", ...agent, "--json"];
  const shell = ["sh", "-c", 'exec "$0" "$@" > out.jsonl 2> err.txt', artifact];
  const { exitCode } = await runArtifact({ cwd: repo.path, env, args }, shell);
  const said = readFileSync(join(repo.path, "out.jsonl"), "utf8");
  expect([exitCode, said.includes("plan.proposed"), said.includes("Your checkout changed")]).toEqual([0, true, false]);
});

test("a run says it as an event and on the screen", async () => {
  using repo = scratchRepository(files);
  const write: Step = { do: "write", path: join(repo.path, "a.txt"), content: "by the planner\n" };
  const run = await planBy("claude", repo, [write], ["--mode", "parallel", "--dry-run"]);
  expect(run.told).toHaveLength(1);
  expect(run.told[0]).toStartWith("Your checkout changed while claude was asked: a.txt. ");
  expect(run.stderr).toContain(run.told[0] ?? "nothing");
});

test("so does a command that asks for the mode alone", async () => {
  using repo = scratchRepository(files);
  const write: Step = { do: "write", path: join(repo.path, "b.txt"), content: "by the judge\n" };
  const { told } = await planBy("pi", repo, [write], ["intake", "--intake", "model"]);
  expect(told).toHaveLength(1);
});
