import { describe, expect, test } from "bun:test";
import type { RunEventBody } from "../../src/core/event.ts";
import { foldRun, newRunState, type RunState, storyOf } from "../../src/state/run-state.ts";
import { newStory } from "../../src/state/story-state.ts";
import { streamOf } from "../report/sample-run.ts";
import { begins, ends, isDone, isOver, lands, ofOne, one, plan, tokens, used } from "./support/happenings.ts";

describe("times", () => {
  const at = (second: number, body: RunEventBody) => streamOf([[second, body]])[0] ?? body;
  const zero = Date.parse("2026-03-01T09:30:00.000Z");
  const seconds = (state: RunState) => ({
    wall: state.tally.wallMs / 1000,
    conducted: state.tally.conductMs / 1000,
    started: ((storyOf(state, "S1").startedAt ?? zero) - zero) / 1000,
  });

  test("are those of the stream; conducting begins with the accepted plan, or with the first story", () => {
    const accepted: RunEventBody = { type: "plan.accepted", by: "person" };
    const events = [at(0, plan), at(10, accepted), at(15, begins("S1")), at(40, ends(true)), at(45, lands("S1"))];
    expect(seconds(foldRun(events))).toEqual({ wall: 45, conducted: 30, started: 15 });
    const unasked = [at(0, plan), at(15, begins("S1")), at(40, ends(true)), at(50, isOver("S1", "merged"))];
    expect(seconds(foldRun(unasked))).toEqual({ wall: 50, conducted: 35, started: 15 });
    const story = storyOf(foldRun(unasked), "S1");
    expect([story.signAt, story.finishedAt]).toEqual([zero + 40_000, zero + 50_000]);
    expect(story.history).toMatchObject([{ startedAt: zero + 15_000, finishedAt: zero + 40_000 }]);
  });

  test("between two processes are nobody's, and a clock that was set back takes none", () => {
    const cut = [at(0, plan), at(10, begins("S1")), at(20, { type: "agent.text", ...ofOne, text: "hm" })];
    const resumed: RunEventBody = { type: "run.resumed", pid: 1 };
    expect(seconds(foldRun([...cut, at(1020, resumed), at(1030, ends(true))]))).toEqual({
      wall: 30,
      conducted: 20,
      started: 1010,
    });
    expect(seconds(foldRun([...cut, at(5, resumed), at(8, ends(true))]))).toEqual({
      wall: 23,
      conducted: 13,
      started: 10,
    });
    expect(seconds(foldRun([...cut, at(12, ends(true))]))).toEqual({ wall: 20, conducted: 10, started: 10 });
  });

  test("in which a person was asked are no times of the run", () => {
    const waited = (ms: number): RunEventBody => ({ type: "run.waited", ms });
    const accepted: RunEventBody = { type: "plan.accepted", by: "person" };
    const picked = [at(0, plan), at(3600, waited(3_590_000)), at(3601, accepted)];
    const asked = [...picked, at(3700, waited(90_000)), at(3701, begins("S1")), at(3720, ends(true))];
    expect(seconds(foldRun([...asked, at(3721, isOver("S1", "merged"))]))).toEqual({
      wall: 41,
      conducted: 30,
      started: 3701,
    });
    expect(seconds(foldRun([at(0, plan), at(1, accepted), at(2, waited(9000))])).wall).toBe(0);
  });

  test("a story that is over does not move with the gap, one that is run again does", () => {
    const over = [at(0, plan), at(10, begins("S1")), at(20, isOver("S1", "failed")), at(50, isDone)];
    const again = (...ids: string[]): RunEventBody => ({ type: "run.resumed", pid: 1, again: ids });
    expect(seconds(foldRun([...over, at(1050, again("S2"))])).started).toBe(10);
    expect(seconds(foldRun([...over, at(1050, again("S1"))])).started).toBe(1040);
  });
});

describe("what a run cost", () => {
  const priced = (story: string, usd: number | null, more: object = {}): RunEventBody =>
    ({ ...used(story, usd), ...more }) as RunEventBody;
  const tallyOf = (...events: RunEventBody[]) => {
    const { tally } = foldRun([plan, ...events]);
    return {
      costs: Object.fromEntries(tally.costs),
      guessed: [...tally.guessed.tokens],
      priced: [...tally.guessed.usd],
    };
  };

  test("is summed by attempt; one that used tokens and names no price is not free", () => {
    const other = { attempt: 2 };
    expect(tallyOf(priced("S1", 0.5), priced("S1", 0.25), priced("S1", null), priced("S1", null, other))).toMatchObject(
      {
        costs: { "S1#1": 0.75, "S1#2": null },
      },
    );
    const nothing = { input: 0, cachedInput: 0, output: 0, reasoning: 0 };
    expect(tallyOf(priced("S1", null, nothing)).costs).toEqual({});
    expect(tallyOf(priced("S1", null), priced("S1", 0.5)).costs).toEqual({ "S1#1": 0.5 });
  });

  test("counts questions one by one, and as much as stories", () => {
    const answered = { type: "model.answered", question: "plan", ok: true, ms: 1, usd: 0.5, ...tokens } as RunEventBody;
    expect(tallyOf(answered, answered).costs).toEqual({ "question 0": 0.5, "question 1": 0.5 });
    expect(foldRun([answered, used("S1", null)]).tally.usage).toEqual({
      input: 80,
      cachedInput: 20,
      output: 14,
      reasoning: 4,
    });
  });

  test("is a guess until what was told has caught up", () => {
    const guess = { estimated: true, usdEstimated: true };
    expect(tallyOf(priced("S1", 0.5, guess))).toMatchObject({ guessed: ["S1#1"], priced: ["S1#1"] });
    expect(tallyOf(priced("S1", 0.5, guess), priced("S1", 0.5))).toMatchObject({ guessed: ["S1#1"], priced: ["S1#1"] });
    const known = { estimated: false, usdEstimated: false };
    expect(tallyOf(priced("S1", 0.5, guess), priced("S1", 0.5, known))).toMatchObject({ guessed: [], priced: [] });
  });
});

test("a run of which nothing is known has nothing", () => {
  expect(Object.values(newRunState()).filter((value) => value === true)).toEqual([]);
  expect(newStory(one)).toMatchObject({ tell: false, gaveWay: false, stopped: false, held: false, working: false });
});
