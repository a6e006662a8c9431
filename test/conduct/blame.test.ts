import { expect, test } from "bun:test";
import fc from "fast-check";
import { smallestBreakingSet } from "../../src/conduct/blame.ts";

const blame = async (count: number, culprits: readonly number[], needs: (n: number) => number[] = () => []) => {
  const asked: number[][] = [];
  const all = Array.from({ length: count }, (_, position) => position);
  const set = await smallestBreakingSet(all, needs, (subset) => {
    asked.push([...subset]);
    return Promise.resolve(culprits.every((culprit) => subset.includes(culprit)));
  });
  return { set, asked };
};

test("finds exactly the stories that break together, whatever their number and place", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc
        .integer({ min: 1, max: 20 })
        .chain((count) =>
          fc.tuple(
            fc.constant(count),
            fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { minLength: 1, maxLength: 4 }),
          ),
        ),
      async ([count, culprits]) => {
        const { set, asked } = await blame(count, culprits);
        expect(set).toEqual([...culprits].sort((a, b) => a - b));
        expect(asked.length).toBeLessThanOrEqual((culprits.length + 1) * (Math.ceil(Math.log2(count + 1)) + 1));
      },
    ),
    { numRuns: 300 },
  );
});

test("one culprit among sixteen costs at most nine runs", async () => {
  for (let culprit = 0; culprit < 16; culprit++) {
    expect((await blame(16, [culprit])).asked.length).toBeLessThanOrEqual(9);
  }
});

test("a story is never tried without what it depends on", async () => {
  const { set, asked } = await blame(6, [1, 4], (n) => (n === 4 ? [3] : n === 3 ? [0] : []));
  expect(set).toEqual([1, 4]);
  for (const subset of asked.filter((one) => one.includes(4))) expect(subset).toEqual(expect.arrayContaining([0, 3]));
});

test("a base that is red by itself blames nobody", async () => {
  expect(
    await smallestBreakingSet(
      [1, 2],
      () => [],
      () => Promise.resolve(true),
    ),
  ).toEqual([]);
});
