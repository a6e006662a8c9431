import { expect, test } from "bun:test";
import fc from "fast-check";
import { nextStep } from "../../src/conduct/next-step.ts";
import type { RunEventBody, StoryOutcome } from "../../src/core/event.ts";
import { noUsage } from "../../src/core/usage.ts";
import { lostStories, withRelated } from "../../src/state/run-again.ts";
import { foldRun, type RunState, storyOf } from "../../src/state/run-state.ts";
import { story } from "../conduct/support/conduct-in.ts";

const planned = (...needs: (readonly string[])[]): RunEventBody => ({
  type: "plan.enforced",
  stories: needs.map((dependsOn, at) => ({ ...story(`S${at + 1}`), dependsOn: [...dependsOn] })),
  changes: [],
  pairs: [],
  width: 1,
  parallelism: 2,
});
const finished = (id: string, outcome: StoryOutcome, held = false): RunEventBody => ({
  type: "story.finished",
  story: id,
  outcome,
  reason: "Its checks fail: npm test",
  ms: 1,
  usage: noUsage,
  ...(held ? { held } : {}),
});
const resumed = (...again: string[]): RunEventBody => ({ type: "run.resumed", pid: 1, again });

function ended(needs: (readonly string[])[], outcomes: Record<string, StoryOutcome>): RunState {
  return foldRun([planned(...needs), ...Object.entries(outcomes).map(([id, outcome]) => finished(id, outcome))]);
}

test.each([
  ["what needs it alone comes along", [[], ["S1"], ["S2"]], "fss", ["S1"], ["S1", "S2", "S3"]],
  ["what needs another lost one too does not", [[], [], ["S1", "S2"]], "ffs", ["S1"], ["S1"]],
  ["nor does what failed by itself", [[], []], "ff", ["S1"], ["S1"]],
  ["what it needs comes along", [[], ["S1"], ["S2"]], "fss", ["S3"], ["S1", "S2", "S3"]],
  ["what it needs and landed does not", [[], ["S1"]], "mf", ["S2"], ["S2"]],
  ["nor what changed nothing, which nobody waits for", [[], ["S1"]], "ef", ["S2"], ["S2"]],
] as const)("picked: %s", (_name, needs, letters, picked, again) => {
  const words = { m: "merged", f: "failed", s: "skipped", e: "empty" } as const;
  const outcomes = Object.fromEntries(
    [...letters].map((letter, at) => [`S${at + 1}`, words[letter as keyof typeof words]]),
  );
  expect(withRelated(ended([...needs], outcomes), picked)).toEqual([...again]);
});

test("what is run again can start: none of its needs is lost, whatever was picked", () => {
  const outcome = fc.constantFrom("merged", "failed", "skipped", "empty");
  const graph = fc.array(fc.tuple(outcome, fc.array(fc.nat(5))), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(graph, fc.array(fc.nat(5)), (rows, picks) => {
      const needs = rows.map(([, some], at) => some.filter((one) => one < at).map((one) => `S${one + 1}`));
      const state = ended(needs, Object.fromEntries(rows.map(([what], at) => [`S${at + 1}`, what as StoryOutcome])));
      const lost = lostStories(state);
      const picked = picks.map((one) => `S${one + 1}`).filter((id) => lost.includes(id));
      const again = withRelated(state, picked);
      expect(again).toEqual(expect.arrayContaining(picked));
      for (const id of again) {
        expect(lost).toContain(id);
        for (const need of storyOf(state, id).story.dependsOn) {
          expect(again.includes(need) || !["failed", "skipped"].includes(storyOf(state, need).outcome ?? "")).toBe(
            true,
          );
        }
      }
    }),
  );
});

test("a story that is run again has its allowances anew, and keeps what it cost, what it has and what it was told", () => {
  const usage: RunEventBody = {
    type: "agent.usage",
    story: "S1",
    attempt: 2,
    ...noUsage,
    input: 70,
    usd: null,
    requests: 1,
  };
  const start = (attempt: number, why: "first" | "repair"): RunEventBody => ({
    type: "story.started",
    story: "S1",
    attempt,
    agent: "demo",
    model: null,
    worktree: "/w/1",
    base: "base",
    why,
  });
  const check = { command: "npm test", ok: false, ms: 1, tail: "1 of 3 fails", verdict: "failed" } as const;
  const before = [
    planned([], ["S1"]),
    start(1, "first"),
    { type: "story.told", story: "S1", text: "use the helper" } as const,
    start(2, "repair"),
    usage,
    { type: "story.committed", story: "S1", attempt: 2, commit: "work", base: "base" } as const,
    { type: "story.verified", story: "S1", ...check } as const,
    { type: "story.kept", story: "S1", commit: "kept", ref: "refs/baro/x/kept/S1" } as const,
    finished("S1", "failed"),
    finished("S2", "skipped"),
  ];
  const state = foldRun([...before, resumed("S1", "S2")]);
  const one = storyOf(state, "S1");
  expect(one).toMatchObject({
    phase: "waiting",
    outcome: null,
    attempts: 2,
    used: {},
    session: null,
    told: ["use the helper"],
  });
  expect(one.usage.input).toBe(70);
  expect(one.lost).toEqual({
    why: "Its checks fail: npm test",
    checks: [expect.objectContaining(check)],
    earlier: "kept",
  });
  expect(nextStep(one.story, one, [])).toEqual({ do: "attempt", why: "again" });
  // It never began, so that there is nothing to tell of it.
  const two = storyOf(state, "S2");
  expect(nextStep(two.story, two, [])).toEqual({ do: "attempt", why: "first" });
});

test("what nothing had to change for, and what landed, is not lost; one that changed nothing is", () => {
  const state = foldRun([
    planned([], [], [], []),
    finished("S1", "empty", true),
    finished("S2", "merged"),
    finished("S3", "empty"),
    finished("S4", "failed"),
  ]);
  expect(lostStories(state)).toEqual(["S3", "S4"]);
});
