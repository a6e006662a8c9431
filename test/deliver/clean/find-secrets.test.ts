import { expect, test } from "bun:test";
import { performance } from "node:perf_hooks";
import { findSecrets } from "../../../src/deliver/clean/find-secrets.ts";

const files = Array.from({ length: 20 }, (_, n) => ({
  path: `docs/part-${n}.md`,
  lines: [{ number: 1, text: "Nothing that is secret." }],
  removed: [],
}));

test("looking through many files records nothing about them", async () => {
  performance.clearMarks();
  await findSecrets(files, []);
  expect(performance.getEntriesByType("mark")).toEqual([]);
});

test("others get their turn between two files", async () => {
  let turns = 0;
  let over = false;
  const takeTurn = () => {
    turns++;
    if (!over) setImmediate(takeTurn);
  };
  setImmediate(takeTurn);
  await findSecrets(files, []);
  over = true;
  expect(turns).toBeGreaterThanOrEqual(files.length - 1);
});
