import { expect, test } from "bun:test";
import { checksOf, nextStep, passesWithTime } from "../../src/conduct/next-step.ts";
import { type AgentErrorKind, agentErrorKinds } from "../../src/core/agent-event.ts";
import type { CheckFacts, CheckVerdict } from "../../src/core/check.ts";
import type { Story } from "../../src/core/story.ts";
import { newStory, type StoryState } from "../../src/state/story-state.ts";
import { story } from "./support/conduct-in.ts";

const check = (command: string, verdict: CheckVerdict, more: Partial<CheckFacts> = {}): CheckFacts => ({
  command,
  ok: verdict === "passed",
  ms: 1,
  tail: `${command} says no`,
  verdict,
  ...more,
});
const failed = (kind: AgentErrorKind) => ({ kind, message: "it said so", resetAt: null });
const step = (state: Partial<StoryState>, more: { of?: Story; checks?: string[]; takenOver?: boolean } = {}) => {
  const { of = story("S1", { verify: ["own"] }), checks = ["test", "lint"], takenOver } = more;
  const next = nextStep(of, { ...newStory(of), ...state }, checks, takenOver);
  switch (next.do) {
    case "attempt":
      return `attempt: ${next.why}`;
    case "check":
      return next.command === next.whole ? `check: ${next.command}` : `check: ${next.command} for ${next.whole}`;
    case "finish":
      return `${next.outcome}: ${next.reason}`;
    default:
      return next.do;
  }
};

const dropped = { commit: "c", why: "`test` fails with S1:\n> test\nno" };
const lost = { why: "it failed", checks: [], earlier: null };

test.each<[string, Partial<StoryState>, string]>([
  ["a story that waits", {}, "attempt: first"],
  ["one that is run again", { lost }, "attempt: again"],
  ["one that was taken off the branch", { dropped, attempts: 1 }, "attempt: composition"],
  [
    "one that was taken off once more",
    { dropped, used: { composition: 1 } },
    "failed: The merged result fails because of it: `test` fails with S1",
  ],
  ["one whose agent was cut off", { phase: "started" }, "attempt: resumed"],
  ["one whose agent is done", { phase: "worked" }, "settle"],
  ["one that conflicted", { phase: "conflicted", conflict: ["a"] }, "attempt: conflict"],
  [
    "one that conflicted twice",
    { phase: "conflicted", conflict: ["a", "b"], used: { conflict: 1 } },
    "failed: It conflicts with what landed before it: a, b",
  ],
  [
    "one that conflicted twice, and was stopped in between",
    { phase: "conflicted", conflict: ["a"], used: { conflict: 1 }, gaveWay: true },
    "attempt: conflict",
  ],
  [
    "one that was stopped in between, and conflicted once more",
    { phase: "conflicted", conflict: ["a"], used: { conflict: 2 }, gaveWay: true },
    "failed: It conflicts with what landed before it: a",
  ],
  [
    "one that uses what went, twice",
    {
      phase: "conflicted",
      used: { conflict: 1 },
      gone: [
        { name: "f", from: "x" },
        { name: "g", from: "x" },
      ],
    },
    "failed: It uses what landed work removed: f, g",
  ],
  ["one that landed", { phase: "merged" }, "merged: "],
  [
    "one that landed with what was red before",
    { phase: "merged", checks: [check("test", "as_on_base"), check("own", "passed"), check("lint", "as_on_base")] },
    "merged: Red before and after: test, lint",
  ],
  [
    "one that landed with what could not run",
    { phase: "merged", checks: [check("test", "not_run"), check("lint", "as_on_base")] },
    "merged: Red before and after: lint; Could not run here: test",
  ],
  [
    "one that landed from another machine",
    { phase: "merged", worker: "build-box", checks: [check("test", "not_run")] },
    "merged: Could not run on build-box: test",
  ],
])("the next step of %s", (_name, state, expected) => {
  expect(step(state)).toBe(expected);
});

const phases = ["waiting", "started", "worked", "committed", "conflicted", "merged", "finished"] as const;

test.each([
  ["a person stopped it before it was begun", { stopped: true }, "skipped: You stopped it"],
  ["a person stopped it", { stopped: true, attempts: 1 }, "failed: You stopped it"],
  ["its machines were lost", { leasesLost: 3, attempts: 1 }, "failed: The machine that had it was lost 3 times"],
  ["its files made trouble again", { troubles: 2, attempts: 1, error: failed("crash") }, "failed: it said so"],
  ["it has no folder", { troubles: 2 }, "failed: Its worktree can't be created"],
])("where %s it ends, unless it has landed", (_name, state, end) => {
  for (const phase of phases) {
    const landed = phase === "merged" || phase === "finished";
    expect([phase, step({ ...state, phase })]).toEqual([phase, landed ? "merged: " : end]);
  }
});

test("two lost machines and one trouble are no end yet", () => {
  expect(step({ leasesLost: 2, phase: "started" })).toBe("attempt: resumed");
  expect(step({ troubles: 1, phase: "started" })).toBe("attempt: resumed");
});

/** What follows an error at first, and what its attempts are counted as. */
const after: Record<AgentErrorKind, "provider" | "crash" | null> = {
  rate_limit: "provider",
  usage_limit: "provider",
  overloaded: "provider",
  network: "provider",
  auth: null,
  refused: null,
  request: null,
  budget: null,
  context: "crash",
  turns: "crash",
  crash: "crash",
  stalled: "crash",
  unknown: "crash",
};

