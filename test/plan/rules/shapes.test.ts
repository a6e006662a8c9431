import { expect, test } from "bun:test";
import type { Story } from "../../../src/core/story.ts";
import { type CostModel, costModel, type RecordedRun } from "../../../src/plan/cost-model.ts";
import { doesNotPay } from "../../../src/plan/rules/does-not-pay.ts";
import { chain, collapseToOne } from "../../../src/plan/rules/mode-shapes.ts";
import { story, waits } from "../story.ts";

test("collapseToOne() tells the goal, then every brief in order", () => {
  const plan = [story(1, { dependsOn: ["S2"], weight: "heavy" }), story(2, { verify: ["make"] })];
  const { stories, changes } = collapseToOne("Make it so", plan, "A focused run is one story");
  expect(stories).toEqual([
    {
      id: "S2",
      title: "cedar; birch",
      brief: "Make it so\n\nSteps, in this order:\n\n1. cedar\ncedar!\n\n2. birch\nbirch!",
      writes: ["src/cedar.ts", "src/birch.ts"],
      reads: [],
      dependsOn: [],
      acceptance: [],
      verify: ["make"],
      weight: "heavy",
    },
  ]);
  expect(changes).toEqual([{ rule: "focused-is-one", stories: ["S1", "S2"], why: "A focused run is one story" }]);
});

test("collapseToOne() leaves one story alone", () => {
  expect(collapseToOne("Make it so", [story(1)], "why")).toEqual({ stories: [story(1)], changes: [] });
});

test.each([
  ["links stories as they are listed", [story(1), story(2), story(3)], ["S1", "S2 < S1", "S3 < S2"], 1],
  [
    "keeps what they waited for",
    [story(1), story(2), story(3, { dependsOn: ["S1"] })],
    ["S1", "S2 < S1", "S3 < S1 S2"],
    1,
  ],
  ["sorts them first", [story(1, { dependsOn: ["S2"] }), story(2)], ["S2", "S1 < S2"], 1],
  ["leaves a chain alone", [story(1), story(2, { dependsOn: ["S1"] })], ["S1", "S2 < S1"], 0],
])("chain() %s", (_, plan, expected, changes) => {
  const chained = chain(plan);
  expect(waits(chained.stories)).toEqual(expected);
  expect(chained.changes).toHaveLength(changes);
});

const input = { parallelism: 4, costs: null, ignoreCase: false };
const inTurn = "; the stories run one after another";
const chainOf = (...stories: Story[]) => chain(stories).stories;

test.each([
  ["independent stories", [story(1), story(2)], null],
  ["a heavy and a light one", [story(1, { weight: "heavy" }), story(2, { weight: "light" })], null],
  ["a chain", chainOf(story(1), story(2)), `No two of these stories may run at the same time (width 1)${inTurn}`],
  [
    "a long chain with one story beside it",
    [...chainOf(story(1), story(2), story(3), story(4), story(5, { weight: "heavy" })), story(6, { weight: "light" })],
    `The longest chain of stories is 6 of 6.5 units of work: running in parallel saves at most 8%${inTurn}`,
  ],
  [
    "one surface",
    chainOf(story(1, { writes: ["src/a/"] }), story(2, { writes: ["src/a/b.ts"] })),
    "No two of these stories may run at the same time (width 1); all stories write one surface, so it is one story",
  ],
  [
    "surfaces that only touch",
    chainOf(story(1, { writes: ["src/a.ts", "README.md"] }), story(2, { writes: ["src/b.ts", "README.md"] })),
    `No two of these stories may run at the same time (width 1)${inTurn}`,
  ],
  [
    "undeclared surfaces",
    chainOf(story(1, { writes: [] }), story(2, { writes: [] })),
    `No two of these stories may run at the same time (width 1)${inTurn}`,
  ],
])("doesNotPay() judges the shape of %s", (_, stories, why) => {
  expect(doesNotPay(stories, input)?.why ?? null).toBe(why);
});

/** Three runs of each mode in which a story takes `storyMs` and everything around it `overheadMs`. */
function measured(parallel: [number, number], sequential: [number, number], repo = "r"): CostModel | null {
  const runs = [parallel, sequential].flatMap(([storyMs, overheadMs], index): RecordedRun[] => {
    const usage = { input: 40_000, cachedInput: 0, output: 2000, reasoning: 0 };
    const run = { repo, stories: 2, agentMs: 2 * storyMs, usage };
    return index === 0
      ? Array(3).fill({ ...run, mode: "parallel", savedMs: storyMs, wallMs: storyMs + overheadMs })
      : Array(3).fill({ ...run, mode: "sequential", savedMs: 0, wallMs: 2 * storyMs + overheadMs });
  });
  return costModel(runs, "r");
}

test("doesNotPay() refuses a fan-out that was measured to save less than it costs, with the figures", () => {
  const costs = measured([60_000, 240_000], [60_000, 120_000]);
  expect(doesNotPay([story(1), story(2)], { ...input, costs })).toEqual({
    mode: "sequential",
    why: `Running in parallel takes about 5m and 42k tokens (median of 3 runs of this repository), one after another 4m and 42k (median of 3 runs of this repository)${inTurn}`,
  });
});

test("doesNotPay() takes no other repository's figures for its own", () => {
  const costs = measured([60_000, 240_000], [60_000, 120_000], "elsewhere");
  expect(doesNotPay([story(1), story(2)], { ...input, costs })).toBeNull();
});

test.each([
  ["pays by the figures", measured([60_000, 30_000], [60_000, 30_000]), 4],
  ["is limited to one agent by the person", measured([60_000, 240_000], [60_000, 120_000]), 1],
])("doesNotPay() lets a fan-out be that %s", (_, costs, parallelism) => {
  expect(doesNotPay([story(1), story(2)], { ...input, costs, parallelism })).toBeNull();
});
