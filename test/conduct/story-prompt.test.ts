import { expect, test } from "bun:test";
import { type StoryBrief, storyPrompt } from "../../src/conduct/story-prompt.ts";
import type { News } from "../../src/state/story-state.ts";
import { story } from "./support/conduct-in.ts";

const own = story("S1", { title: "Sort the carts", brief: "By price", writes: ["src/cart/"] });
const prompt = (more: Partial<StoryBrief> = {}) =>
  storyPrompt({ goal: "The goal", story: own, checks: [], news: null, cutOff: false, session: false, ...more });
const news = (one: News) => prompt({ news: one, session: true });

test("a story's prompt has what there is, and no headings of what there is not", () => {
  const bare = prompt();
  expect(bare.split("\n").filter((line) => line.startsWith("#"))).toEqual([
    "# Sort the carts",
    "## Your surface (the paths you may write)",
    "## Rules",
  ]);
  expect(bare).toContain("\n\nBy price\n\n");
  expect(bare).toContain("- src/cart/\n");
  expect(bare).toContain("- Work in the current folder only.");
  expect(bare).not.toContain("The goal");
  const full = prompt({
    story: { ...own, brief: " \n", writes: [], reads: ["docs/a.md"], acceptance: ["It is sorted"] },
    checks: ["npm test"],
    folder: "packages/web",
    cutOff: true,
    told: ["Use tabs", "Be quick"],
  });
  for (const part of [
    "\n\nThe goal\n\n",
    "stands in the folder `packages/web` of",
    "from the root (`../..`)",
    "## Done when\n- It is sorted",
    "- the whole repository\n",
    "## Worth reading\n- docs/a.md",
    "## Checks that must pass\n- npm test",
    "- Work in this checkout only.",
    "is\nUse tabs\n\n",
    "is\nBe quick\n\n",
    "An earlier attempt was cut off.",
  ]) {
    expect(full).toContain(part);
  }
});

test("an agent that takes over hears from whom, why, what that one said and what there is", () => {
  const handover = { from: "claude:opus", why: "out of money\n", said: null, paths: [] };
  const quiet = prompt({ handover });
  expect(quiet).toContain("Another agent (claude:opus) began this in this folder and could not go on: out of money\n");
  expect(quiet).toContain("It changed nothing yet.");
  for (const said of [null, " "]) expect(prompt({ handover: { ...handover, said } })).not.toContain("Its last words");
  const talking = prompt({ handover: { ...handover, said: "I was about to", paths: ["src/a.ts"] } });
  expect(talking).toContain("It changed:\n- src/a.ts\n\nIts last words:\nI was about to\n\n");
});

test.each<[string, Partial<StoryBrief>, boolean]>([
  ["no news", {}, true],
  ["a word from a person", { told: ["Use tabs"] }, false],
  ["news", { news: { kind: "error", message: "no disk" } }, false],
])("a session with %s goes on", (_what, more, goesOn) => {
  const text = prompt({ ...more, session: true });
  expect(text.startsWith("You were interrupted.")).toBe(goesOn);
  expect(text.endsWith('Work in the current folder on "Sort the carts" until it is done.')).toBe(true);
});

const red = { command: "npm test", ok: false, ms: 1, tail: "not ok 1\n" };
const gone = [{ name: "readAll", from: "src/read.ts" }];

test.each<[string, News, string[], string[]]>([
  ["undone", { kind: "reverted", paths: ["a"], unfit: [], leftOut: [] }, ["## Undone"], ["Can't be kept", "Left out"]],
  [
    "can't be kept",
    { kind: "reverted", paths: [], unfit: [{ paths: ["b"], why: "a device" }], leftOut: [] },
    ["## Can't be kept", "Undone, because it is a device:\n- b"],
    ["## Undone", "Left out"],
  ],
  ["ignored", { kind: "reverted", paths: [], unfit: [], leftOut: ["lib/c"] }, ["## Left out", "- lib/c\n"], ["Undone"]],
  ["red", { kind: "red", checks: [red] }, ["$ npm test\nnot ok 1\n"], ["message of the commit"]],
  [
    "refused by a hook",
    { kind: "red", checks: [{ ...red, hook: "commit-msg" }] },
    ["The message of the commit is in"],
    [],
  ],
  [
    "in conflict",
    { kind: "conflict", paths: ["a"], gone: [], earlier: "c1" },
    ["conflicted with work that has landed since, in:\n- a\n", "\nYour earlier version: git show c1"],
    ["renamed these names"],
  ],
  ["in conflict, with nothing yet", { kind: "conflict", paths: ["a"], gone: [], earlier: null }, ["- a"], ["git show"]],
  [
    "using what is gone",
    { kind: "conflict", paths: ["a"], gone, earlier: "c1" },
    ["- `readAll`, which was defined in src/read.ts\n", "still uses them, in:\n- a\n", "version: git show c1"],
    ["conflicted"],
  ],
  ["using what is gone, with nothing yet", { kind: "conflict", paths: [], gone, earlier: null }, [], ["git show"]],
  [
    "lost",
    { kind: "lost", why: "its check was red", checks: [red], earlier: "c1" },
    ["did not land: its check was red\n\n$ npm test", "all of it: git show c1"],
    ["undefined"],
  ],
  [
    "lost, with nothing",
    { kind: "lost", why: "no agent", checks: [], earlier: null },
    ["landed since.\n"],
    ["git show"],
  ],
  ["in trouble", { kind: "error", message: "no disk\n\n" }, ["\nno disk\nGo on from"], []],
])("a story that was %s is told so", (_what, one, says, hides) => {
  const text = news(one);
  for (const part of says) expect(text).toContain(part);
  for (const part of hides) expect(text).not.toContain(part);
});

test("of a long output the end is shown, and of many paths the first ones", () => {
  const tail = `first\n${"x".repeat(5_996)}last\n\n`;
  const shown = (text: string) => {
    const prompt = news({ kind: "red", checks: [{ ...red, tail: text }] });
    return ["first", "xlast\n", "…x"].map((part) => prompt.includes(part));
  };
  expect(shown(tail)).toEqual([false, true, true]);
  expect(shown(tail.slice(6))).toEqual([false, true, false]);
  const many = Array.from({ length: 41 }, (_, at) => `p${at}`);
  const conflict = (paths: string[]) => news({ kind: "conflict", paths, gone: [], earlier: null });
  expect(conflict(many)).toContain("- p39\n- and 1 more\n");
  expect(conflict(many.slice(1))).toContain("- p40\nThis checkout");
});
