import { expect, test } from "bun:test";
import type { PromptResponse, SessionUpdate } from "@agentclientprotocol/sdk";
import { newUpdateMap } from "../../../src/agents/acp/updates.ts";
import { newAcpUsage } from "../../../src/agents/acp/usage.ts";
import type { AgentEvent } from "../../../src/core/agent-event.ts";

const call = (more: object) =>
  ({ sessionUpdate: "tool_call", toolCallId: "t", title: "Write", ...more }) as SessionUpdate;
const more = (fields: object) => ({ sessionUpdate: "tool_call_update", toolCallId: "t", ...fields }) as SessionUpdate;

function mapped(updates: readonly SessionUpdate[]): AgentEvent[] {
  const map = newUpdateMap("/repo", "work");
  return [...updates.flatMap((update) => map.map(update)), ...map.flush()];
}

test("input that comes in pieces while a call is pending is told whole, under the tool's own name", () => {
  const diff = { type: "diff", path: "/repo/a.md", oldText: null, newText: "a" };
  const _meta = { claudeCode: { toolName: "Write" } };
  const events = mapped([
    call({ kind: "edit", status: "pending", rawInput: {}, title: "Preparing file", _meta }),
    more({ rawInput: { file_path: "a.md" }, title: "Write a.md", _meta }),
    more({ rawInput: { file_path: "a.md", content: "a" }, content: [diff], _meta }),
    more({ status: "completed", rawOutput: "created", _meta }),
  ]);
  expect(events).toMatchObject([
    { tool: "write", nativeTool: "Write", input: { file_path: "a.md", content: "a" }, paths: ["a.md"] },
    { ok: true, output: "created" },
  ]);
});

test("a call whose input never changes again is told when it begins, or when it is asked for", () => {
  const map = newUpdateMap("/repo", "work");
  expect(map.map(call({ kind: "execute", status: "pending", rawInput: { command: "ls" } }))).toEqual([]);
  expect(map.held()).toMatchObject([{ type: "agent.tool.called", tool: "run", input: { command: "ls" } }]);
  expect(map.held()).toEqual([]);
});

test.each([
  ["Agent", "think", "agent"],
  ["spawn_agent", "other", "agent"],
  ["google_web_search", "search", "web-search"],
  ["TodoWrite", "think", "plan"],
  ["view_image", "read", "image"],
  ["grep", "search", "search"],
])("the tool %p of the kind %p is %p", (toolName, kind, tool) => {
  const events = mapped([call({ kind, status: "completed", rawInput: { x: 1 }, _meta: { toolName } })]);
  expect(events[0]).toMatchObject({ type: "agent.tool.called", tool, nativeTool: toolName });
});

test("a to-do list is told each time that it changes", () => {
  const plan = (...statuses: string[]) =>
    ({
      sessionUpdate: "plan",
      entries: statuses.map((status, index) => ({ content: `step ${index + 1}`, status, priority: "high" })),
    }) as SessionUpdate;
  const events = mapped([plan("pending", "pending"), plan("completed", "pending"), plan("completed", "pending")]);
  expect(events.flatMap((event) => (event.type === "agent.tool.finished" ? [event.output] : []))).toEqual([
    "[ ] step 1\n[ ] step 2",
    "[x] step 1\n[ ] step 2",
  ]);
});

const answer = (fields: object) => ({ stopReason: "end_turn", ...fields }) as unknown as PromptResponse;

test.each([
  [
    "cached apart, as its total tells",
    "claude-agent-acp",
    { usage: { inputTokens: 2400, outputTokens: 50, cachedReadTokens: 100, totalTokens: 2550 } },
    { input: 2500, cachedInput: 100, output: 50, reasoning: 0 },
  ],
  [
    "thoughts inside the output, though the total would fit both",
    "codex-acp",
    { usage: { inputTokens: 2400, outputTokens: 50, cachedReadTokens: 100, thoughtTokens: 7, totalTokens: 2550 } },
    { input: 2500, cachedInput: 100, output: 50, reasoning: 7 },
  ],
  [
    "all inside",
    "any",
    { usage: { inputTokens: 1500, outputTokens: 30, cachedReadTokens: 100, thoughtTokens: 4, totalTokens: 1530 } },
    { input: 1500, cachedInput: 100, output: 30, reasoning: 4 },
  ],
  [
    "by model, which holds requests on the side",
    "claude-agent-acp",
    {
      usage: { inputTokens: 2400, outputTokens: 50, cachedReadTokens: 100, totalTokens: 2550 },
      _meta: {
        quota: {
          model_usage: [
            {
              model: "a",
              token_count: { inputTokens: 2400, cachedInputTokens: 100, outputTokens: 50, totalTokens: 2550 },
            },
            {
              model: "b",
              token_count: { inputTokens: 1000, cachedInputTokens: 0, outputTokens: 20, totalTokens: 1020 },
            },
          ],
        },
      },
    },
    { input: 3500, cachedInput: 100, output: 70, reasoning: 0 },
  ],
  [
    "by model, in other names, without cache and thoughts",
    "gemini-cli",
    {
      _meta: {
        quota: {
          token_count: { input_tokens: 2500, output_tokens: 43 },
          model_usage: [{ model: "gemini-2.5-pro", token_count: { input_tokens: 2500, output_tokens: 43 } }],
        },
      },
    },
    { input: 2500, cachedInput: 0, output: 43, reasoning: 0 },
  ],
])("counts are read: %s", (_, agent, fields, expected) => {
  const usage = newAcpUsage(() => agent);
  expect(usage.cost({ amount: 0.5, currency: "USD" })).toMatchObject([{ input: 0, usd: 0.5 }]);
  expect(usage.answer(answer(fields), null)).toEqual([{ type: "agent.usage", ...expected, usd: 0, requests: null }]);
});

test("counts that are told request by request are added up, and not told again", () => {
  const usage = newAcpUsage(() => "qwen-code");
  const chunk = (inputTokens: number) =>
    ({
      sessionUpdate: "agent_message_chunk",
      content: { type: "text", text: "" },
      _meta: { usage: { inputTokens, outputTokens: 20, totalTokens: inputTokens + 20, thoughtTokens: 3 } },
    }) as SessionUpdate;
  const events = [...usage.update(chunk(1000)), ...usage.update(chunk(1500))];
  expect(events).toMatchObject([
    { input: 1000, output: 20, reasoning: 3, requests: 1 },
    { input: 1500, output: 20, reasoning: 3, requests: 1 },
  ]);
  expect(usage.answer(answer({ usage: { inputTokens: 9, outputTokens: 9 } }), null)).toEqual([]);
  expect(newAcpUsage(() => "pi-acp").answer(answer({}), null)).toEqual([]);
});
