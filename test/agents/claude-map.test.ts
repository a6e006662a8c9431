import { describe, expect, test } from "bun:test";
import { claude } from "../../src/agents/claude/claude.ts";
import { newMapper } from "../../src/agents/mapper.ts";
import type { AgentEvent } from "../../src/core/agent-event.ts";

// Lines written by hand after what versions are known to print; captures hold what they really printed.

function map(lines: readonly object[], resumed = false): AgentEvent[] {
  const mapper = newMapper(claude.newTranslation({ cwd: "/repo", now: () => 0, usageBefore: null, resumed }));
  return [
    ...lines.flatMap((line) => mapper.map(JSON.stringify(line))),
    ...mapper.end({ exitCode: 0, signal: null, stderr: "" }),
  ];
}

const sum = (events: readonly AgentEvent[]) =>
  events.reduce(
    (total, event) =>
      event.type === "agent.usage" ? { input: total.input + event.input, output: total.output + event.output } : total,
    { input: 0, output: 0 },
  );
const models = (input: number, output: number, more: object = {}) => ({
  big: { inputTokens: input, outputTokens: output, costUSD: 0.1 },
  ...more,
});
const result = (more: object = {}) => ({
  type: "result",
  subtype: "success",
  is_error: false,
  usage: { input_tokens: 1000, output_tokens: 20 },
  ...more,
});
const says = (id: string, text: string, more: object = {}) => ({
  type: "assistant",
  message: { id, content: [{ type: "text", text }], usage: { input_tokens: 1000, output_tokens: 1 } },
  ...more,
});

test("what sub-agents and side requests used is counted once, over several results of one process", () => {
  const small = { small: { inputTokens: 3000, outputTokens: 60 } };
  const events = map([
    says("m1", "Working."),
    says("s1", "Sub.", { parent_tool_use_id: "t1" }),
    result({ modelUsage: models(2000, 40, small), model_usage_since_last_result: models(2000, 40, small) }),
    says("m2", "The task is back."),
    result({ modelUsage: models(4000, 80, small), model_usage_since_last_result: {} }),
  ]);
  expect(sum(events)).toEqual({ input: 7000, output: 140 });
});

test("a session that is gone on with doesn't count again what it had used", () => {
  const before = { modelUsage: models(9000, 90) };
  const now = [says("m1", "More."), result({ ...before, model_usage_since_last_result: models(1000, 20) })];
  expect(sum(map(now, true))).toEqual({ input: 1000, output: 20 });
  expect(sum(map([says("m1", "More."), result(before)], true))).toEqual({ input: 1000, output: 20 });
});

test("a sub-agent's words are told as its own, and its requests are no turns of the agent", () => {
  const events = map([says("m1", "Main."), says("s1", "Sub.", { parent_tool_use_id: "t1" }), result()]);
  expect(events.filter(({ type }) => type === "agent.text")).toEqual([
    { type: "agent.text", text: "Main." },
    { type: "agent.text", text: "Sub.", parent: "t1" },
  ]);
  expect(
    events.flatMap((event) => (event.type === "agent.usage" && event.requests === 1 ? [event.parent] : [])),
  ).toEqual([undefined, "t1"]);
});

test.each([
  ["error_max_turns", "turns"],
  ["error_max_budget_usd", "budget"],
  ["error_during_execution", "unknown"],
] as const)("a result of subtype %s is a failure, whatever it says of itself", (subtype, why) => {
  const events = map([result({ subtype, is_error: false, errors: ["It stopped"] })]);
  expect(events.at(-1)).toMatchObject({ type: "agent.finished", ok: false, why });
});

test.each([
  ["model_not_found", "request"],
  ["billing_error", "usage_limit"],
  ["account_on_hold", "auth"],
  ["verification_required", "auth"],
] as const)("%s is an error of kind %s", (error, kind) => {
  const line = {
    type: "assistant",
    error,
    message: { id: "e", content: [{ type: "text", text: "Something is wrong" }] },
  };
  expect(
    map([line, result({ is_error: true, result: "Something is wrong" })]).filter(({ type }) => type === "agent.error"),
  ).toEqual([{ type: "agent.error", kind, message: "Something is wrong", resetAt: null }]);
});

