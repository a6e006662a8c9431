import { expect, test } from "bun:test";
import { codex } from "../../src/agents/codex/codex.ts";
import { newMapper } from "../../src/agents/mapper.ts";
import type { AgentEvent } from "../../src/core/agent-event.ts";

const started = { type: "thread.started", thread_id: "t1" };
const item = (body: object, more: object = {}) => ({ type: "item.completed", item: { id: "i1", ...body }, ...more });
const done = (input: number, output: number, more: object = {}) => ({
  type: "turn.completed",
  usage: { input_tokens: input, cached_input_tokens: 0, output_tokens: output },
  ...more,
});

function mapped(lines: readonly object[], exitCode = 0): AgentEvent[] {
  const now = () => Date.UTC(2026, 0, 1);
  const mapper = newMapper(codex.newTranslation({ cwd: "/repo", now, usageBefore: null }));
  const events = lines.flatMap((line) => mapper.map(JSON.stringify(line)));
  return [...events, ...mapper.end({ exitCode, signal: null, stderr: "" })];
}

test("what a sub-agent says and uses on the same wire is its own, and its session is not gone on with", () => {
  const events = mapped([
    started,
    { type: "thread.started", thread_id: "t2" },
    item({ type: "agent_message", text: "From the child" }, { thread_id: "t2" }),
    item({ type: "command_execution", command: "ls", exit_code: 0, status: "completed" }, { thread_id: "t2" }),
    done(50, 5, { thread_id: "t2" }),
    { type: "turn.failed", thread_id: "t3", error: { message: "No credit left" } },
    item({ type: "agent_message", text: "From the parent" }, { thread_id: "t1" }),
    done(100, 20, { thread_id: "t1" }),
  ]);
  expect(events).toMatchObject([
    { type: "agent.session", session: "t1" },
    { type: "agent.text", text: "From the child", parent: "t2" },
    { type: "agent.tool.called", call: "t2.i1", parent: "t2" },
    { type: "agent.tool.finished", call: "t2.i1", ok: true },
    { type: "agent.usage", input: 50, output: 5, parent: "t2" },
    { type: "agent.notice", message: "A sub-agent failed: No credit left" },
    { type: "agent.text", text: "From the parent" },
    { type: "agent.usage", input: 100, output: 20 },
    { type: "agent.finished", ok: true },
  ]);
});

test("releases before 0.44 name sessions and items otherwise", () => {
  const events = mapped([
    { type: "session.created", session_id: "s1" },
    item({ item_type: "assistant_message", text: "Done" }),
    item({ id: "i2", item_type: "command_execution", command: "ls", aggregated_output: "a", exit_code: 0 }),
    done(10, 2),
  ]);
  expect(events).toMatchObject([
    { type: "agent.session", session: "s1" },
    { type: "agent.text", text: "Done" },
    { type: "agent.tool.called", tool: "run", input: { command: "ls" } },
    { type: "agent.tool.finished", ok: true, output: "a" },
    { type: "agent.usage" },
    { type: "agent.finished", ok: true },
  ]);
});

test.each([
  ["You have hit your usage limit", "usage_limit", "You have hit your usage limit", null],
  [{ message: null }, "unknown", "The turn failed", null],
  [
    { message: "stream disconnected", codex_error_info: { type: "usage_limit_exceeded", resets_at: 1767232800 } },
    "usage_limit",
    'stream disconnected ({"type":"usage_limit_exceeded","resets_at":1767232800})',
    "2026-01-01T02:00:00.000Z",
  ],
  [
    { message: "It is full", codex_error_info: "context_window_exceeded" },
    "context",
    "It is full (context_window_exceeded)",
    null,
  ],
  [{ message: "Odd", codex_error_info: "other" }, "unknown", "Odd", null],
])("a turn that failed with %j", (error, kind, message, resetAt) => {
  const events = mapped([started, { type: "turn.failed", error }], 1);
  expect(events.slice(1)).toMatchObject([
    { type: "agent.error", kind, message, resetAt },
    { type: "agent.finished", ok: false, why: kind },
  ]);
});

test("a turn that was interrupted is no success, and says so", () => {
  const events = mapped([started, { type: "turn.aborted", reason: "replaced" }]);
  expect(events.slice(1)).toMatchObject([
    { type: "agent.error", message: "The turn was interrupted: replaced" },
    { type: "agent.finished", ok: false },
  ]);
});

test.each([
  [
    { type: "agent_message", text: "Yes", status: "completed" },
    { type: "agent.text", text: "Yes" },
  ],
  [
    { type: "reasoning", summary: ["One", { text: "Two" }], content: [] },
    { type: "agent.reasoning", text: "One\nTwo" },
  ],
  [
    { type: "command_execution", command: ["ls", "-l"], exit_code: 0 },
    { tool: "run", input: { command: "ls -l" } },
  ],
  [
    { type: "file_change", changes: [{ path: "/repo/a", kind: { type: "update", move_path: "/repo/b" } }] },
    { tool: "edit", paths: ["a", "b"], input: { changes: [{ path: "a", kind: "update", to: "b" }] } },
  ],
  [{ type: "image_generation", saved_path: "/repo/a.png", result: "iVBOR", status: "completed" }, { paths: ["a.png"] }],
  [
    { type: "collab_agent_tool_call", tool: "spawn", prompt: "Look" },
    { tool: "agent", input: { prompt: "Look" } },
  ],
])("the item %j", (body, expected) => {
  expect(mapped([started, item(body), done(1, 1)])[1]).toMatchObject(expected);
});

test("a picture is named, not printed", () => {
  const body = { type: "image_generation", result: "iVBORw0KGgo=", status: "completed" };
  expect(mapped([started, item(body)])).toContainEqual(expect.objectContaining({ call: "i1", output: "[an image]" }));
});

test("what the program says of itself is told", () => {
  const events = mapped([
    { type: "warning", message: "Little of the week is left" },
    { type: "deprecation_notice", summary: "That flag is old" },
    { type: "model.rerouted", from_model: "large", to_model: "small" },
  ]);
  expect(events.flatMap((event) => (event.type === "agent.notice" ? [event.message] : []))).toEqual([
    "Little of the week is left",
    "That flag is old",
    "Another model answers instead of large: small",
  ]);
});
