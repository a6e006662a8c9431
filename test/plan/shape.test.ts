import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Story } from "../../src/core/story.ts";
import { standardCost } from "../../src/plan/cost-model.ts";
import { inOrder, orderOf } from "../../src/plan/order.ts";
import { criticalPath, makespan, widthOf } from "../../src/plan/shape.ts";
import { story } from "./story.ts";

/** Plans of up to nine stories in which everybody waits for earlier ones only. */
const acyclic = fc
  .array(fc.array(fc.nat(8), { maxLength: 3 }), { minLength: 1, maxLength: 9 })
  .map((lists) =>
    lists.map((list, place) =>
      story(place + 1, { dependsOn: list.filter((to) => to < place).map((to) => `S${to + 1}`) }),
    ),
  );

function subsets(stories: readonly Story[]): number[][] {
  return Array.from({ length: 2 ** stories.length }, (_, bits) =>
    [...stories.keys()].filter((place) => (bits >> place) & 1),
  );
}

test("widthOf() is the size of the largest set in which nobody waits for another", () => {
  fc.assert(
    fc.property(acyclic, (stories) => {
      const order = orderOf(stories);
      const free = subsets(stories).filter((set) => set.every((a) => set.every((b) => !order.isBefore(a, b))));
      expect(widthOf(stories)).toBe(Math.max(...free.map((set) => set.length)));
    }),
    { numRuns: 60 },
  );
});

test("criticalPath() is the dearest set in which everybody waits for another", () => {
  fc.assert(
    fc.property(acyclic, (stories) => {
      const order = orderOf(stories);
      const lines = subsets(stories).filter((set) =>
        set.every((a) => set.every((b) => a === b || order.areOrdered(a, b))),
      );
      const cost = (place: number) => 1 + (place % 3);
      const dearest = Math.max(...lines.map((set) => set.reduce((sum, place) => sum + cost(place), 0)));
      expect(criticalPath(stories, ({ id }) => cost(Number(id.slice(1)) - 1))).toBe(dearest);
    }),
    { numRuns: 60 },
  );
});

test("makespan() lies between what must be and what one agent needs, and is exact at both ends", () => {
  fc.assert(
    fc.property(acyclic, fc.integer({ min: 1, max: 9 }), (stories, agents) => {
      const sum = stories.reduce((total, one) => total + standardCost(one), 0);
      const path = criticalPath(stories, standardCost);
      const span = makespan(stories, agents, standardCost);
      expect(span).toBeGreaterThanOrEqual(Math.max(path, sum / agents));
      expect(span).toBeLessThanOrEqual(sum);
      expect(makespan(stories, 1, standardCost)).toBe(sum);
      expect(makespan(stories, stories.length, standardCost)).toBe(path);
    }),
  );
});

test.each([
  ["two at once", [story(1), story(2), story(3), story(4)], 2, 2],
  ["the next as soon as one is free", [story(1, { weight: "heavy" }), story(2), story(3)], 2, 2],
  ["nothing", [], 2, 0],
])("makespan() of %s", (_, stories, agents, expected) => {
  expect(makespan(stories, agents, standardCost)).toBe(expected);
});

test("inOrder() puts nobody before what they wait for, and otherwise keeps the list", () => {
  expect(inOrder([story(1, { dependsOn: ["S3"] }), story(2), story(3), story(4)]).map(({ id }) => id)).toEqual([
    "S2",
    "S3",
    "S1",
    "S4",
  ]);
});