test("what the program says of itself is told in words, and only once", () => {
  const system = (subtype: string, more: object) => ({ type: "system", subtype, ...more });
  const events = map([
    system("task_started", { task_id: "b1", description: "Run the tests" }),
    system("task_progress", { task_id: "b1" }),
    system("task_notification", { task_id: "b1", status: "completed", summary: "All green" }),
    system("hook_response", { hook_name: "PostToolUse", exit_code: 0 }),
    system("hook_response", { hook_name: "PreToolUse", exit_code: 2, stderr: "no such file" }),
    system("permission_denied", { tool_name: "Write", message: "Write is not allowed here" }),
    result({ permission_denials: [{ tool_name: "Write" }, { tool_name: "Bash" }] }),
  ]);
  expect(events.flatMap((event) => (event.type === "agent.notice" ? [event.message] : []))).toEqual([
    "A task goes on in the background: Run the tests",
    "A task in the background ended (completed): All green",
    "The hook PreToolUse failed: no such file",
    "Write is not allowed here",
    "Bash was refused by its permissions",
  ]);
  expect(events.filter(({ type }) => type === "agent.unknown")).toEqual([]);
});

test("tools of the provider's side and sub-agents have kinds of their own, and their calls end", () => {
  const content = [
    { type: "server_tool_use", id: "w1", name: "web_search", input: { query: "bun" } },
    {
      type: "web_search_tool_result",
      tool_use_id: "w1",
      content: [{ type: "web_search_result", title: "Bun", url: "https://bun.sh" }],
    },
    { type: "tool_use", id: "a1", name: "Task", input: { description: "Look around" } },
  ];
  const image = [
    { type: "tool_result", tool_use_id: "a1", content: [{ type: "image", source: { media_type: "image/png" } }] },
  ];
  const events = map([
    { type: "assistant", message: { id: "m", content } },
    { type: "user", message: { content: image } },
    result(),
  ]);
  expect(events.flatMap((event) => (event.type === "agent.tool.called" ? [event.tool] : []))).toEqual([
    "web-search",
    "agent",
  ]);
  expect(events.flatMap((event) => (event.type === "agent.tool.finished" ? [event.output] : []))).toEqual([
    "Bun https://bun.sh",
    "[an image: image/png]",
  ]);
});

test("a sum below what was told takes nothing back, and what comes next is taken off against it", () => {
  const falls = [says("m1", "One."), says("m2", "Two."), result({ modelUsage: models(1500, 20) })];
  expect(sum(map(falls))).toEqual({ input: 2000, output: 20 });
  const rises = [...falls, says("m3", "Three."), result({ modelUsage: models(3400, 60) })];
  expect(sum(map(rises))).toEqual({ input: 3400, output: 60 });
  for (const bad of [-5_000_000, "many", null]) {
    const events = map([says("m1", "One."), result({ usage: { input_tokens: bad }, total_cost_usd: bad })]);
    expect(sum(events)).toEqual({ input: 1000, output: 1 });
    expect(events.every((event) => event.type !== "agent.usage" || (event.usd ?? 0) >= 0)).toBe(true);
  }
});

