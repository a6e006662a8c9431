import { expect, test } from "bun:test";
import { agentTimeLeft, limitReached, type RunLimits, reserveMs, type Spent } from "../../src/conduct/limits.ts";

const none: RunLimits = { maxTokens: null, maxUsd: null, timeoutMs: null };
const usage = (input: number, output = 0) => ({ input, cachedInput: 0, output, reasoning: 0 });
const spent = (more: Partial<Spent>): Spent => ({ usage: usage(0), usd: 0, ms: 0, ...more });

test.each([
  [0, 0],
  [1000, 100],
  [1004, 100],
  [1005, 101],
  [599_990, 59_999],
  [600_000, 60_000],
  [600_010, 60_000],
  [10_000_000, 60_000],
])("of %p ms, %p are kept back for landing", (timeoutMs, kept) => {
  expect(reserveMs(timeoutMs)).toBe(kept);
});

test.each([
  [null, 5, null],
  [1000, 0, 900],
  [1000, 899, 1],
  [1000, 900, 0],
  [1000, 5000, 0],
])("agents of a run of %p ms have after %p ms %p left", (timeoutMs, ms, left) => {
  expect(agentTimeLeft({ timeoutMs }, ms)).toBe(left);
});

test.each<[string, Partial<RunLimits>, Partial<Spent>, string | null]>([
  ["no limit", {}, { usage: usage(1e9), usd: 1e6, ms: 1e9 }, null],
  ["one token less", { maxTokens: 100 }, { usage: usage(60, 39) }, null],
  ["the last token", { maxTokens: 100 }, { usage: usage(60, 40) }, "100 of 100 tokens are used"],
  [
    "more, as a guess",
    { maxTokens: 100 },
    { usage: usage(160), estimated: true },
    "160 of 100 tokens are used (partly an estimate)",
  ],
  ["a cent less", { maxUsd: 1 }, { usd: 0.99 }, null],
  ["the last cent", { maxUsd: 1 }, { usd: 1 }, "1.00 of 1.00 dollars are spent"],
  [
    "more money, as a guess",
    { maxUsd: 0.5 },
    { usd: 0.625, usdEstimated: true },
    "0.63 of 0.50 dollars are spent (partly an estimate)",
  ],
  ["nobody's price", { maxUsd: 1 }, { usd: null, usage: usage(1e9) }, null],
  ["a moment of time", { timeoutMs: 1000 }, { ms: 899 }, null],
  ["no time", { timeoutMs: 1000 }, { ms: 900 }, "The time is up; what is left is for landing the finished stories"],
  ["tokens before money", { maxTokens: 1, maxUsd: 1 }, { usage: usage(1), usd: 1 }, "1 of 1 tokens are used"],
  ["money before time", { maxUsd: 1, timeoutMs: 10 }, { usd: 2, ms: 10 }, "2.00 of 1.00 dollars are spent"],
])("with %s left", (_name, limits, what, message) => {
  expect(limitReached({ ...none, ...limits }, spent(what))?.message ?? null).toBe(message);
});

test.each<[Partial<RunLimits>, "tokens" | "usd" | "timeout"]>([
  [{ maxTokens: 1 }, "tokens"],
  [{ maxUsd: 1 }, "usd"],
  [{ timeoutMs: 1 }, "timeout"],
])("%j is the limit %p", (limits, limit) => {
  const found = limitReached({ ...none, ...limits }, spent({ usage: usage(1), usd: 1, ms: 1 }));
  expect(found).toMatchObject({ type: "limit.reached", limit });
});
