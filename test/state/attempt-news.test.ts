import { describe, expect, test } from "bun:test";
import type { RunEventBody } from "../../src/core/event.ts";
import { foldRun, storyOf } from "../../src/state/run-state.ts";
import { begins, commits, ends, isOver, lands, leftOut, ofOne, plan, red } from "./support/happenings.ts";

/** [what happened before the attempt, why it begins, what it has to work from] */
const news: [string, RunEventBody[], string, unknown][] = [
  ["the first has none", [], "first", null],
  [
    "after a crash, how it ended",
    [begins("S1"), ends(false)],
    "crash",
    {
      kind: "error",
      message: "the agent ended with exit code 3",
    },
  ],
  [
    "after paths were put back",
    [
      begins("S1"),
      { type: "surface.violated", story: "S1", paths: ["x"], action: "reverted", why: "w", tell: true },
      leftOut("ignored", ["y"], null, true),
    ],
    "surface",
    { kind: "reverted", paths: ["x"], unfit: [], leftOut: ["y"] },
  ],
  [
    "after red checks, those alone",
    [
      begins("S1"),
      { type: "story.verified", story: "S1", ...red },
      { type: "story.verified", story: "S1", ...red, command: "lint", ok: true },
    ],
    "repair",
    { kind: "red", checks: [{ type: "story.verified", story: "S1", ...red }] },
  ],
  [
    "after a conflict, with what it had",
    [
      begins("S1"),
      commits("S1"),
      { type: "story.conflicted", story: "S1", paths: ["x"], gone: [{ name: "n", from: "f" }], next: "redo" },
    ],
    "conflict",
    { kind: "conflict", paths: ["x"], gone: [{ name: "n", from: "f" }], earlier: "c-S1" },
  ],
  [
    "after it was taken off the branch",
    [begins("S1"), lands("S1"), { type: "story.dropped", story: "S1", commit: "m-S1", why: "red with it" }],
    "composition",
    { kind: "error", message: "red with it" },
  ],
  [
    "gone on with after an interruption, what the one before had",
    [
      begins("S1"),
      ends(false),
      begins("S1", 2, { why: "crash" } as Partial<RunEventBody>),
      ends(false, { why: "killed" }),
    ],
    "resumed",
    { kind: "error", message: "the agent ended with exit code 3" },
  ],
  [
    "run again, why it was lost",
    [begins("S1"), commits("S1"), isOver("S1", "failed"), { type: "run.resumed", pid: 1, again: ["S1"] }],
    "again",
    { kind: "lost", why: "so it is", checks: [], earlier: "c-S1" },
  ],
];

describe("what an attempt has to work from", () => {
  test.each(news)("%s", (_what, before, why, expected) => {
    const state = foldRun([plan, ...before, begins("S1", 9, { why } as Partial<RunEventBody>)]);
    expect(storyOf(state, "S1").news).toEqual(expected as never);
  });

  test("it begins with nothing of the one before but its session, which is of one agent in one folder", () => {
    const session: RunEventBody = { type: "agent.session", ...ofOne, session: "s" };
    const before = [plan, begins("S1"), session, leftOut("ignored", ["y"], "refs/k", true)];
    const told: RunEventBody = { type: "story.told", story: "S1", text: "mind x" };
    const check: RunEventBody = { type: "story.verified", story: "S1", ...red };
    const second = (more: object) => {
      const state = foldRun([
        ...before,
        check,
        told,
        begins("S1", 2, { why: "crash", ...more } as Partial<RunEventBody>),
      ]);
      return storyOf(state, "S1");
    };
    expect(second({})).toMatchObject({
      session: "s",
      attempts: 2,
      used: { first: 1, crash: 1 },
      leftOut: [],
      leftOutRef: null,
      tell: false,
      checks: [],
      checked: [check],
      working: true,
      heard: 1,
    });
    expect(second({}).history.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(second({ agent: "other" }).session).toBeNull();
    expect(second({ worktree: "/elsewhere" }).session).toBeNull();
    expect(second({ why: "conflict" }).session).toBeNull();
    expect(second({ worker: "w" }).worker).toBe("w");
  });
});
