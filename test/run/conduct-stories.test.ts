import { expect, test } from "bun:test";
import type { SkippedCheck } from "../../src/core/check.ts";
import type { RunEvent, RunEventBody } from "../../src/core/event.ts";
import { nobody } from "../../src/core/person.ts";
import type { Usage } from "../../src/core/usage.ts";
import { conductStories, spentBefore } from "../../src/run/conduct-stories.ts";
import { goesOnWithout } from "../../src/run/measure-base.ts";
import type { Run } from "../../src/run/run-context.ts";
import type { RunWorktrees } from "../../src/run/run-worktrees.ts";
import { begins, plan } from "../state/support/happenings.ts";

const used = (input: number, output = 0): Usage => ({ input, cachedInput: input, output, reasoning: output });

test.each([
  ["nothing", [used(0), null], [used(0), null], { tokens: 0, usd: 0 }],
  ["a plan alone", [used(100, 20), 0.5], [used(0), null], { tokens: 120, usd: 0.5 }],
  ["stories alone", [used(100, 20), 0.5], [used(100, 20), 0.5], { tokens: 0, usd: 0 }],
  ["both", [used(100, 20), 2], [used(40, 5), 0.5], { tokens: 75, usd: 1.5 }],
  ["a plan whose price is not known", [used(100, 20), null], [used(40, 5), null], { tokens: 75, usd: 0 }],
] as const)("what was spent before the stories is not counted twice: %s", (_what, all, ofStories, expected) => {
  const figures = { usage: all[0], usd: all[1], wallMs: 7 };
  expect(spentBefore(figures, { usage: ofStories[0], usd: ofStories[1] })).toEqual(expected);
});

const skipped = (command: string, cause: SkippedCheck["cause"] = "missing"): SkippedCheck => ({
  command,
  cause,
  why: "not found",
  next: null,
});

/** Whether a run goes on without some checks, and what its person was asked. */
async function asked(checks: SkippedCheck[], answer: unknown, more: object = {}, events: RunEventBody[] = [plan]) {
  const questions: { question: string; answers: { value: string; label: string }[] }[] = [];
  let pauses = 0;
  const run = {
    person: {
      choose: async (question: (typeof questions)[number]) => {
        questions.push(question);
        return answer;
      },
    },
    options: { yes: false, dryRun: false },
    stream: { events: events as RunEvent[] },
    watcher: { pause: () => void pauses++ },
    interrupts: { signal: new AbortController().signal },
    ...more,
  } as unknown as Run;
  const goesOn = await goesOnWithout(run, checks);
  expect(pauses).toBe(questions.length);
  return { goesOn, questions };
}

test.each<[string, SkippedCheck[], unknown, object, RunEventBody[], boolean, number]>([
  ["nothing is missing", [], "stop", {}, [plan], true, 0],
  ["there is nothing to check with", [skipped("x", "nothing")], "stop", {}, [plan], true, 0],
  ["nobody is there", [skipped("x")], "stop", { person: null }, [plan], true, 0],
  ["yes was said beforehand", [skipped("x")], "stop", { options: { yes: true, dryRun: false } }, [plan], true, 0],
  ["nothing is done anyway", [skipped("x")], "stop", { options: { yes: false, dryRun: true } }, [plan], true, 0],
  ["a story has begun already", [skipped("x")], "stop", {}, [plan, begins("S2")], true, 0],
  ["the person stops", [skipped("x")], "stop", {}, [plan], false, 1],
  ["the person leaves", [skipped("x")], null, {}, [plan], false, 1],
  ["the person goes on", [skipped("x")], "go-on", {}, [plan], true, 1],
  ["the person is gone", [skipped("x")], nobody, {}, [plan], true, 1],
  ["there is no plan yet", [skipped("x")], "stop", {}, [], false, 1],
])("a check that can't run here, when %s", async (_what, checks, answer, more, events, goesOn, count) => {
  const result = await asked(checks, answer, more, events);
  expect([result.goesOn, result.questions.length]).toEqual([goesOn, count]);
});

test("the question names each check that is missing, and no other", async () => {
  const one = await asked([skipped("a"), skipped("b", "nothing")], "stop");
  expect(one.questions[0]?.question).toBe("Go on without this check?\nThe check `a` is skipped: not found");
  expect(one.questions[0]?.answers.map(({ value, label }) => `${value}: ${label}`)).toEqual([
    "stop: Stop",
    "go-on: Go on without this check",
  ]);
  const two = await asked([skipped("a"), skipped("b")], "stop");
  expect(two.questions[0]?.question).toBe(
    "Go on without these checks?\nThe check `a` is skipped: not found\nThe check `b` is skipped: not found",
  );
});

test.each([
  [3, 2],
  [1, 1],
])(
  "before stories begin, %p side by side, places are made, the base is looked at, and each has its machine",
  async (parallelism, made) => {
    const steps: string[] = [];
    const step = (name: string, then: () => unknown = () => {}) =>
      new Promise<void>((resolve, reject) =>
        setImmediate(() => {
          steps.push(name);
          try {
            resolve(then() as never);
          } catch (error) {
            reject(error);
          }
        }),
      );
    const worktrees = {
      prepare: (count: number) => void steps.push(`prepare ${count}`),
      checks: step("checks").then(() => ({ checks: [], scope: null })),
      look: () => step("look"),
      requirePlaces: (stories: readonly unknown[]) =>
        step(`places for ${stories.length}`, () => {
          throw new Error("no machine");
        }),
    } as unknown as RunWorktrees;
    const run = {
      options: { timeoutMs: null },
      stream: { events: [] },
      interrupts: { signal: null },
    } as unknown as Run;
    const enforced = { parallelism, plan: { stories: [{}, {}] } } as never;
    await expect(conductStories(run, worktrees, enforced)).rejects.toThrow("no machine");
    expect(steps).toEqual([`prepare ${made}`, "checks", "look", "places for 2"]);
  },
);
