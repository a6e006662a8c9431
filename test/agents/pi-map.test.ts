import { expect, test } from "bun:test";
import { newMapper } from "../../src/agents/mapper.ts";
import { pi } from "../../src/agents/pi/pi.ts";
import type { AgentEvent } from "../../src/core/agent-event.ts";

const session = { type: "session", version: 3, id: "s1", cwd: "/repo" };
const usage = { input: 10, output: 2, cacheRead: 0, cacheWrite: 0, cost: { total: 0.5 } };
const said = (more: object) => ({
  type: "message_end",
  message: { role: "assistant", content: [{ type: "text", text: "Done" }], usage, stopReason: "stop", ...more },
});
const ended = { type: "agent_end", messages: [], willRetry: false };

function mapperOf(lines: readonly (object | string)[]) {
  const mapper = newMapper(pi.newTranslation({ cwd: "/repo", now: () => Date.UTC(2026, 0, 1), usageBefore: null }));
  const events = lines.flatMap((line) => mapper.map(typeof line === "string" ? line : JSON.stringify(line)));
  return { events, lastWord: mapper.lastWord(), end: () => mapper.end({ exitCode: 0, signal: null, stderr: "" }) };
}

function mapped(...lines: readonly (object | string)[]): AgentEvent[] {
  const { events, end } = mapperOf([session, ...lines]);
  return [...events, ...end()];
}

const settled = (aborted: boolean) => ({ type: "agent_settled", aborted });
const tool = { type: "tool_execution_start", toolCallId: "c1", toolName: "bash", args: { command: "ls" } };

test.each([
  ["1.x says that it has settled", [said({}), ended, settled(false)], true],
  ["0.73 has no such line, and ends its loop", [said({}), { type: "agent_end", messages: [] }], true],
  ["it will retry", [said({}), { ...ended, willRetry: true }], false],
  ["its loop begins anew", [said({}), ended, { type: "agent_start" }], false],
  ["it is compacted", [said({}), ended, { type: "auto_compaction_start", reason: "threshold" }], false],
  ["it waits for a retry", [said({}), ended, { type: "auto_retry_start", attempt: 1, delayMs: 1 }], false],
  ["it wants to use a tool", [said({ stopReason: "toolUse" }), { type: "agent_end", messages: [] }], false],
])("the last word, when %s", (_, lines, expected) => {
  expect(mapperOf(lines).lastWord).toBe(expected);
});

test("work that a tool ended is done, and work that was aborted is not", () => {
  const calls = said({ stopReason: "toolUse" });
  expect(mapped(calls, tool, ended, settled(false)).at(-1)).toMatchObject({ ok: true });
  expect(mapped(calls, tool, ended).at(-1)).toMatchObject({ ok: false });
  expect(mapped(said({}), ended, settled(true)).at(-1)).toMatchObject({ ok: false, why: "unknown" });
  expect(mapped(said({ content: [], stopReason: "deferred" }), ended).at(-1)).toMatchObject({ ok: false });
});

test("an odd field costs no answer, no count and no call", () => {
  const content = [{ type: "text", text: null }, { text: "One" }, "Two", 3, { type: "text", text: "Three" }];
  const events = mapped(
    said({ content, model: null, usage: { input: 10, output: 2, cost: 0.25 } }),
    tool,
    { type: "tool_execution_end", toolCallId: "c1", toolName: "bash", result: "as a text", isError: null },
    { type: "message_end", message: { role: "bashExecution", command: "ls", output: null, exitCode: "1" } },
    { type: "message_end", message: { role: "custom", content: "Hey", display: null } },
    said({ content: "Done", usage: { totalTokens: 7, cost: { input: 0.5, output: 0.25 } } }),
  );
  expect(events.filter(({ type }) => type === "agent.unknown")).toEqual([]);
  expect(events.flatMap((event) => (event.type === "agent.text" ? [event.text] : []))).toEqual([
    ...["One", "Two", "Three"],
    "Done",
  ]);
  expect(events.filter(({ type }) => type === "agent.usage")).toMatchObject([
    { input: 10, output: 2, usd: 0.25 },
    { input: 7, output: 0, usd: 0.75 },
  ]);
  expect(events).toContainEqual(expect.objectContaining({ call: "c1", ok: true, exitCode: 0, output: "as a text" }));
  expect(events).toContainEqual(expect.objectContaining({ call: "command:ls", ok: false, exitCode: null }));
});

test("pieces are passed over however they are written", () => {
  const events = mapped(
    '{ "type": "message_update", "assistantMessageEvent": { "type": "text_delta", "delta": "D" } }',
    '{"usage":{},"type":"message_update","assistantMessageEvent":{"type":"text_delta","delta":"o"}}',
    '{ "type": "message_start", "message": { "role": "assistant", "content": [] } }',
    said({}),
  );
  expect(events.map(({ type }) => type)).toEqual(["agent.session", "agent.usage", "agent.text", "agent.finished"]);
});

test.each([
  [{ errorMessage: '429 {"error":{"message":"Slow down"}}' }, "rate_limit", "Slow down", null],
  [
    {
      errorMessage:
        'Codex error: {"type":"error","error":{"type":"usage_limit_reached","message":"It is used up","resets_at":1767232800}}',
    },
    "usage_limit",
    "It is used up",
    "2026-01-01T02:00:00.000Z",
  ],
  [{ errorMessage: "Nothing to say", rawStopReason: "refusal" }, "refused", "Nothing to say", null],
  [{ errorMessage: null }, "unknown", "The model's request failed", null],
])("an answer that failed as %j", (more, kind, message, resetAt) => {
  const events = mapped(said({ content: [], stopReason: "error", ...more }), ended);
  expect(events).toContainEqual({ type: "agent.error", kind, message, resetAt } as AgentEvent);
});

test("what its retries gave up with is the failure", () => {
  const events = mapped(
    said({ content: [], stopReason: "error", errorMessage: "terminated" }),
    { type: "auto_retry_start", attempt: "1", delayMs: 2000 },
    { type: "auto_retry_end", success: false, attempt: 1, finalError: "You have hit your usage limit" },
  );
  expect(events).toContainEqual({ type: "agent.retry", attempt: 1, waitMs: 2000, why: "terminated" });
  expect(events.at(-1)).toMatchObject({ ok: false, why: "usage_limit" });
});

test("the model that answered is named, and the code of every shell", () => {
  const events = mapped(
    said({ model: "auto", responseModel: "large-1" }),
    { ...tool, toolName: "powershell" },
    {
      type: "tool_execution_end",
      toolCallId: "c1",
      toolName: "powershell",
      result: { content: [{ type: "text", text: "no\n\nCommand exited with code 3" }] },
      isError: true,
    },
  );
  expect(events).toContainEqual(expect.objectContaining({ type: "agent.usage", model: "large-1" }));
  expect(events).toContainEqual(expect.objectContaining({ call: "c1", ok: false, exitCode: 3 }));
});
