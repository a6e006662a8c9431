import { expect, test } from "bun:test";
import fc from "fast-check";
import { orderOf } from "../../../src/plan/order.ts";
import { cutCycles, dropUnknownDependencies } from "../../../src/plan/rules/dependencies.ts";
import { story, waits } from "../story.ts";

const nothingSpeaksForAny = () => 0;
const after = (number: number, ...dependsOn: string[]) => story(number, { dependsOn });

test("dropUnknownDependencies() removes what is not in the plan and keeps the reason", () => {
  const { stories, changes } = dropUnknownDependencies([after(1, "S9", "S2", "S2"), after(2)]);
  expect(waits(stories)).toEqual(["S1 < S2", "S2"]);
  expect(changes).toEqual([
    {
      rule: "unknown-dependency",
      stories: ["S1"],
      why: 'S1 waits for "S9", which is not in the plan: the dependency is removed',
    },
  ]);
});

test.each([
  ["leaves an order as it is", [after(1), after(2, "S1"), after(3, "S1", "S2")], ["S1", "S2 < S1", "S3 < S1 S2"], []],
  [
    "cuts a story loose from itself",
    [after(1, "S1"), after(2)],
    ["S1", "S2"],
    ["S1 -> S1 is a cycle: S1 no longer waits for S1"],
  ],
  [
    "cuts the wait for a later story",
    [after(1, "S2"), after(2, "S1")],
    ["S1", "S2 < S1"],
    ["S1 -> S2 -> S1 is a cycle: S1 no longer waits for S2"],
  ],
  [
    "cuts one edge of a long cycle, and no edge beside it",
    [after(1, "S4"), after(2, "S1"), after(3, "S2"), after(4, "S3"), after(5, "S4")],
    ["S1", "S2 < S1", "S3 < S2", "S4 < S3", "S5 < S4"],
    ["S1 -> S2 -> S3 -> S4 -> S1 is a cycle: S1 no longer waits for S4"],
  ],
])("cutCycles() %s", (_, plan, expected, whys) => {
  const { stories, changes } = cutCycles(plan, nothingSpeaksForAny);
  expect(waits(stories)).toEqual(expected);
  expect(changes.map(({ why }) => why)).toEqual(whys);
  expect(changes.every(({ rule }) => rule === "cycle")).toBe(true);
});

test("cutCycles() keeps the dependency that the evidence asks for, even against the listed order", () => {
  const needsSecond = (first: { id: string }, second: { id: string }) =>
    Number(first.id === "S2" && second.id === "S1");
  expect(waits(cutCycles([after(1, "S2"), after(2, "S1")], needsSecond).stories)).toEqual(["S1 < S2", "S2"]);
});

test("cutCycles() cuts the cheapest edge of each cycle, and no more edges than close one", () => {
  const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 24 });
  const costs = fc.array(fc.nat(3), { minLength: 64, maxLength: 64 });
  fc.assert(
    fc.property(edges, costs, (pairs, costOf) => {
      const plan = Array.from({ length: 8 }, (_, place) =>
        after(place + 1, ...new Set(pairs.filter(([to]) => to === place).map(([, from]) => `S${from + 1}`))),
      );
      const cost = (first: string, second: string) =>
        costOf[(Number(first.slice(1)) - 1) * 8 + Number(second.slice(1)) - 1] ?? 0;
      const { stories } = cutCycles(plan, (first, second) => cost(first.id, second.id));
      const order = orderOf(stories);
      for (const [second, { id, dependsOn }] of plan.entries()) {
        for (const from of dependsOn) {
          const first = Number(from.slice(1)) - 1;
          if (stories[second]?.dependsOn.includes(from)) {
            expect(order.isBefore(first, second)).toBe(true);
          } else if (from !== id) {
            // It closed a cycle with edges that were kept, and those are worth at least as much.
            expect(order.isBefore(second, first)).toBe(true);
            const kept = stories.flatMap((story) => story.dependsOn.map((one) => cost(one, story.id)));
            expect(Math.max(...kept)).toBeGreaterThanOrEqual(cost(from, id));
          }
        }
      }
    }),
  );
});
