import { expect, test } from "bun:test";
import { newMapper } from "../../src/agents/mapper.ts";
import { opencode } from "../../src/agents/opencode/opencode.ts";
import type { AgentErrorKind, AgentEvent } from "../../src/core/agent-event.ts";

const now = Date.UTC(2026, 0, 1);

function mapperOf(lines: readonly object[]) {
  const mapper = newMapper(opencode.newTranslation({ cwd: "/repo", now: () => now, usageBefore: null }));
  const stamp = { timestamp: 1, sessionID: "ses_1" };
  return { mapper, events: lines.flatMap((line) => mapper.map(JSON.stringify({ ...line, ...stamp }))) };
}

function mapped(lines: readonly object[], exitCode = 0): AgentEvent[] {
  const { mapper, events } = mapperOf(lines);
  return [...events, ...mapper.end({ exitCode, signal: null, stderr: "" })];
}

const some = { input: 100, output: 20, reasoning: 0, cache: { read: 0, write: 0 } };
const step = (reason: string, tokens: object = some) => ({
  type: "step_finish",
  part: { type: "step-finish", reason, tokens, cost: 0.5 },
});
const tool = (name: string, state: object) => ({
  type: "tool_use",
  part: { type: "tool", callID: "c1", tool: name, state },
});
const api = (data: object) => ({ name: "APIError", data });

type Row = [error: unknown, kind: AgentErrorKind, message: string, resetAt: string | null];
const unified = { "anthropic-ratelimit-unified-status": "rejected" };
const inAnHour = { "anthropic-ratelimit-unified-reset": String(now / 1000 + 3600) };
const usedUp = '{"error":{"type":"usage_limit_reached","message":"Used up","resets_in_seconds":7200}}';
const noModel = { providerID: "acme", modelID: "larg", suggestions: ["large"] };
const failures: Row[] = [
  [{ data: {}, errors: [{ message: "Invalid model name" }], success: false }, "request", "Invalid model name", null],
  ["The model does not exist", "request", "The model does not exist", null],
  [{ _tag: "SessionBusyError", message: "The session is busy" }, "unknown", "The session is busy", null],
  [
    { name: "ProviderModelNotFoundError", data: noModel },
    "request",
    "ProviderModelNotFoundError acme/larg (did you mean large?)",
    null,
  ],
  [{}, "unknown", "It failed without a reason", null],
  [
    api({ message: "Payment Required", statusCode: 402, responseBody: '{"error":{"message":"No credits are left"}}' }),
    "usage_limit",
    "Payment Required: No credits are left",
    null,
  ],
  [
    api({ message: "Too Many Requests", statusCode: 429, responseBody: usedUp }),
    "usage_limit",
    "Too Many Requests: Used up",
    "2026-01-01T02:00:00.000Z",
  ],
  [
    api({ message: "Slow", statusCode: "429", responseHeaders: { "Retry-After": "Thu, 01 Jan 2026 00:10:00 GMT" } }),
    "rate_limit",
    "Slow",
    "2026-01-01T00:10:00.000Z",
  ],
  [
    api({ message: "Slow", statusCode: 429, responseHeaders: { "set-cookie": ["a"], "retry-after-ms": "90000" } }),
    "rate_limit",
    "Slow",
    "2026-01-01T00:01:30.000Z",
  ],
  [
    api({ message: "Over your rate limit", statusCode: 429, responseHeaders: { ...unified, ...inAnHour } }),
    "usage_limit",
    "Over your rate limit",
    "2026-01-01T01:00:00.000Z",
  ],
  [
    api({ message: "It is: Overloaded", statusCode: 529, responseBody: '{"message":"Overloaded"}' }),
    "overloaded",
    "It is: Overloaded",
    null,
  ],
];

