import { expect, test } from "bun:test";
import { newMeter, pricedAnswer } from "../../src/agents/metered.ts";
import { priceOf, priceOfUsage } from "../../src/agents/prices.ts";
import type { AgentEvent } from "../../src/core/agent-event.ts";
import { noUsage } from "../../src/core/usage.ts";

type UsageEvent = Extract<AgentEvent, { type: "agent.usage" }>;

const used = (more: Partial<UsageEvent>): AgentEvent => ({
  ...{ type: "agent.usage", ...noUsage, usd: null, requests: 1 },
  ...more,
});
const says = (bytes: number): AgentEvent => ({ type: "agent.text", text: "x".repeat(bytes) });
const done: AgentEvent = { type: "agent.finished", ok: true, why: "done", exitCode: 0, signal: null, ms: 1 };

/** The sums of what is passed on, and whether they are an estimate in the end. */
function meter(events: readonly AgentEvent[], priced = false) {
  const notices: string[] = [];
  const once = (message: string): AgentEvent[] => {
    notices.push(message);
    return [];
  };
  const pass = newMeter("Do it", priced ? (model) => priceOf(model, "claude") : null, once);
  const sums = { input: 0, output: 0, usd: null as number | null, estimated: false, usdEstimated: false };
  for (const event of events.flatMap(pass)) {
    if (event.type !== "agent.usage") continue;
    const { input, cachedInput, output, reasoning, usd } = event;
    for (const figure of [input, cachedInput, output, reasoning, usd ?? 0]) expect(figure).toBeGreaterThanOrEqual(0);
    sums.input += input;
    sums.output += output;
    sums.usd = usd === null ? sums.usd : (sums.usd ?? 0) + usd;
    sums.estimated = event.estimated ?? sums.estimated;
    sums.usdEstimated = event.usdEstimated ?? sums.usdEstimated;
  }
  return { ...sums, notices };
}

const told = { estimated: false, usdEstimated: false };
const rows: [what: string, events: AgentEvent[], sums: object][] = [
  [
    "what is told is passed on",
    [used({ input: 10, output: 2, usd: 0.5 }), done],
    { input: 10, output: 2, usd: 0.5, ...told },
  ],
  ["less than nothing is nothing", [used({ input: 10 }), used({ input: -7, usd: -1 }), done], { input: 10, usd: null }],
  [
    "what is no number is nothing",
    [used({ input: Number.NaN, output: Infinity }), used({ input: 5 }), done],
    { input: 5, output: 0 },
  ],
  [
    "what is absurd is nothing",
    [used({ input: 1e300, usd: 1e300 }), used({ input: 5 }), done],
    { input: 5, usd: null },
  ],
  [
    "what is told of far too little is estimated as it is said, and reading is the agent's own to tell",
    [used({ input: 7, output: 1 }), says(90_000), used({ output: 1 }), done],
    { input: 7, output: 22_500, estimated: true },
  ],
  [
    "what is told later of all that was said is no estimate any more",
    [used({ input: 7, output: 1 }), says(40_000), used({ input: 900, output: 10_500 }), done],
    { input: 907, output: 10_501, estimated: false },
  ],
  [
    "what is told of half of what was said may be so",
    [used({ input: 7, output: 12_000 }), says(96_000), done],
    { input: 7, output: 12_000, ...told },
  ],
  ["a part is not more than its whole", [used({ input: 5, cachedInput: 900 }), done], { input: 5 }],
  [
    "what was said and not counted is estimated at the end",
    [says(4000), done],
    { input: 2, output: 1000, estimated: true },
  ],
  ["and before the end once it is much", [says(400_000)], { output: 100_000, estimated: true }],
  [
    "figures that come late are taken off against it",
    [says(40_000), used({ input: 9, output: 12_000 }), done],
    { output: 12_000, estimated: false },
  ],
  [
    "figures below it take nothing back",
    [says(40_000), used({ input: 9, output: 1 }), done],
    { output: 10_000, estimated: true },
  ],
  [
    "who has counted is not counted for",
    [used({ input: 10, output: 30_000 }), says(400_000), done],
    { input: 10, output: 30_000, estimated: false },
  ],
];

test.each(rows)("%s", (_what, events, sums) => {
  expect(meter(events)).toMatchObject(sums);
});

test("an agent that is silent and fails used nothing that anybody knows of", () => {
  expect(meter([{ ...done, ok: false, why: "crash" }])).toMatchObject({ input: 0, output: 0, notices: [] });
});

