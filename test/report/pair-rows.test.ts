import { expect, test } from "bun:test";
import type { PairVerdict } from "../../src/core/plan.ts";
import { pairRows } from "../../src/report/pair-rows.ts";

const apart = "no path in common";
const pair = (a: string, b: string, more: Partial<PairVerdict> = {}): PairVerdict => ({
  a,
  b,
  verdict: "independent",
  why: apart,
  ...more,
});
const told = (pairs: readonly PairVerdict[]) => pairRows(pairs).map(({ who, text }) => `${who} ${text}`);

test("pairs of one story that have the same said of them are one row", () => {
  const others = ["S2", "S3", "S4", "S6", "S7", "S9", "S11", "S10"];
  expect(told(others.map((other) => pair("S1", other)))).toEqual([
    `S1 with S2 to S4, S6, S7, S9 to S11 independent: ${apart}`,
  ]);
});

test("what a person may doubt comes first, and stands alone where it is like no other", () => {
  const rows = [
    pair("S1", "S2"),
    pair("S1", "S3"),
    pair("S1", "S4", { why: "not enough to order them", doubt: true }),
    pair("S2", "S3", { verdict: "ordered", rule: "overlap", why: "Both write `a.ts`" }),
    pair("S2", "S4"),
  ];
  expect(told(rows)).toEqual([
    "S2 S3 ordered (overlap): Both write `a.ts`",
    "S1 S4 independent, with doubt: not enough to order them",
    `S1 with S2, S3 independent: ${apart}`,
    `S2 S4 independent: ${apart}`,
  ]);
});

test("a pair whose evidence was weighed keeps what was weighed", () => {
  const weighed = { margin: -1, base: -1, parts: [] };
  const rows = pairRows([pair("S1", "S2", { weighed }), pair("S1", "S3", { weighed: { ...weighed, margin: -2 } })]);
  expect(rows.map((row) => [row.who, row.weighed?.margin])).toEqual([
    ["S1 S2", -1],
    ["S1 S3", -2],
  ]);
});

test("200 stories that have nothing in common: every pair is told, in 199 rows", () => {
  const ids = Array.from({ length: 200 }, (_, at) => `S${at + 1}`);
  const rows = pairRows(ids.flatMap((a, at) => ids.slice(at + 1).map((b) => pair(a, b))));
  expect(rows).toHaveLength(199);
  expect(rows.reduce((sum, row) => sum + row.pairs, 0)).toBe(19_900);
  expect(rows[0]?.who).toBe("S1 with S2 to S200");
});