test.each(failures)("an error of whatever shape is the failure, of its kind, with its time: %j", (...row) => {
  const [error, kind, message, resetAt] = row;
  const events = mapped([{ type: "error", error }], 1);
  expect(events.slice(1)).toEqual([
    { type: "agent.error", kind, message, resetAt },
    { type: "agent.finished", ok: false, why: kind, exitCode: 1, signal: null, ms: 0 },
  ]);
});

test("the last line of newer releases is the last word, and tells what was refused", () => {
  const done = (rejected: readonly string[]) => ({ type: "done", reason: "idle", rejected });
  const { mapper, events } = mapperOf([step("end"), done([])]);
  expect(mapper.lastWord()).toBe(true);
  expect(events.map(({ type }) => type)).toEqual(["agent.session", "agent.usage"]);
  const refused = mapped([step("tool-calls"), done(["bash", "edit", "bash"])]);
  expect(refused).toContainEqual({
    type: "agent.notice",
    message: "Refused, as nobody was there to allow it: bash, edit",
  });
  expect(refused.at(-1)).toMatchObject({ ok: false });
});

test("a call that is told before it ended is one call, and names all that its patch does", () => {
  const patchText =
    "*** Begin Patch\n*** Update File: src/a.ts\n*** Move to: src/z.ts\n@@\n-a\n+b\n*** Add File: src/b.ts\n+c\n*** Delete File: c.ts\n*** End Patch";
  const events = mapped([
    tool("apply_patch", { status: "pending", input: {}, raw: "" }),
    tool("apply_patch", { status: "running", input: { patchText } }),
    tool("apply_patch", { status: "completed", input: { patchText }, output: "Done", metadata: {} }),
    step("stop"),
  ]);
  expect(events.filter(({ type }) => type.startsWith("agent.tool"))).toMatchObject([
    { call: "c1", tool: "edit", paths: ["src/a.ts", "src/z.ts", "src/b.ts", "c.ts"] },
    { call: "c1", ok: true, output: "Done" },
  ]);
  const written = { files: [{ filePath: "/repo/x.ts" }, "y.ts"] };
  const named = mapped([tool("patch", { status: "completed", input: {}, output: "", metadata: written })]);
  expect(named).toContainEqual(expect.objectContaining({ type: "agent.tool.called", paths: ["x.ts", "y.ts"] }));
});

test.each([
  ["bash", "a\n\n<bash_metadata>\nbash tool terminated command after exceeding timeout 5 ms\n</bash_metadata>", false],
  ["bash", "a\n\n<shell_metadata>\nUser aborted the command\n</shell_metadata>", false],
  ["bash", "the text <bash_metadata> is terminated by something", true],
  ["bash", "all was aborted", true],
])("%s that said %j ended well: %p", (name, output, ok) => {
  const events = mapped([tool(name, { status: "completed", input: {}, output, metadata: { exit: null } })]);
  expect(events).toContainEqual(expect.objectContaining({ type: "agent.tool.finished", ok }));
});

test.each([
  ["task_id: ses_2 (for resuming)\n\n<task_result>\nAll fine\n</task_result>", "All fine"],
  ['<task id="ses_2">\n<task_result>\nAll fine\n</task_result>\n</task>', "All fine"],
  ["All fine\n\n<task_metadata>\nsession_id: ses_2\n</task_metadata>", "All fine"],
  ["<task_result> is a word", "<task_result> is a word"],
])("a sub-agent's answer %j is told without its frame", (output, answer) => {
  const events = mapped([tool("task", { status: "completed", input: {}, output })]);
  expect(events).toContainEqual(expect.objectContaining({ type: "agent.tool.finished", output: answer }));
});

test("a step that tells only a sum is counted", () => {
  expect(mapped([step("stop", { total: 500 })])).toContainEqual(
    expect.objectContaining({ type: "agent.usage", input: 500, output: 0, usd: 0.5 }),
  );
  expect(mapped([step("stop", { ...some, total: 999 })])).toContainEqual(
    expect.objectContaining({ type: "agent.usage", input: 100, output: 20 }),
  );
});
