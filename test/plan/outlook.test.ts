import { expect, test } from "bun:test";
import { costModel, type RecordedRun } from "../../src/plan/cost-model.ts";
import { expectedMs, expectedTokens, modeOutlook, planOutlook } from "../../src/plan/outlook.ts";
import { story } from "./story.ts";

const usage = (input: number) => ({ input, cachedInput: input / 2, output: 1000, reasoning: 500 });
const run = (more: Partial<RecordedRun> = {}): RecordedRun => ({
  repo: "here",
  mode: "focused",
  stories: 1,
  wallMs: 70_000,
  agentMs: 60_000,
  savedMs: null,
  usage: usage(49_000),
  ...more,
});

test("costModel() knows nothing from no runs, and nothing from too few", () => {
  expect(costModel([], "here")).toBeNull();
  expect(costModel([run(), run()], "here")).toBeNull();
});

test("costModel() learns nothing from runs in which no agent worked", () => {
  const dry = run({ agentMs: 0, wallMs: 400, usage: usage(0) });
  expect(costModel([dry, dry, dry, dry, dry, dry], "here")).toBeNull();
  expect(costModel([run(), run(), run(), dry, dry, dry, dry], "here")?.focused).toMatchObject({
    runs: 3,
    storyMs: 60_000,
  });
});

test("costModel() learns from runs of one story in which an agent worked for a moment, and from none without a story", () => {
  const short = run({ agentMs: 1 });
  expect(costModel([short, short, short], "here")?.focused?.storyMs).toBe(1);
  const nothing = run({ stories: 0 });
  expect(costModel([nothing, nothing, nothing], "here")).toBeNull();
});

test("costModel() takes medians, so that one bad night does not count", () => {
  const runs = [run(), run({ wallMs: 9_000_000, usage: usage(9_000_000) }), run({ wallMs: 80_000 })];
  expect(costModel(runs, "here")).toEqual({
    focused: {
      runs: 3,
      scope: "repository",
      wallMs: 80_000,
      tokens: 50_000,
      storyMs: 60_000,
      storyTokens: 50_000,
      overheadMs: 20_000,
    },
  });
});

test("costModel() takes the agents' overlap out of what surrounds a run", () => {
  const parallel = run({ mode: "parallel", stories: 4, agentMs: 240_000, savedMs: 180_000, wallMs: 75_000 });
  expect(costModel([parallel, parallel, parallel], "here")?.parallel).toMatchObject({
    storyMs: 60_000,
    overheadMs: 15_000,
  });
});

test("costModel() prefers the repository's own runs, and says when they are the machine's", () => {
  const elsewhere = run({ repo: "there", wallMs: 500_000 });
  const few = costModel([run(), run(), elsewhere], "here");
  expect(few?.focused).toMatchObject({ runs: 3, scope: "machine", wallMs: 70_000 });
  const enough = costModel([run(), run(), run(), elsewhere, elsewhere, elsewhere, elsewhere], "here");
  expect(enough?.focused).toMatchObject({ runs: 3, scope: "repository", wallMs: 70_000 });
});

test("costModel() forgets old runs", () => {
  const runs = [...Array(60).fill(run({ wallMs: 1 })), ...Array(50).fill(run())];
  expect(costModel(runs, "here")?.focused).toMatchObject({ runs: 50, wallMs: 70_000 });
});

test("modeOutlook() says of every mode what it is for, and what is not measured against one agent's run", () => {
  const basis = "typical, relative to one agent (too few runs so far)";
  expect(modeOutlook(null, 4)).toEqual({
    focused: { what: "one agent does it all", cost: "1x time, 1x tokens", basis },
    sequential: { what: "up to 5 agents, in turn", cost: "1.1x time, 1.2x tokens", basis },
    parallel: { what: "up to 4 agents at once", cost: "0.5x time, 1.6x tokens", basis },
  });
  const known = modeOutlook(costModel([run(), run(), run()], "here"), 4);
  expect(known.focused).toEqual({
    what: "one agent does it all",
    cost: "about 70s, 50k tokens",
    basis: "median of 3 runs of this repository",
  });
});

test("modeOutlook() tells all modes in the same units: one that was not measured is estimated from one that was", () => {
  const three = (more: Partial<RecordedRun>) => [run(more), run(more), run(more)];
  const few = "(too few runs so far)";
  const byOne = modeOutlook(costModel(three({}), "here"), 4);
  expect(byOne.sequential).toMatchObject({ cost: "about 77s, 60k tokens", basis: `estimated from focused ${few}` });
  expect(byOne.parallel).toMatchObject({ cost: "about 35s, 80k tokens", basis: `estimated from focused ${few}` });
  const parallel = three({ mode: "parallel", wallMs: 35_000, usage: usage(79_000) });
  const byMany = modeOutlook(costModel(parallel, "here"), 4);
  expect(byMany.focused).toMatchObject({ cost: "about 70s, 50k tokens", basis: `estimated from parallel ${few}` });
  expect(byMany.parallel).toMatchObject({ basis: "median of 3 runs of this repository" });
  const both = modeOutlook(costModel([...parallel, ...three({ mode: "sequential" })], "here"), 4);
  expect(both.focused.basis).toBe(`estimated from sequential ${few}`);
});

test("expectedTokens() and expectedMs() count each story by its weight", () => {
  const costs = {
    runs: 3,
    scope: "machine",
    wallMs: 0,
    tokens: 0,
    storyMs: 10,
    storyTokens: 100,
    overheadMs: 5,
  } as const;
  const stories = [story(1), story(2, { weight: "heavy" }), story(3, { weight: "light" })];
  expect(expectedTokens([], costs)).toBe(0);
  expect(expectedTokens(stories, costs)).toBe(350);
  expect([expectedMs([], 2, costs), expectedMs(stories, 1, costs), expectedMs(stories, 3, costs)]).toEqual([5, 40, 25]);
});

test("planOutlook() counts with the plan's own shape", () => {
  const sequential = run({ mode: "sequential", stories: 2, agentMs: 120_000, savedMs: 0, wallMs: 150_000 });
  const costs = costModel([sequential, sequential, sequential], "elsewhere");
  const stories = [story(1, { weight: "heavy" }), story(2, { weight: "light", dependsOn: ["S1"] })];
  expect(planOutlook(stories, "sequential", 1, costs)).toBe(
    "Expected: about 3m and 63k tokens (median of 3 runs on this machine)",
  );
});

test("planOutlook() tells what side by side saves where nothing was measured, and no more than it knows", () => {
  const few = "(too few runs so far)";
  const apart = [story(1), story(2), story(3), story(4)];
  expect(planOutlook(apart, "parallel", 4, null)).toBe(
    `Expected: about 25% of the time they would take one after another ${few}`,
  );
  expect(planOutlook(apart, "parallel", 2, null)).toBe(
    `Expected: about 50% of the time they would take one after another ${few}`,
  );
  expect(planOutlook(apart, "parallel", 1, null)).toBe(`Expected: not known ${few}`);
  expect(planOutlook([story(1)], "focused", 1, null)).toBe(`Expected: not known ${few}`);
});
