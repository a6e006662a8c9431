import { expect, test } from "bun:test";
import type { RuleName } from "../../../src/core/plan.ts";
import { type JudgePair, judgePairs, orderPairs } from "../../../src/plan/rules/order-pairs.ts";
import { story, waits } from "../story.ts";

type Verdict = { rule: RuleName; first?: "a" | "b" };

/** Judges by a list of pairs that need an order; all others are independent. */
function judgeBy(ordered: Record<string, Verdict>): JudgePair {
  return (a, b) => {
    const found = ordered[`${a.id} ${b.id}`];
    return found === undefined
      ? { verdict: "independent", rule: "overlap", first: null, why: "nothing in common", doubt: false }
      : { verdict: "ordered", first: null, why: "because", doubt: false, ...found };
  };
}

const plan = [story(1), story(2), story(3)];

test("judgePairs() judges every pair that no dependency orders, by id", () => {
  const stories = [story(10, { dependsOn: ["S2"] }), story(2), story(1), story(3, { dependsOn: ["S10"] })];
  const pairs = judgePairs(stories, judgeBy({ "S1 S10": { rule: "coupled" } }));
  expect(pairs.verdicts).toEqual([
    { a: "S1", b: "S10", verdict: "ordered", why: "because", rule: "coupled", doubt: false },
    { a: "S1", b: "S2", verdict: "independent", why: "nothing in common", doubt: false },
    { a: "S1", b: "S3", verdict: "independent", why: "nothing in common", doubt: false },
  ]);
  // By its number: ten comes behind two.
  const tens = judgePairs([story(10), story(2), story(20)], judgeBy({}));
  expect(tens.verdicts.map(({ a, b }) => `${a} ${b}`)).toEqual(["S2 S10", "S10 S20", "S2 S20"]);
  expect(pairs.ordered.map(({ a, b }) => [a.id, b.id])).toEqual([["S1", "S10"]]);
});

test("judgePairs() tells of thousands of independent pairs some, and of each that is not how it was judged", () => {
  const stories = Array.from({ length: 80 }, (_, at) => story(at + 1));
  const judged = judgePairs(stories, (a, b) => {
    const judgement = judgeBy({ "S79 S80": { rule: "coupled" } })(a, b);
    return b.id === "S80" && a.id === "S78" ? { ...judgement, doubt: true } : judgement;
  });
  expect(judged.verdicts.length + judged.leftOut).toBe((80 * 79) / 2);
  expect(judged.verdicts).toHaveLength(2002);
  expect(judged.verdicts.slice(-2).map(({ a, b, verdict }) => `${a} ${b} ${verdict}`)).toEqual([
    "S78 S80 independent",
    "S79 S80 ordered",
  ]);
  expect(judged.ordered).toHaveLength(1);
  expect(judgePairs(stories.slice(0, 60), judgeBy({})).leftOut).toBe(0);
});

test.each([
  ["none for independent stories", {}, ["S1", "S2", "S3"], 0],
  ["the listed order, when either will do", { "S1 S2": { rule: "overlap" } }, ["S1", "S2 < S1", "S3"], 1],
  ["the order that the evidence asks for", { "S1 S2": { rule: "needs", first: "b" } }, ["S1 < S2", "S2", "S3"], 1],
  [
    "no more than is needed",
    { "S1 S2": { rule: "overlap" }, "S1 S3": { rule: "overlap" }, "S2 S3": { rule: "overlap" } },
    ["S1", "S2 < S1", "S3 < S2"],
    2,
  ],
  [
    "needs before all others, whichever pair comes first",
    { "S1 S2": { rule: "overlap" }, "S2 S3": { rule: "overlap" }, "S1 S3": { rule: "needs", first: "b" } },
    ["S1 < S3", "S2", "S3 < S2"],
    2,
  ],
  [
    "one way round when two stories need each other through a third",
    {
      "S1 S2": { rule: "needs", first: "a" },
      "S2 S3": { rule: "needs", first: "a" },
      "S1 S3": { rule: "needs", first: "b" },
    },
    ["S1 < S3", "S2 < S1", "S3"],
    2,
  ],
] as [string, Record<string, Verdict>, string[], number][])(
  "orderPairs() gives %s",
  (_, ordered, expected, changes) => {
    const result = orderPairs(plan, judgePairs(plan, judgeBy(ordered)).ordered);
    expect(result.changes).toHaveLength(changes);
    const sorted = (lines: string[]) => lines.map((line) => line.split(" ").toSorted().join(" "));
    expect(sorted(waits(result.stories))).toEqual(sorted(expected));
  },
);

test("orderPairs() links neighbours first, along the order that there is already", () => {
  const stories = [story(1, { dependsOn: ["S4"] }), story(2), story(3), story(4)];
  const all = { "S1 S2": { rule: "overlap" }, "S1 S3": { rule: "overlap" }, "S2 S3": { rule: "overlap" } } as const;
  const { changes } = orderPairs(stories, judgePairs(stories, judgeBy(all)).ordered);
  expect(changes.map(({ stories: [before, after] }) => `${before} ${after}`)).toEqual(["S2 S3", "S3 S1"]);
});

test("orderPairs() reports each order under its rule, with the evidence", () => {
  const judged = judgePairs(plan, judgeBy({ "S2 S3": { rule: "shared-file", first: "b" } }));
  expect(orderPairs(plan, judged.ordered).changes).toEqual([
    { rule: "shared-file", stories: ["S3", "S2"], why: "S2 waits for S3: because" },
  ]);
});
