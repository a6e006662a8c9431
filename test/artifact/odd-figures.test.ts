import { expect, test } from "bun:test";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import type { Usage } from "../../src/core/usage.ts";
import { scratchRepository } from "../support/scratch.ts";
import { installStandIn, signedIn } from "../support/stand-in/install.ts";
import type { Protocol, Step } from "../support/stand-in/steps.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";

const work: Step = { do: "write", path: "a.txt", content: "the work\n" };
const flags = ["--mode", "focused", "--intake", "rules", "--deliver", "none", "--no-verify", "--json"];

/** The use that a run tells in the end, when its agent is this one. */
async function used(install: (bin: string) => string[], env: Record<string, string> = {}) {
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const bin = join(state.path, "bin");
  const agent = install(bin);
  const whole = { ...state.env, ...signedIn, PATH: `${bin}${delimiter}${state.env["PATH"]}`, ...env };
  const args = ["Fix the typo in a.txt", ...agent, ...flags];
  const ended = await runArtifact({ cwd: repo.path, env: whole, args });
  let sum = 0;
  for (const one of eventsOf(ended.events, "agent.usage")) {
    for (const key of ["input", "cachedInput", "output", "reasoning"] as const) {
      expect(one[key]).toBeGreaterThanOrEqual(0);
    }
    expect(one.usd ?? 0).toBeGreaterThanOrEqual(0);
    sum += one.input;
  }
  const [figures] = eventsOf(ended.events, "run.finished");
  expect(figures?.usage.input).toBe(sum);
  expect(ended.exitCode, ended.stderr).toBe(0);
  return { ...figures?.usage, usd: figures?.usd ?? null } as Usage & { usd: number | null };
}

const message = (id: string | undefined, usage: unknown) => ({
  type: "assistant",
  message: { id, content: [], usage },
});
const result = (more: object) => ({ type: "result", subtype: "success", is_error: false, result: "Done", ...more });
const turn = (usage: unknown, more: object = {}) => ({ type: "turn.completed", usage, ...more });
const step = (tokens: unknown, cost: unknown) => ({
  ...{ type: "step_finish", sessionID: "ses_1" },
  part: { reason: "stop", tokens, cost },
});
const said = (usage: unknown) => ({
  type: "message_end",
  message: { role: "assistant", content: [{ type: "text", text: "x" }], stopReason: "toolUse", usage },
});
const update = (rest: object) => ({
  ...{ jsonrpc: "2.0", method: "session/update" },
  params: { sessionId: "00000000-0000-4000-8000-00000000000a", update: rest },
});
const cost = (amount: unknown, currency = "USD") =>
  update({ sessionUpdate: "usage_update", used: 1, size: 2, cost: { amount, currency } });
const piece = (usage: unknown) =>
  update({ sessionUpdate: "agent_message_chunk", content: { type: "text", text: "x" }, _meta: { usage } });

const counted = { input: 3000, cachedInput: 1000, output: 200, reasoning: 50 };
type Row = [protocol: Protocol, what: string, records: object[], expected: Partial<Usage & { usd: number | null }>];

