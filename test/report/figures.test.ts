import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { RunEventBody } from "../../src/core/event.ts";
import { figureRows, placeRows } from "../../src/report/figure-rows.ts";
import { figuresOf, shownFigures } from "../../src/report/figures.ts";
import { foldRun } from "../../src/state/run-state.ts";
import { sampleRun, streamOf } from "./sample-run.ts";

type Timed = [second: number, body: RunEventBody];

const accepted = (second: number): Timed => [second, { type: "plan.accepted", by: "flag" }];
const agent = (second: number, story: string, ms: number, attempt = 1): Timed => [
  second,
  { type: "agent.finished", story, attempt, ok: true, why: "done", exitCode: 0, signal: null, ms },
];
const used = (second: number, story: string, usd: number | null, input = 10, attempt = 1): Timed => [
  second,
  { type: "agent.usage", story, attempt, input, cachedInput: 0, output: 1, reasoning: 0, usd, requests: 1 },
];
const merged = (second: number, story: string, files: number): Timed => [
  second,
  { type: "story.merged", story, commit: "c", files, insertions: files * 10, deletions: files },
];
const finished = (second: number, story: string): Timed => [
  second,
  {
    type: "story.finished",
    story,
    outcome: "merged",
    reason: "",
    ms: 0,
    usage: { input: 0, cachedInput: 0, output: 0, reasoning: 0 },
  },
];
const notice = (second: number): Timed => [second, { type: "run.notice", message: "x" }];

test("figuresOf() gives what the sample run says of itself", () => {
  const { outcome, exitCode, type, v, seq, at, run, ...said } = sampleRun.at(-1) as never as Record<string, unknown>;
  expect([outcome, exitCode, type, v, seq, at, run]).not.toContain(undefined);
  expect(figuresOf(sampleRun)).toEqual(said as never);
});

/** The start of a story. */
const begun = (second: number, story: string): Timed => [
  second,
  { type: "story.started", story, attempt: 1, agent: "pi", model: null, worktree: "/w", base: "b" },
];

describe("speedup", () => {
  test("is the work that landed over the wall clock of conducting: planning and delivery don't count, merging does", () => {
    const figures = figuresOf(
      streamOf([
        notice(0),
        accepted(30),
        begun(30, "S1"),
        begun(30, "S2"),
        agent(40, "S1", 10_000),
        agent(40, "S2", 10_000),
        merged(41, "S1", 1),
        finished(41, "S1"),
        merged(46, "S2", 1),
        finished(46, "S2"),
        notice(100),
      ]),
    );
    expect(figures).toMatchObject({ wallMs: 100_000, agentMs: 20_000, speedup: 20 / 16, savedMs: 4000 });
  });
  const two = [accepted(0), begun(0, "S1"), begun(0, "S2"), agent(5, "S1", 5000), agent(12, "S2", 5000)];
  const both = [...two, merged(20, "S1", 1), merged(20, "S2", 1), finished(20, "S2")];
  test("may be below one", () => {
    expect(figuresOf(streamOf(both))).toMatchObject({ speedup: 0.5, savedMs: -10_000 });
  });
  test("stands beside all work and the work that landed to one grain, so that two rows never differ about one sum", () => {
    const short = [accepted(0), begun(0, "S1"), begun(0, "S2"), agent(3, "S1", 3_260), agent(4, "S2", 4_380)];
    const events = streamOf([
      ...short,
      merged(12, "S1", 1),
      merged(12, "S2", 1),
      finished(12, "S1"),
      finished(12, "S2"),
    ]);
    expect(figuresOf(events)).toMatchObject({ agentMs: 7640, savedMs: -4000, speedup: 8 / 12 });
    expect(shownFigures(events)).toEqual({ ...figuresOf(events), agentMs: 8000 });
    const rows = figureRows(foldRun(events));
    expect(rows).toContainEqual(["agents", "8.0s of work"]);
    expect(rows).toContainEqual(["saved", "nothing: 8.0s of work that landed took 12s"]);
  });
  test("counts no work in vain, but the time that it took", () => {
    const vain = [begun(0, "S3"), agent(25, "S3", 25_000), ...both];
    expect(figuresOf(streamOf([accepted(0), ...vain]))).toMatchObject({ agentMs: 35_000, speedup: 10 / 45 });
  });
  test.each<[string, Timed[], "interrupted" | null]>([
    ["one story landed, and three changed nothing", [...two, merged(20, "S1", 1), finished(20, "S1")], null],
    ["a single agent tried often", [accepted(0), begun(0, "S1"), agent(5, "S1", 5000), agent(9, "S1", 4000, 2)], null],
    ["nothing was conducted", [notice(0), notice(5)], null],
    ["the run was interrupted", both, "interrupted"],
  ])("is null when %s", (_what, events, outcome) => {
    expect(figuresOf(streamOf(events), outcome)).toMatchObject({ speedup: null, savedMs: null });
  });
});

test("time in which no process worked on the run is no part of it", () => {
  const figures = figuresOf(
    streamOf([
      accepted(0),
      begun(0, "S1"),
      agent(10, "S1", 10_000),
      merged(10, "S1", 1),
      [3600, { type: "run.resumed", pid: 1 }],
      begun(3600, "S2"),
      agent(3610, "S2", 9000),
      merged(3610, "S2", 1),
      finished(3610, "S2"),
    ]),
  );
  expect(figures).toMatchObject({ wallMs: 20_000, agentMs: 19_000, speedup: 0.95 });
});

test("a clock set back takes nothing away", () => {
  expect(figuresOf(streamOf([notice(10), notice(4), notice(6)])).wallMs).toBe(2000);
});

