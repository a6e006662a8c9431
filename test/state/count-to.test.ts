import { expect, test } from "bun:test";
import type { RunEvent, RunEventBody } from "../../src/core/event.ts";
import { countTo } from "../../src/state/count-to.ts";
import { clarifiedGoal, foldRun } from "../../src/state/run-state.ts";
import { begins, ends, isOver, plan } from "./support/happenings.ts";

/** A run whose events came at these seconds. */
const run = (...events: [seconds: number, RunEventBody][]) =>
  foldRun(
    events.map(([seconds, body], seq) => {
      return { v: 1, seq, at: new Date(seconds * 1000).toISOString(), run: "r1", ...body } as RunEvent;
    }),
  );
const counted = (now: number, ...events: Parameters<typeof run>) => {
  const state = run(...events);
  const before = { wall: state.tally.wallMs, agents: state.agentMs };
  countTo(state, now * 1000);
  return {
    wall: (state.tally.wallMs - before.wall) / 1000,
    agents: (state.agentMs - before.agents) / 1000,
    lastAt: state.lastAt === null ? null : state.lastAt / 1000,
  };
};

test("a live run is counted up to now: the wall clock, and each agent at work from its start", () => {
  expect(counted(30, [10, plan], [15, begins("S1")], [20, begins("S2")])).toEqual({ wall: 10, agents: 25, lastAt: 30 });
  expect(counted(30, [10, plan], [15, begins("S1")], [20, ends(true)])).toEqual({ wall: 10, agents: 0, lastAt: 30 });
  expect(counted(30, [10, plan])).toEqual({ wall: 20, agents: 0, lastAt: 30 });
});

test("while a person is asked no time of the run passes", () => {
  const asked: RunEventBody = { type: "question.asked", id: "q1", kind: "clarity", question: "Which?" };
  const answered: RunEventBody = { type: "question.answered", id: "q1", by: "page" };
  expect(counted(300, [10, plan], [15, asked])).toEqual({ wall: 0, agents: 0, lastAt: 15 });
  expect(counted(300, [10, plan], [15, asked], [20, answered]).wall).toBe(280);
});

test("a clock that was set back takes nothing away", () => {
  expect(counted(5, [10, plan], [15, begins("S1")])).toEqual({ wall: 0, agents: 0, lastAt: 15 });
});

test("a run of which nothing is known, or no time, takes none", () => {
  const state = foldRun([]);
  countTo(state, 5000);
  expect([state.tally.wallMs, state.agentMs, state.lastAt]).toEqual([0, 0, 5000]);
  const unstamped = foldRun([plan, begins("S1")]);
  countTo(unstamped, 5000);
  expect([unstamped.tally.wallMs, unstamped.agentMs]).toEqual([0, 0]);
});

test("a story that ended at no time that is known is run again without time between", () => {
  const events: RunEventBody[] = [plan, begins("S1"), isOver("S1", "failed")];
  const again = { type: "run.resumed", pid: 1, again: ["S1"] } as RunEventBody;
  const stamped = (body: RunEventBody, seconds: number): RunEventBody =>
    ({ v: 1, seq: 0, run: "r1", at: new Date(seconds * 1000).toISOString(), ...body }) as unknown as RunEventBody;
  const startOf = (...all: RunEventBody[]) => foldRun(all).stories.get("S1")?.startedAt;
  expect(startOf(stamped(begins("S1"), 10), ...events.slice(2), stamped(again, 90))).toBe(10_000);
  expect(startOf(stamped(begins("S1"), 10), stamped(isOver("S1", "failed"), 20), stamped(again, 90))).toBe(80_000);
  expect(startOf(stamped(begins("S1"), 10), stamped(isOver("S1", "failed"), 20), again)).toBe(10_000);
});

test("an answer is added to the goal as its own paragraph; a goal of nothing but answers begins with one", () => {
  expect(clarifiedGoal("Fix it", "What?", "The sum")).toBe("Fix it\n\nWhat?\nThe sum");
  expect(clarifiedGoal("", "What?", "The sum\n")).toBe("What?\nThe sum");
});

test("agents of a plan that nobody accepted took no time of conducting", () => {
  expect(run([1, plan], [9, ends(true)]).tally.conductMs).toBe(0);
  expect(run([1, plan], [2, isOver("S1", "skipped")]).tally.conductMs).toBe(0);
});