const rows: Row[] = [
  [
    "claude",
    "a sum by model that is below what was told",
    [
      message("m1", { input_tokens: 3000, output_tokens: 200 }),
      result({ modelUsage: { x: { inputTokens: 5, outputTokens: 1, costUSD: 0.5 } }, total_cost_usd: 0.5 }),
    ],
    { input: 3000, output: 200, usd: 0.5 },
  ],
  [
    "claude",
    "a cost that falls from result to result",
    [
      message("m1", { input_tokens: 3000, output_tokens: 200 }),
      result({ usage: { input_tokens: 3000, output_tokens: 200 }, total_cost_usd: 0.5 }),
      result({ usage: {}, total_cost_usd: 0.2 }),
    ],
    { input: 3000, output: 200, usd: 0.5 },
  ],
  [
    "claude",
    "one message three times, its figures growing",
    [1000, 2000, 3000].map((input) => message("m1", { input_tokens: input, output_tokens: 200 })),
    { input: 1000, output: 200 },
  ],
  [
    "claude",
    "more thoughts than output, and less than nothing read from its cache",
    [
      message("m1", {
        input_tokens: 3000,
        cache_read_input_tokens: -9e8,
        output_tokens: 200,
        output_tokens_details: { thinking_tokens: 9e6 },
      }),
    ],
    { input: 3000, cachedInput: 0, output: 200, reasoning: 200 },
  ],
  [
    "claude",
    "a list for a usage, and true for a count",
    [message("m1", [3000, 200]), message("m2", { input_tokens: true, output_tokens: 200 })],
    { input: 0, output: 200 },
  ],
  [
    "claude",
    "a thousand models of a thousand million tokens each",
    [
      message("m1", { input_tokens: 3000, output_tokens: 200 }),
      result({
        modelUsage: Object.fromEntries(
          Array.from({ length: 1000 }, (_, n) => [
            `m${n}`,
            { inputTokens: 999_999_999, outputTokens: 1, costUSD: 9e8 },
          ]),
        ),
      }),
    ],
    { input: 3000 },
  ],
  [
    "codex",
    "figures of each turn in place of a sum",
    [9000, 100, 9100].map((input) => turn({ input_tokens: input, cached_input_tokens: 0, output_tokens: 10 })),
    { input: 9100, output: 10 },
  ],
  [
    "codex",
    "more from its cache than there is",
    [turn({ input_tokens: 3000, cached_input_tokens: 9e8, output_tokens: 200 })],
    { input: 3000, cachedInput: 3000 },
  ],
  [
    "codex",
    "more thoughts than output",
    [turn({ input_tokens: 3000, output_tokens: 200, reasoning_output_tokens: 5000 })],
    { output: 200, reasoning: 200 },
  ],
  [
    "codex",
    "fractions",
    [turn({ input_tokens: 3000.4, output_tokens: 0.3, cached_input_tokens: 1e-300 })],
    { input: 3000, cachedInput: 0, output: 0 },
  ],
  [
    "codex",
    "digits in words",
    [turn({ input_tokens: 3000, output_tokens: 200 }), turn({ input_tokens: "9000", output_tokens: "1e9" })],
    { input: 3000, output: 200 },
  ],
  [
    "codex",
    "a sub-agent's sum that falls",
    [
      turn({ input_tokens: 3000, output_tokens: 200 }),
      ...[500, 20, 600].map((input) => turn({ input_tokens: input, output_tokens: 5 }, { thread_id: "another" })),
    ],
    { input: 3600, output: 205 },
  ],
  [
    "codex",
    "nothing where a usage should be",
    [turn({ input_tokens: 3000, output_tokens: 200 }), turn(null), turn("none"), { type: "turn.completed" }],
    { input: 3000, output: 200 },
  ],
  [
    "opencode",
    "less than nothing in its cache",
    [step({ input: 3000, output: 200, reasoning: -50, cache: { read: -1e6, write: -5 } }, 0.1)],
    { input: 3000, cachedInput: 0, output: 200, reasoning: 0, usd: 0.1 },
  ],
  ["opencode", "a total alone", [step({ total: 3200 }, 0.1)], { input: 3200, output: 0, usd: 0.1 }],
  [
    "opencode",
    "a cost in words",
    [step({ input: 3000, output: 200 }, "0.5"), step({ input: 1, output: 1 }, 0.25)],
    { input: 3001, usd: 0.25 },
  ],
  [
    "opencode",
    "a cost below nothing after one",
    [step({ input: 3000, output: 200 }, 0.5), step({ input: 1, output: 1 }, -0.5)],
    { input: 3001, usd: 0.5 },
  ],
  [
    "opencode",
    "a list for its cache, and a text for its tokens",
    [step({ input: 3000, output: 200, cache: [9e6] }, 0.1), step("many", 0.1)],
    { input: 3000, output: 200, usd: 0.2 },
  ],
  [
    "pi",
    "prices of parts, one below nothing",
    [said({ input: 3000, output: 200, cost: { input: 0.25, output: -5, cacheRead: "x" } })],
    { input: 3000, usd: 0.25 },
  ],
  [
    "pi",
    "a total alone, and one that is absurd",
    [said({ totalTokens: 3200 }), said({ totalTokens: 1e15 })],
    { input: 3200, output: 0 },
  ],
  [
    "pi",
    "more from its cache than a count may be",
    [said({ input: 3000, output: 200, cacheRead: 1e12, cacheWrite: -1 })],
    { input: 3000, cachedInput: 0, output: 200 },
  ],
  [
    "pi",
    "an aside of compaction that takes away",
    [
      said({ input: 3000, output: 200 }),
      { type: "compaction_end", result: { usage: { input: -3000, output: -200, cost: { total: -1 } } } },
    ],
    { input: 3000, output: 200 },
  ],
  ["acp", "a cost that falls and rises", [cost(0.5), cost(0.1), cost(0.4)], { usd: 0.5 }],
  [
    "acp",
    "a cost in another money, in words and in none",
    [cost(5, "EUR"), cost("many"), cost(null), cost(0.25)],
    { usd: 0.25 },
  ],
  [
    "acp",
    "requests one by one, one of them below nothing",
    [
      piece({ inputTokens: 3000, outputTokens: 200 }),
      piece({ inputTokens: -3000, outputTokens: -1 }),
      piece({ inputTokens: 1, outputTokens: 1 }),
    ],
    { input: 3001, output: 201 },
  ],
  [
    "acp",
    "more from its cache than it read",
    [piece({ inputTokens: 3000, outputTokens: 200, totalTokens: 3200, cachedReadTokens: 9e8 })],
    { input: 3000, cachedInput: 3000, output: 200 },
  ],
  [
    "acp",
    "a total below its parts",
    [piece({ inputTokens: 3000, outputTokens: 200, totalTokens: 1, cachedReadTokens: 1000, thoughtTokens: 50 })],
    counted,
  ],
];