describe("changes", () => {
  test("count each story once, also when it landed twice", () => {
    expect(figuresOf(streamOf([merged(1, "S1", 2), merged(2, "S1", 3), merged(3, "S2", 1)]))).toMatchObject({
      files: 4,
      insertions: 40,
      deletions: 4,
    });
  });
  test("don't count a story that was taken off the branch", () => {
    const dropped: Timed = [3, { type: "story.dropped", story: "S1", commit: "c", why: "red" }];
    expect(figuresOf(streamOf([merged(1, "S1", 2), merged(2, "S2", 1), dropped])).files).toBe(1);
  });
});

describe("cost", () => {
  test.each<[string, Timed[], number | null]>([
    ["is unknown with no usage", [], null],
    ["is the sum of what attempts said", [used(1, "S1", 0.25), used(2, "S1", 0.25), used(3, "S2", 1)], 1.5],
    ["may be said once for an attempt that counts tokens apart", [used(1, "S1", null), used(2, "S1", 0.5, 0)], 0.5],
    ["is unknown when one attempt doesn't tell", [used(1, "S1", 0.25), used(2, "S2", null)], null],
    ["is not made unknown by an attempt that used nothing", [used(1, "S1", 0.25), used(2, "S2", null, -1)], 0.25],
  ])("%s", (_name, bodies, expected) => {
    expect(figuresOf(streamOf(bodies)).usd).toBe(expected);
  });
});

test("figuresOf() sums usage whatever the order, and knows no figure that is less than nothing but savedMs", () => {
  const story = fc.constantFrom("S1", "S2", "S3");
  const event = fc.oneof(
    fc.tuple(story, fc.nat(60_000)).map(([id, ms]) => agent(0, id, ms)),
    fc.tuple(story, fc.nat(9999)).map(([id, input]) => used(0, id, null, input)),
    fc.tuple(story, fc.nat(9)).map(([id, files]) => merged(0, id, files)),
    story.map((id) => finished(0, id)),
    fc.constant(accepted(0)),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(20), event)), (steps) => {
      let second = 0;
      const bodies = steps.map(([pause, [, body]]): Timed => {
        second += pause;
        return [second, body];
      });
      const figures = figuresOf(streamOf(bodies));
      const input = bodies.reduce((sum, [, body]) => sum + (body.type === "agent.usage" ? body.input : 0), 0);
      const work = bodies.reduce((sum, [, body]) => sum + (body.type === "agent.finished" ? body.ms : 0), 0);
      expect(figures.usage.input).toBe(input);
      expect(figures.agentMs).toBe(work);
      expect(figures.speedup === null).toBe(figures.savedMs === null);
      const { savedMs, speedup, usd, usage, ...rest } = figures;
      for (const value of Object.values(rest)) expect(value).toBeGreaterThanOrEqual(0);
      expect(savedMs ?? 0).toBeLessThanOrEqual(figures.agentMs);
      expect([speedup ?? 0, usd ?? 0, usage.output].every((value) => value >= 0)).toBe(true);
    }),
  );
});

test("a check that could not run has one row, which says what to do", () => {
  const rows = (...bodies: RunEventBody[]) =>
    figureRows(foldRun(streamOf(bodies.map((body, second) => [second, body])))).filter(([label]) => label === "check");
  const why = "sh: 1: late: not found";
  const check = { command: "late", ok: false, ms: 1, tail: "", verdict: "not_run", why, next: "install late" } as const;
  const skipped = { type: "check.skipped", command: "late", cause: "missing", why, next: "install late" } as const;
  const verified = { type: "run.verified", ...check } as const;
  const advice = `The check \`late\` is skipped: ${why}; install late`;
  expect(rows(skipped, verified)).toEqual([["check", advice]]);
  expect(rows(skipped)).toEqual([["check", advice]]);
  expect(rows(verified)).toEqual([["check", `could not run here, ${why}: late (1ms)`]]);
  const other = { type: "run.verified", ...check, command: "other", verdict: "failed", why: null } as const;
  expect(rows(skipped, other).map(([, text]) => text)).toEqual(["failed: other (1ms)", advice]);
});

test("what failed before the work began is named too, in fewer lines", () => {
  const failing = ["a", "b", "c", "d", "e"];
  const check = { command: "test", ok: false, ms: 1, tail: "", failing, counts: null } as const;
  const lines = (verdict: "failed" | "as_on_base") => {
    const rows = figureRows(foldRun(streamOf([[0, { type: "run.verified", ...check, verdict }]])));
    const at = rows.findIndex(([label]) => label === "check");
    return rows.slice(at + 1).map(([, text]) => text);
  };
  expect(lines("failed")).toEqual(failing);
  expect(lines("as_on_base")).toEqual(["a", "b", "c", "and 2 more"]);
});

test("where stories ran is said by machine, and not where all of them ran here", () => {
  const on = (second: number, story: string, worker?: string): Timed => {
    const [, event] = begun(second, story);
    return [second, { ...event, ...(worker === undefined ? {} : { worker }) } as RunEventBody];
  };
  expect(placeRows(foldRun(streamOf([accepted(0), on(1, "S1"), on(2, "S2")])))).toEqual([]);
  const rows = placeRows(foldRun(streamOf([accepted(0), on(1, "S1", "box"), on(2, "S2"), on(3, "S3", "box")])));
  expect(rows).toEqual([
    ["machines", "box: S1 and S3"],
    ["", "here: S2"],
  ]);
  expect(
    figureRows(foldRun(streamOf([accepted(0), on(1, "S1", "box")])))
      .flat()
      .join(" "),
  ).not.toContain("box");
});
