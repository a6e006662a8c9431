import { expect, test } from "bun:test";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../src/host/host.ts";
import { systemHost } from "../../src/host/system.ts";
import { runGoal } from "../../src/run/run.ts";
import { watchedCheckout, watchingStories } from "../../src/run/watched-checkout.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { installStandIn, signedIn } from "../support/stand-in/install.ts";
import { type Protocol, protocols } from "../support/stand-in/steps.ts";
import { playground } from "./support/in-process.ts";

/** On it the longest wait for a look is over at once. */
function hastyHost(): Host {
  const host = systemHost();
  return { ...host, sleep: (ms, signal) => (ms === 10_000 ? Promise.resolve() : host.sleep(ms, signal)) };
}

type Prepare = (repo: ReturnType<typeof scratchRepository>) => void;

/** What the person is told when this happens to their checkout while an agent is asked. */
async function toldAfter(
  act: (repo: ReturnType<typeof scratchRepository>, made: string) => void,
  prepare: Prepare = () => {},
  host = systemHost(),
): Promise<string[]> {
  using repo = scratchRepository({
    "a.txt": "a\n",
    "sub/b.txt": "b\n",
    "far/c.txt": "c\n",
    ".gitignore": "node_modules/\n",
  });
  prepare(repo);
  using places = scratchFolder();
  const told: string[] = [];
  const made = await watchedCheckout(host, {
    root: repo.path,
    folder: "sub",
    commit: repo.git("rev-parse", "HEAD"),
    who: "pi",
    options: { cacheDir: join(places.path, "cache"), stateDir: join(places.path, "state") },
    notice: async (message) => void told.push(message.replaceAll(repo.path, "HERE")),
  });
  expect(made.path).toBe(join(made.root, "sub"));
  expect(readFileSync(join(made.path, "b.txt"), "utf8")).toBe("b\n");
  act(repo, made.root);
  await made.remove();
  expect(existsSync(made.root)).toBe(false);
  return told;
}

const changed = (names: string) =>
  `Your checkout changed while pi was asked: ${names}. It was given a checkout of its own: if this was not you, it wrote where it must not. Look with: git -C HERE status`;
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}.txt`, "x\n"]));
const named = (count: number) => Array.from({ length: count }, (_, at) => `n${at}.txt (new)`).join(", ");

test.each<[string, Parameters<typeof toldAfter>[0], string[]]>([
  ["nothing", () => {}, []],
  ["something in its own checkout", (_repo, made) => rmSync(join(made, "a.txt")), []],
  ["a new file", (repo) => repo.write({ "n0.txt": "x\n" }), [changed(named(1))]],
  ["what a tool leaves behind", (repo) => repo.write({ "node_modules/x/y.js": "x\n" }), []],
  ["as many files as are named", (repo) => repo.write(many(8)), [changed(named(8))]],
  ["more files", (repo) => repo.write(many(9)), [changed(`${named(8)} and 1 more`)]],
])("an agent that is asked, and does %s", async (_what, act, told) => {
  expect(await toldAfter(act)).toEqual(told);
});

const marked = (flag: string) => (repo: ReturnType<typeof scratchRepository>) => {
  repo.git("update-index", flag, "a.txt");
};

test.each<[string, Prepare, Parameters<typeof toldAfter>[0], string[]]>([
  [
    "a file that git takes as unchanged",
    marked("--assume-unchanged"),
    (repo) => repo.write({ "a.txt": "b\n" }),
    ["a.txt"],
  ],
  ["one that git does not look at", marked("--skip-worktree"), (repo) => repo.write({ "a.txt": "b\n" }), ["a.txt"]],
  ["and removes it", marked("--skip-worktree"), (repo) => rmSync(join(repo.path, "a.txt")), ["a.txt (gone)"]],
  [
    "one that is not here at all",
    (repo) => void repo.git("sparse-checkout", "set", "sub"),
    (repo) => repo.write({ "far/c.txt": "mine\n" }),
    ["far/c.txt"],
  ],
  ["only reads", marked("--skip-worktree"), (repo) => void readFileSync(join(repo.path, "a.txt")), []],
  [
    "where objects are borrowed from",
    () => {},
    (repo) => repo.write({ ".git/objects/info/alternates": "/no/where\n" }),
    ["objects/info/alternates (new)"],
  ],
])("an agent that is asked, and changes %s", async (_what, prepare, act, names) => {
  const told = names.length === 0 ? [] : [changed(names.join(", "))];
  expect(await toldAfter(act, prepare)).toEqual(told);
});

const ofStories = (names: string) =>
  `Your checkout changed while stories were worked on: ${names}. That was none of the run's doing, unless an agent or a check wrote outside of its worktree. Look with: git -C HERE status`;