test.each(agentErrorKinds.map((kind) => [kind, after[kind]] as const))("after %s: %p", (kind, why) => {
  const state = { phase: "worked", error: failed(kind) } as const;
  const end = `failed: ${kind}: it said so`;
  expect(passesWithTime(kind)).toBe(why === "provider");
  expect(step(state)).toBe(why === null ? end : `attempt: ${why}`);
  // A crash once, a busy provider eight times; one that can't be reached is more likely named wrong.
  const most = why === "crash" ? 1 : kind === "network" ? 2 : 8;
  const used = (count: number) => (why === null ? {} : { [why]: count });
  if (why !== null) expect(step({ ...state, used: used(most - 1) })).toBe(`attempt: ${why}`);
  expect(step({ ...state, used: used(most) })).toBe(end);
  // Somebody else takes over for what is the provider's, however often that was.
  const canBeTakenOver = why === "provider" || kind === "auth";
  const next = step({ ...state, used: used(most) }, { takenOver: true });
  expect(next).toBe(canBeTakenOver ? "attempt: provider" : end);
});

test("trouble with a story's files says what it is, without a kind", () => {
  const state = { phase: "worked", error: failed("crash"), troubles: 1 } as const;
  expect(step(state)).toBe("attempt: crash");
  expect(step({ ...state, used: { crash: 1 } })).toBe("failed: it said so");
});

test("an agent is told once of what was put back, and once of what its commit hooks say", () => {
  const worked = { phase: "worked" } as const;
  expect(step({ ...worked, tell: true })).toBe("attempt: surface");
  expect(step({ ...worked, tell: true, used: { surface: 1 } })).toBe("settle");
  const refused = { ...worked, checks: [check("hook", "failed"), check("other hook", "passed")] };
  expect(step(refused)).toBe("attempt: repair");
  expect(step({ ...refused, tell: true })).toBe("attempt: surface");
  expect(step({ ...refused, used: { repair: 1 } })).toBe("failed: The commit hooks refuse it: hook (hook says no)");
  expect(step({ ...refused, dropped })).toBe("failed: The commit hooks refuse it: hook (hook says no)");
  expect(step({ ...worked, checks: [check("hook", "as_on_base")] })).toBe("settle");
});

test.each<[string, Partial<StoryState>, string]>([
  ["no check yet", {}, "check: own"],
  ["one green check", { checks: [check("own", "passed")] }, "check: test"],
  ["one that was red before", { checks: [check("own", "as_on_base")] }, "check: test"],
  ["one that can't run", { checks: [check("own", "not_run")] }, "check: test"],
  ["a red check, of which the others tell nothing more", { checks: [check("own", "failed")] }, "attempt: repair"],
  ["all green", { checks: ["own", "test", "lint"].map((command) => check(command, "passed")) }, "integrate"],
  [
    "the run's check red as before",
    { checks: [check("own", "passed"), check("test", "as_on_base"), check("lint", "passed")] },
    "integrate",
  ],
  [
    "its own check red as before: what it is for",
    { checks: [check("own", "as_on_base"), check("test", "passed"), check("lint", "passed")] },
    "attempt: repair",
  ],
  [
    "its own check red as before, after the repair",
    { checks: ["own", "test", "lint"].map((one) => check(one, "as_on_base")), used: { repair: 1 } },
    "integrate",
  ],
  [
    "its own check red as before, and no repair left",
    { checks: ["own", "test", "lint"].map((one) => check(one, "as_on_base")), dropped },
    "integrate",
  ],
  [
    "a part of a check",
    { checks: [check("own", "passed")], scoped: [{ command: "test", as: "t a" }] },
    "check: t a for test",
  ],
  [
    "a green part",
    { checks: [check("own", "passed"), check("t a", "passed")], scoped: [{ command: "test", as: "t a" }] },
    "check: lint",
  ],
  [
    "the whole in place of a part that told nothing",
    { checks: [check("own", "passed"), check("test", "passed")], scoped: [{ command: "test", as: "t a" }] },
    "check: lint",
  ],
  [
    "checks that it does not touch",
    {
      checks: [check("own", "passed")],
      scoped: [
        { command: "test", as: null },
        { command: "lint", as: null },
      ],
    },
    "integrate",
  ],
])("a commit with %s", (_name, state, expected) => {
  expect(step({ phase: "committed", ...state })).toBe(expected);
});

test("a story whose checks stay red fails with all of them, and with the first words of each", () => {
  const checks = [check("own", "failed", { tail: "expected 1" }), check("test", "failed", { failing: ["a test"] })];
  const end = step({ phase: "committed", checks, used: { repair: 1 } });
  expect(end).toBe("failed: Its checks fail: own (expected 1), test (a test)");
  expect(step({ phase: "committed", checks, dropped })).toBe(end);
});

test("a story's own checks come first and whole, each check once", () => {
  const own = story("S1", { verify: ["own", "test", "own"] });
  const commands = (scoped?: Parameters<typeof checksOf>[2]) =>
    checksOf(own, ["lint", "test", "lint", "types"], scoped).map(({ command, whole }) => `${command}/${whole}`);
  expect(commands()).toEqual(["own/own", "test/test", "lint/lint", "types/types"]);
  const scoped = [
    { command: "test", as: "test a" },
    { command: "lint", as: "lint a" },
    { command: "types", as: null },
  ];
  expect(commands(scoped)).toEqual(["own/own", "test/test", "lint a/lint"]);
});