const million = { input: 1_000_000, output: 1_000_000 };
const priceRows: [what: string, events: AgentEvent[], sums: object][] = [
  ["of its model", [used({ ...million, model: "claude-sonnet-4-6" })], { usd: 18, usdEstimated: true }],
  ["of no model: the dearest of its vendor", [used(million)], { usd: 60, usdEstimated: true }],
  [
    "of a model that nobody knows: the dearest of all",
    [used({ ...million, model: "qwen-local" })],
    { usd: 210, usdEstimated: true },
  ],
  [
    "nothing is what a program says that doesn't know",
    [used({ ...million, model: "gpt-4o", usd: 0 })],
    { usd: 12.5, usdEstimated: true },
  ],
  ["a price that is told counts", [used({ ...million, usd: 3 })], { usd: 3, usdEstimated: false }],
  [
    "one that comes late is taken off against the estimate",
    [used({ ...million, model: "gpt-4o" }), used({ usd: 20 })],
    { usd: 20, usdEstimated: false },
  ],
  [
    "one below the estimate takes nothing back",
    [used({ ...million, model: "gpt-4o" }), used({ usd: 1 })],
    { usd: 12.5, usdEstimated: true },
  ],
  [
    "next to nothing is not believed of a model with a price",
    [used({ ...million, model: "gpt-4o", usd: 1e-9 })],
    { usd: 12.5, usdEstimated: true },
  ],
  [
    "next to nothing is not believed of a model that nobody knows",
    [used({ ...million, model: "qwen-local", usd: 1e-9 })],
    { usd: 210, usdEstimated: true },
  ],
  [
    "the price of a small model that nobody knows is",
    [used({ ...million, model: "llama-8b", usd: 0.05 })],
    { usd: 0.05, usdEstimated: false },
  ],
  [
    "a price with all that is cached, and none of it told, is",
    [used({ ...million, output: 0, model: "gpt-6.1-sol", usd: 0.1 })],
    { usd: 0.1, usdEstimated: false },
  ],
  [
    "a tenth of the list is not believed of a model that is known by its name",
    [used({ ...million, model: "gpt-4o-2024-08-06", usd: 1.1 })],
    { usd: 12.5, usdEstimated: true },
  ],
  [
    "a tenth of the list is of another member of its family",
    [used({ ...million, model: "gpt-4o-tiny", usd: 1.1 })],
    { usd: 1.1, usdEstimated: false },
  ],
  [
    "a quarter of the list is, for short prompts and for waiting",
    [used({ ...million, cachedInput: 500_000, model: "claude-sonnet-5", usd: 2.8 })],
    { usd: 2.8, usdEstimated: false },
  ],
  [
    "one that is told before the tokens is held against them",
    [used({ usd: 0.01, model: "gpt-4o" }), used({ ...million, usd: 0 })],
    { usd: 12.5, usdEstimated: true },
  ],
  [
    "next to nothing stays so however often it is told",
    Array.from({ length: 10 }, () => used({ ...million, model: "gpt-4o", usd: 1e-9 })),
    { usd: 125, usdEstimated: true },
  ],
  [
    "a true price that comes after all is taken off against the estimate",
    [used({ ...million, model: "gpt-4o", usd: 1e-9 }), used({ usd: 20 })],
    { usd: expect.closeTo(20), usdEstimated: false },
  ],
];

test.each(priceRows)("dollars %s", (_what, events, sums) => {
  expect(meter(events, true)).toMatchObject(sums);
});

test("what an answer tells of its price is believed as what an agent tells", () => {
  const usage = { ...noUsage, input: 1_000_000 };
  expect(pricedAnswer({ usage, usd: 1e-9 }, "gpt-4o", "openai")).toEqual({ usd: 2.5, usdEstimated: true });
  expect(pricedAnswer({ usage, usd: 1 }, "gpt-4o", "openai")).toEqual({ usd: 1 });
  expect(pricedAnswer({ usage: noUsage, usd: 1e-9 }, "gpt-4o", "openai")).toEqual({ usd: 1e-9 });
});

test.each([
  ["claude-opus-4-20250514", 75],
  ["anthropic/claude-opus-4.5", 25],
  ["claude-3-5-haiku-latest", 4],
  ["sonnet", 15],
  ["openai/gpt-5-mini", 2],
  ["gpt-5.3-codex", 14],
  ["gpt-5.4-mini-2026-03-01", 4.5],
  ["google/gemini-2.5-flash", 2.5],
])("%s has a price of its own", (model, output) => {
  expect(priceOf(model, "openai")).toMatchObject({ own: true, output });
});

test("input from the cache has its own price, and is never more than the input", () => {
  const price = { name: "x", input: 10, cached: 1, output: 0 };
  expect(priceOfUsage({ ...noUsage, input: 1_000_000, cachedInput: 400_000 }, price)).toBeCloseTo(6.4);
  expect(priceOfUsage({ ...noUsage, input: 0, cachedInput: 400_000 }, price)).toBe(0);
});
