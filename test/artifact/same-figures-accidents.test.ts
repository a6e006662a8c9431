import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { gitIn } from "../support/scratch.ts";
import { type Call, eventsOf } from "./artifact.ts";
import { browserProgram, openBrowser } from "./browser.ts";
import { changesBetween, everyScreen, expectSame, openOnlookers } from "./every-screen.ts";
import { playground } from "./playground.ts";
import { planText, running, type StoryScript, story, writing } from "./scripted-endpoint.ts";

// The page is looked at where a browser is here.
let browser: Browser | null = null;
beforeAll(async () => {
  if (browserProgram !== null) browser = await openBrowser();
});
afterAll(async () => await browser?.close());

/** A step that takes a while, so that times are more than nothing. */
const slowly = (files: Record<string, string>): StoryScript => [running("sleep 0.4"), writing(files)];
// With a ceiling, money is counted.
const conducted = ["conduct", "-", "--no-verify", "--agent", "openai:gpt-5", "--max-usd", "50"];

async function place(stories: Record<string, StoryScript>) {
  const play = await playground({ stories });
  const onlookers = await openOnlookers(play, browser);
  const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: join(play.state.path, "summary.md") };
  const run = (args: string[], call: Partial<Call> = {}) => play.run(args, { ...call, env: { ...env, ...call.env } });
  /** What the run left on the forge, as git there counts it: files, insertions, deletions. */
  const there = () => {
    const head = play.there.pulls[0]?.headBranch;
    return head === undefined ? null : changesBetween((...args) => gitIn(play.there.folder, ...args), "main", head);
  };
  const screens = () => everyScreen(play, onlookers);
  const dispose = async () => {
    await onlookers[Symbol.asyncDispose]();
    await play[Symbol.asyncDispose]();
  };
  return { play, run, there, screens, [Symbol.asyncDispose]: dispose };
}

const one = story("S1", { title: "One", writes: ["one.txt"] });
const two = story("S2", { title: "Two", writes: ["two.txt"] });
const bad = story("S3", { title: "Bad", writes: ["bad.txt"], verify: ["grep good bad.txt"] });
const needs = story("S4", { title: "Needs", writes: ["needs.txt"], dependsOn: ["S3"] });
const idle = story("S5", { title: "Idle", writes: ["idle.txt"] });
const held = story("S6", {
  title: "Held",
  writes: ["a.txt"],
  verify: ["test -s a.txt"],
  acceptance: ["a.txt is there"],
});
const more = story("S7", { title: "More", writes: ["one.txt"], dependsOn: ["S1"] });
const back = story("S8", { title: "Back", writes: ["one.txt"], dependsOn: ["S7"] });

const scripts: Record<string, StoryScript> = {
  One: slowly({ "one.txt": "1\n2\n" }),
  Two: slowly({ "two.txt": "x\n" }),
  Bad: slowly({ "bad.txt": "bad\n" }),
  Needs: slowly({ "needs.txt": "n\n" }),
  Idle: [running("sleep 0.3")],
  Held: [running("sleep 0.3")],
  More: slowly({ "one.txt": "1\n3\n4\n" }),
  Back: slowly({ "one.txt": "5\n" }),
};

const part = "Delivered in part:";

test.each([
  ["a failure and what needs it", [one, two, bad, needs], 1, `${part} 2 of 4 stories; 1 failed, 1 not started`],
  ["stories that changed nothing", [one, idle, two], 1, `${part} 2 of 3 stories; 1 changed nothing`],
  ["one landed, one failed", [one, bad], 1, `${part} 1 of 2 stories; 1 failed`],
  ["one landed, one held, one changed nothing", [one, held, idle], 1, `${part} 2 of 3 stories; 1 changed nothing`],
  ["what held before", [one, held, two], 0, "Delivered"],
  ["one file again and again", [one, more, back, two], 0, "Delivered"],
  ["all failed", [bad, needs], 1, "Failed"],
])(
  "%s: every screen and the pull request tell the same",
  async (_what, stories, exit, headline) => {
    await using at = await place(scripts);
    const ended = await at.run(conducted, { stdin: planText("parallel", stories) });
    const screens = await at.screens();
    expect([ended.exitCode, screens.headlines[0]]).toEqual([exit, headline]);
    expectSame(screens);
    const { files, insertions, deletions } = screens.finished ?? {};
    expect([files, insertions, deletions]).toEqual(at.there() ?? [0, 0, 0]);
    expect(screens.finished?.usd ?? 0).toBeGreaterThan(0);
  },
  60_000,
);

test("interrupted, and resumed: nothing is saved until it is over, and both processes count", async () => {
  let hangs = true;
  const whole = writing({ "two.txt": "x\n" });
  await using at = await place({
    ...scripts,
    Two: ({ turn }) => (turn > 0 ? { text: "Done" } : hangs ? running("sleep 600") : whole),
  });
  let merged = false;
  let sleeping = false;
  const first = await at.run(conducted, {
    stdin: planText("parallel", [one, two, story("S3", { title: "Idle", writes: ["idle.txt"] })]),
    onEvent: (event, kill) => {
      merged ||= event.type === "story.merged";
      sleeping ||= event.type === "agent.tool.called" && JSON.stringify(event.input).includes("sleep 600");
      if (merged && sleeping && event.type === "story.finished") kill("SIGINT");
    },
  });
  const stopped = await at.screens();
  expect([first.exitCode, stopped.headlines[0]]).toEqual([130, "Interrupted"]);
  expectSame(stopped);
  expect(stopped.finished).toMatchObject({ savedMs: null, speedup: null, files: 1, insertions: 2 });
  expect(at.play.there.pulls).toEqual([]);
  hangs = false;
  const second = await at.run(["resume"]);
  const over = await at.screens();
  expect([second.exitCode, over.headlines[0]]).toEqual([1, `${part} 2 of 3 stories; 1 changed nothing`]);
  expectSame(over);
  expect(at.there()).toEqual([2, 3, 0]);
  expect(over.finished).toMatchObject({ files: 2, insertions: 3, deletions: 0 });
  const [before, after] = eventsOf(over.whole, "run.finished");
  expect(after?.wallMs ?? 0).toBeGreaterThan(before?.wallMs ?? 0);
  expect(after?.usage.input ?? 0).toBeGreaterThan(before?.usage.input ?? 0);
}, 60_000);

test("green apart, red together: what was taken off the branch is in no figure", async () => {
  await using at = await place(scripts);
  const args = conducted.filter((arg) => arg !== "--no-verify");
  const ended = await at.run([...args, "--verify", "test ! -e one.txt -o ! -e two.txt"], {
    stdin: planText("parallel", [one, two, story("S3", { title: "Held", writes: ["held.txt"] })]),
  });
  const screens = await at.screens();
  expect([ended.exitCode, screens.headlines[0]]).toEqual([1, `${part} 1 of 3 stories; 1 changed nothing, 1 failed`]);
  expectSame(screens);
  const { files = 0, insertions = 0, deletions = 0, speedup } = screens.finished ?? {};
  expect([files, insertions, deletions]).toEqual(at.there() ?? [0, 0, 0]);
  expect([files, speedup]).toEqual([1, null]);
}, 60_000);