describe("lines of other versions", () => {
  const said = (text: string, model: string) => ({
    type: "assistant",
    message: { id: "m1", model, content: [{ type: "text", text }], usage: { input_tokens: 0, output_tokens: 0 } },
  });
  const success = (result: string) => ({ type: "result", subtype: "success", is_error: false, result });
  const overloaded = 'API Error: 529 {"error":{"message":"Overloaded"}}';
  const mappedNow = (lines: readonly object[]) => {
    const now = () => Date.UTC(2026, 0, 1);
    const mapper = newMapper(claude.newTranslation({ cwd: "/repo", now, usageBefore: null }));
    const events = lines.flatMap((line) => mapper.map(JSON.stringify(line)));
    return [...events, ...mapper.end({ exitCode: 0, signal: null, stderr: "" })];
  };

  test.each([
    ["Claude AI usage limit reached|1767232800", "usage_limit", "2026-01-01T02:00:00.000Z"],
    ["Invalid API key · Please run /login", "auth", null],
    [overloaded, "overloaded", null],
    [`API Error: 500 ${"long ".repeat(400)}`, "overloaded", null],
  ])("a failure in the model's name is one, though the result calls it a success: %s", (words, kind, resetAt) => {
    const events = mappedNow([said(words, "<synthetic>"), success(words)]);
    expect(events).toMatchObject([
      { type: "agent.error", kind, resetAt },
      { type: "agent.finished", ok: false, why: kind },
    ]);
  });

  test("a model that speaks of such a failure, and a failure that was got over, are none", () => {
    expect(mappedNow([said(overloaded, "large"), success(overloaded)]).at(-1)).toMatchObject({ ok: true });
    const gotOver = mappedNow([said(overloaded, "<synthetic>"), said("Done", "large"), success("Done")]);
    expect(gotOver.at(-1)).toMatchObject({ ok: true });
    expect(mappedNow([said("No response requested.", "<synthetic>"), success("")]).map(({ type }) => type)).toEqual([
      "agent.finished",
    ]);
  });

  test("an odd field costs no result: its words, status and time are read one by one", () => {
    const failed = { type: "result", subtype: "error_during_execution", is_error: true };
    const rejected = { type: "rate_limit_event", rate_limit_info: { status: "rejected", resetsAt: "1767232800" } };
    expect(
      mappedNow([rejected, { ...failed, api_error_status: "429", errors: [{ message: "Slow down" }] }]),
    ).toContainEqual({
      type: "agent.error",
      kind: "rate_limit",
      message: "Slow down",
      resetAt: "2026-01-01T02:00:00.000Z",
    });
    expect(mappedNow([{ ...failed, errors: [] }])).toContainEqual(
      expect.objectContaining({ type: "agent.error", message: "error during execution" }),
    );
  });

  test("a message without an id is told and counted", () => {
    const nameless = {
      type: "assistant",
      message: { content: "Hello", usage: { input_tokens: 10, output_tokens: 1 } },
    };
    expect(mappedNow([nameless, nameless, success("Hello")])).toMatchObject([
      { type: "agent.usage", input: 10 },
      { type: "agent.text", text: "Hello" },
      { type: "agent.usage", input: 10 },
      { type: "agent.text", text: "Hello" },
      { type: "agent.finished", ok: true },
    ]);
  });

  test.each([
    [
      { type: "code_execution_result", stdout: "1", stderr: "", return_code: 2 },
      { ok: false, exitCode: 2, output: "1" },
    ],
    [
      { type: "code_execution_result", stdout: "1", stderr: "", return_code: 0 },
      { ok: true, exitCode: 0 },
    ],
    [
      { type: "web_search_tool_result_error", error_code: "max_uses" },
      { ok: false, output: "max_uses" },
    ],
  ])("a tool of the provider that answered %j", (content, expected) => {
    const events = mappedNow([
      {
        type: "assistant",
        message: {
          id: "m1",
          content: [
            { type: "server_tool_use", id: "t1", name: "code_execution", input: {} },
            { type: "code_execution_tool_result", tool_use_id: "t1", content },
          ],
        },
      },
    ]);
    expect(events).toContainEqual(expect.objectContaining({ type: "agent.tool.finished", ...expected }));
  });

  test("a command that was interrupted did not end well", () => {
    const call = { type: "tool_use", id: "t1", name: "Bash", input: { command: "sleep 9" } };
    const events = mappedNow([
      { type: "assistant", message: { id: "m1", content: [call] } },
      {
        type: "user",
        message: { content: [{ type: "tool_result", tool_use_id: "t1", content: "a" }] },
        tool_use_result: { stdout: "a", interrupted: true },
      },
    ]);
    expect(events).toContainEqual(expect.objectContaining({ call: "t1", ok: false, exitCode: null }));
  });
});