test.concurrent.each(rows)(
  "%s tells %s: no figure is below nothing, none is taken back, no part is above its whole",
  async (protocol, _what, records, expected) => {
    const steps: Step[] = [work, ...records.map((record): Step => ({ do: "record", record })), { do: "end" }];
    expect(await used((bin) => installStandIn(bin, protocol, steps))).toMatchObject(expected);
  },
  60_000,
);

/** What an endpoint tells beside an answer, a piece at a time. */
const told: [what: string, usages: unknown[], expected: Partial<Usage & { usd: number | null }>][] = [
  [
    "a running total that falls",
    [
      { prompt_tokens: 3000, completion_tokens: 200 },
      { prompt_tokens: 5, completion_tokens: 1 },
    ],
    { input: 6000, output: 400 },
  ],
  ["digits in words", [{ prompt_tokens: "3000", completion_tokens: "200" }], { input: 6000, output: 400 }],
  [
    "less than nothing",
    [
      { prompt_tokens: 3000, completion_tokens: 200 },
      { prompt_tokens: -9e6, completion_tokens: -1, cost: -5 },
    ],
    { input: 6000, output: 400 },
  ],
  [
    "more from its cache than it read",
    [{ prompt_tokens: 3000, completion_tokens: 200, prompt_tokens_details: { cached_tokens: 9e8 } }],
    { input: 6000, cachedInput: 6000 },
  ],
  [
    "far too much, then what may be",
    [
      { prompt_tokens: 1e15, completion_tokens: 1e300 },
      { prompt_tokens: 3000, completion_tokens: 200 },
    ],
    { input: 6000, output: 400 },
  ],
  [
    "nothing, a list and a text",
    [null, [1], "none", { prompt_tokens: 3000, completion_tokens: 200 }],
    { input: 6000, output: 400 },
  ],
  [
    "a cost that falls",
    [
      { prompt_tokens: 3000, completion_tokens: 200, cost: 0.5 },
      { prompt_tokens: 3000, completion_tokens: 200, cost: 0.1 },
    ],
    { usd: 1 },
  ],
];

/** An endpoint that has a.txt written, says that it is done, and tells these figures each time. */
async function endpoint(usages: readonly unknown[]) {
  let asked = 0;
  const call = { name: "write_file", arguments: JSON.stringify({ path: "a.txt", content: "the work\n" }) };
  const server = createServer(async (request, response) => {
    for await (const _part of request);
    const first = asked++ === 0;
    const delta = first
      ? { tool_calls: [{ index: 0, id: "c1", type: "function", function: call }] }
      : { content: "Done" };
    const chunks = [
      { choices: [{ index: 0, delta: { role: "assistant", ...delta } }] },
      { choices: [{ index: 0, delta: {}, finish_reason: first ? "tool_calls" : "stop" }] },
      ...usages.map((usage) => ({ choices: [], usage })),
    ];
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(
      `${chunks.map((chunk) => `data: ${JSON.stringify({ id: "x", object: "chat.completion.chunk", ...chunk })}\n\n`).join("")}data: [DONE]\n\n`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    [Symbol.dispose]: () => void server.close().closeAllConnections(),
  };
}

test.concurrent.each(told)(
  "an endpoint tells %s: no figure is below nothing, none is taken back, no part is above its whole",
  async (_what, usages, expected) => {
    using model = await endpoint(usages);
    const env = { OPENAI_BASE_URL: model.url, OPENAI_API_KEY: "a-stand-in-needs-no-key" };
    expect(await used(() => ["--agent", "openai:some-model"], env)).toMatchObject(expected);
  },
  60_000,
);