test.each<[string, (root: string) => string[], string[]]>([
  ["works in its worktree", () => ["echo new > a.txt"], []],
  ["writes where the person works", (root) => [`echo new > a.txt; echo x > ${root}/b.txt`], [ofStories("b.txt")]],
  [
    "commits there, and changes what git does",
    (root) => [`echo new > a.txt; git -C ${root} tag v9; git -C ${root} config core.pager evil`],
    [ofStories("setting core.pager (new), tag v9 (new)")],
  ],
])("a story whose agent %s", async (_what, commands, told) => {
  expect(await toldOfStory("claude", commands)).toEqual(told);
});

test.each(protocols.filter((protocol) => protocol !== "claude"))(
  "whoever speaks %s is watched at work",
  async (protocol) => {
    const commands = (root: string) => [`echo new > a.txt; echo x > ${root}/new.txt`];
    expect(await toldOfStory(protocol, commands)).toEqual([ofStories("new.txt (new)")]);
  },
);

/** What is said of a run whose one story is worked on so. */
async function toldOfStory(protocol: Protocol, commands: (root: string) => string[]): Promise<string[]> {
  await using place = await playground({ stories: {} }, { "a.txt": "a\n", "b.txt": "b\n" });
  using programs = scratchFolder();
  const bin = programs.path;
  const [command = ""] = commands(place.repo.path);
  const agent = installStandIn(bin, protocol, [
    { do: "run", command },
    { do: "say", text: "Done" },
  ]);
  Object.assign(place.env, signedIn, { PATH: `${bin}:${process.env["PATH"]}` });
  const flags = { mode: "focused", verify: false, deliver: "branch", agent: agent[1] } as const;
  const run = await place.play(flags, (invocation) => runGoal(invocation, "Fix the typo in a.txt"));
  expect([run.end?.exitCode, run.error]).toEqual([0, null]);
  return run.of("run.notice").map(({ message }) => message.replaceAll(place.repo.path, "HERE"));
}

test("where the checkout can't be looked at any more, that is told with why", async () => {
  const [message = "", ...more] = await toldAfter((repo) => rmSync(join(repo.path, ".git"), { recursive: true }));
  expect(message).toMatch(/^Cannot tell whether your checkout changed while pi was asked: \S.+$/);
  expect(more).toEqual([]);
});

test("a checkout that takes too long to look at is told as not watched, once, and what was asked goes on", async () => {
  const [message, ...more] = await toldAfter(
    (repo) => repo.write({ "n0.txt": "x\n" }),
    () => {},
    hastyHost(),
  );
  expect(message).toBe(
    "Cannot tell whether your checkout changed while pi was asked: looking at it took more than 10s",
  );
  expect(more).toEqual([]);
});

test("stories end as they would where their checkout takes too long to look at", async () => {
  using repo = scratchRepository();
  const told: string[] = [];
  const options = { cacheDir: "/nowhere", stateDir: "/nowhere" };
  const notice = async (message: string) => void told.push(message);
  const ended = await watchingStories(hastyHost(), { root: repo.path, options, notice }, async () => {
    repo.write({ "n0.txt": "x\n" });
    return "done";
  });
  expect(ended).toBe("done");
  expect(told).toEqual([
    "Cannot tell whether your checkout changed while stories were worked on: looking at it took more than 10s",
  ]);
});
