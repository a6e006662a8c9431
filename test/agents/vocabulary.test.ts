import { describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { claude } from "../../src/agents/claude/claude.ts";
import { codex } from "../../src/agents/codex/codex.ts";
import { newMapper } from "../../src/agents/mapper.ts";
import { opencode } from "../../src/agents/opencode/opencode.ts";
import { pi } from "../../src/agents/pi/pi.ts";
import type { ProgramSpec } from "../../src/agents/program-spec.ts";
import type { AgentEvent } from "../../src/core/agent-event.ts";

const ended = { exitCode: 0, signal: null, stderr: "" };

function mapped(spec: ProgramSpec, lines: readonly unknown[], exit = ended): AgentEvent[] {
  const mapper = newMapper(spec.newTranslation({ cwd: "/repo", now: () => Date.UTC(2026, 10, 20), usageBefore: null }));
  return [...lines.flatMap((line) => mapper.map(JSON.stringify(line))), ...mapper.end(exit)];
}

const called = (events: readonly AgentEvent[]) => events.filter((event) => event.type === "agent.tool.called");
const finished = (events: readonly AgentEvent[]) => events.filter((event) => event.type === "agent.tool.finished");
const notices = (events: readonly AgentEvent[]) =>
  events.flatMap((event) => (event.type === "agent.notice" ? [event.message] : []));
const texts = (events: readonly AgentEvent[]) =>
  events.flatMap((event) => (event.type === "agent.text" ? [event.text] : []));
const unknown = (events: readonly AgentEvent[]) => events.filter(({ type }) => type === "agent.unknown");

describe("codex", () => {
  const item = (type: "started" | "updated" | "completed", body: object) => ({ type: `item.${type}`, item: body });
  const done = { type: "turn.completed", usage: { input_tokens: 10, cached_input_tokens: 0, output_tokens: 2 } };
  const collab = (tool: string, more: object) => ({
    id: `item_${tool}`,
    type: "collab_tool_call",
    tool,
    sender_thread_id: "main",
    receiver_thread_ids: ["child"],
    prompt: null,
    agents_states: {},
    status: "completed",
    ...more,
  });

  test("a sub-agent's task and its answer are told, and one that failed is no success", () => {
    const events = mapped(codex, [
      item("started", collab("spawn_agent", { prompt: "Look at the tests", status: "in_progress" })),
      item("completed", collab("spawn_agent", { prompt: "Look at the tests" })),
      item("completed", collab("wait", { agents_states: { child: { status: "completed", message: "All green" } } })),
      item(
        "completed",
        collab("wait_again", { agents_states: { child: { status: "errored", message: "No credit left" } } }),
      ),
      done,
    ]);
    expect(called(events)).toMatchObject([
      { tool: "agent", nativeTool: "spawn_agent", input: { prompt: "Look at the tests", agents: ["child"] } },
      { tool: "agent", nativeTool: "wait" },
      { tool: "agent", nativeTool: "wait_again" },
    ]);
    expect(finished(events)).toMatchObject([
      { ok: true },
      { ok: true, output: "All green" },
      { ok: false, output: "No credit left" },
    ]);
  });

  test("a to-do list is told each time that it changes", () => {
    const list = (...completed: boolean[]) => ({
      id: "item_1",
      type: "todo_list",
      items: completed.map((is, index) => ({ text: `step ${index + 1}`, completed: is })),
    });
    const events = mapped(codex, [
      item("started", list(false, false)),
      item("updated", list(true, false)),
      item("updated", list(true, false)),
      item("completed", list(true, true)),
      done,
    ]);
    expect(called(events)).toMatchObject([{ tool: "plan" }, { tool: "plan" }, { tool: "plan" }]);
    expect(finished(events)).toMatchObject([
      { output: "[ ] step 1\n[ ] step 2" },
      { output: "[x] step 1\n[ ] step 2" },
      { output: "[x] step 1\n[x] step 2" },
    ]);
  });

  test("a search and an image have kinds of their own", () => {
    const events = mapped(codex, [
      item("completed", { id: "item_0", type: "web_search", query: "zod enum", action: { type: "search" } }),
      item("completed", { id: "item_1", type: "image_view", path: "/repo/shot.png", status: "completed" }),
      done,
    ]);
    expect(called(events)).toMatchObject([
      { tool: "web-search", input: { query: "zod enum" } },
      { tool: "image", paths: ["shot.png"] },
    ]);
  });

  test("items of kinds that nobody knows yet keep what they say", () => {
    const events = mapped(codex, [
      item("started", { id: "item_0", type: "plan", text: "" }),
      item("completed", { id: "item_0", type: "plan", text: "First this, then that" }),
      item("completed", { id: "item_1", type: "dream", seed: 7, status: "completed", output: "sheep" }),
      item("completed", { id: "item_2", type: "oracle", status: "failed", message: "It is silent" }),
      done,
    ]);
    expect(texts(events)).toEqual(["First this, then that"]);
    expect(called(events)).toMatchObject([
      { tool: "other", nativeTool: "dream", input: { seed: 7 } },
      { tool: "other", nativeTool: "oracle" },
    ]);
    expect(finished(events)).toMatchObject([
      { ok: true, output: "sheep" },
      { ok: false, output: "It is silent" },
    ]);
  });

  const exhausted = { type: "error", message: "You've hit your usage limit." };
  test("an error is final when nothing follows it, whatever the program's exit code", () => {
    for (const exitCode of [0, 1]) {
      const events = mapped(codex, [{ type: "thread.started", thread_id: "t" }, exhausted], { ...ended, exitCode });
      expect(events.slice(1)).toMatchObject([
        { type: "agent.error", kind: "usage_limit", message: "You've hit your usage limit." },
        { type: "agent.finished", ok: false, why: "usage_limit" },
      ]);
    }
  });

  test("an error that the turn got over is noticed, and one that the turn repeats is told once", () => {
    const over = mapped(codex, [exhausted, item("completed", { id: "i", type: "agent_message", text: "Done" }), done]);
    expect(over.at(-1)).toMatchObject({ ok: true });
    expect(notices(over)).toEqual(["It went on after an error: You've hit your usage limit."]);
    const repeated = mapped(codex, [exhausted, { type: "turn.failed", error: { message: exhausted.message } }], {
      ...ended,
      exitCode: 1,
    });
    expect(repeated.map(({ type }) => type)).toEqual(["agent.error", "agent.finished"]);
  });

  test("a question that nobody answers is noticed", () => {
    const questions = [{ id: "q", header: "Way", question: "Left or right?" }];
    expect(notices(mapped(codex, [{ type: "request_user_input", id: "t", call_id: "c", questions }, done]))).toEqual([
      "It asked a question, and nobody is there to answer: Left or right?",
    ]);
  });

  test("a session's whole use has that of its sub-agents in it, and of nobody else", () => {
    const home = mkdtempSync(join(tmpdir(), "baro-codex-"));
    const day = join(home, "sessions", "2026", "11", "26");
    mkdirSync(day, { recursive: true });
    const record = (time: string, id: string, parent: string | null, input: number) => {
      const meta = { type: "session_meta", payload: { id, ...(parent === null ? {} : { parent_thread_id: parent }) } };
      const total_token_usage = { input_tokens: input, cached_input_tokens: 1, output_tokens: 2 };
      const count = { type: "event_msg", payload: { type: "token_count", info: { total_token_usage } } };
      const name = `rollout-2026-11-26T${time}-${id}.jsonl`;
      writeFileSync(join(day, name), [meta, count].map((line) => `${JSON.stringify(line)}\n`).join(""));
    };
    try {
      record("10-00-00", "main", null, 1000);
      record("10-00-05", "child", "main", 200);
      record("10-00-06", "grandchild", "child", 30);
      record("10-00-07", "stranger", null, 5000);
      record("09-00-00", "older", "main", 7000);
      const usage = codex.sessionUsage?.("main", { CODEX_HOME: home });
      expect(usage?.own).toEqual({ input: 1000, cachedInput: 1, output: 2, reasoning: 0 });
      expect(usage?.whole).toEqual({ input: 1230, cachedInput: 3, output: 6, reasoning: 0 });
      expect(codex.sessionUsage?.("nobody", { CODEX_HOME: home })).toBeNull();
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});

describe("opencode", () => {
  const line = (type: string, part: object, sessionID = "ses_main") => ({ type, timestamp: 1, sessionID, part });
  const stop = line("step_finish", { type: "step-finish", reason: "stop", tokens: { input: 5, output: 1 }, cost: 0 });
  const tool = (name: string, input: object, state: object) =>
    line("tool_use", {
      type: "tool",
      tool: name,
      callID: `call_${name}`,
      state: { status: "completed", input, ...state },
    });

  test("a sub-agent, a to-do list, a search and an image are what they are", () => {
    const output = '<task id="ses_child" state="completed">\n<task_result>\nIt has two lines.\n</task_result>\n</task>';
    const image = { type: "file", mime: "image/png", filename: "shot.png", url: "data:image/png;base64,AAAA" };
    const events = mapped(opencode, [
      tool("task", { description: "Count", prompt: "Count the lines", subagent_type: "general" }, { output }),
      tool("todowrite", { todos: [] }, { output: "[]" }),
      tool("websearch", { query: "zod" }, { output: "found" }),
      tool("read", { filePath: "/repo/shot.png" }, { output: "Image read", attachments: [image] }),
      stop,
    ]);
    expect(called(events).map(({ tool }) => tool)).toEqual(["agent", "plan", "web-search", "read"]);
    expect(finished(events).map(({ output }) => output)).toEqual([
      "It has two lines.",
      "[]",
      "found",
      "Image read\n[an image: shot.png]",
    ]);
  });

  test("what the program says in another's name is no answer of the agent", () => {
    const events = mapped(opencode, [
      line("text", { type: "text", text: "Done." }),
      line("text", { type: "text", text: "Continue if you have next steps", synthetic: true }),
      line("text", { type: "text", text: "seen by nobody", ignored: true }),
      stop,
    ]);
    expect(texts(events)).toEqual(["Done."]);
    expect(notices(events)).toEqual(["It was told: Continue if you have next steps", "It was told: seen by nobody"]);
  });

  test("lines of another session are a sub-agent's, and end nothing", () => {
    const broken = { ...line("step_finish", { type: "step-finish", reason: "length", tokens: {} }, "ses_child") };
    const events = mapped(opencode, [
      line("step_start", { type: "step-start" }),
      line("text", { type: "text", text: "I count." }, "ses_child"),
      stop,
      broken,
      { type: "error", timestamp: 1, sessionID: "ses_child", error: { name: "APIError", data: { message: "No" } } },
    ]);
    expect(events.filter(({ type }) => type === "agent.session")).toEqual([
      { type: "agent.session", session: "ses_main" },
    ]);
    expect(events).toContainEqual({ type: "agent.text", text: "I count.", parent: "ses_child" });
    expect(notices(events)).toEqual(["A sub-agent failed: No"]);
    expect(events.at(-1)).toMatchObject({ ok: true, why: "done" });
  });

  test("what a part tells of the session is a notice or a retry", () => {
    const events = mapped(opencode, [
      line("compaction", { type: "compaction", auto: true }),
      line("retry", { type: "retry", attempt: 2, error: { name: "APIError", data: { message: "Overloaded" } } }),
      line("subtask", { type: "subtask", description: "Count", prompt: "Count", agent: "general" }),
      line("patch", { type: "patch", hash: "0", files: [] }),
      stop,
    ]);
    expect(unknown(events)).toEqual([]);
    expect(notices(events)).toEqual([
      "The conversation is compacted because it is nearly full",
      "A sub-agent is sent: Count",
    ]);
    expect(events).toContainEqual({ type: "agent.retry", attempt: 2, waitMs: null, why: "Overloaded" });
  });

  test("a session's whole use has that of its sub-agents in it, from the program's own record", () => {
    const data = mkdtempSync(join(tmpdir(), "baro-opencode-"));
    mkdirSync(join(data, "opencode"));
    try {
      const records = new DatabaseSync(join(data, "opencode", "opencode.db"));
      const counts = ["input", "output", "reasoning", "cache_read", "cache_write"].map(
        (name) => `tokens_${name} integer`,
      );
      records.exec(`CREATE TABLE session (id text, parent_id text, ${counts.join(", ")})`);
      const add = records.prepare("INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?)");
      add.run("ses_main", null, 1000, 20, 3, 100, 0);
      add.run("ses_child", "ses_main", 200, 5, 1, 0, 0);
      add.run("ses_stranger", null, 9000, 90, 0, 0, 0);
      records.close();
      const usage = opencode.sessionUsage?.("ses_main", { XDG_DATA_HOME: data });
      expect(usage?.own).toEqual({ input: 1100, cachedInput: 100, output: 23, reasoning: 3 });
      expect(usage?.whole).toEqual({ input: 1300, cachedInput: 100, output: 29, reasoning: 4 });
      expect(opencode.sessionUsage?.("ses_other", { XDG_DATA_HOME: data })).toBeNull();
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
});

describe("pi", () => {
  const end = (message: object) => ({ type: "message_end", message });
  const usage = { input: 10, output: 2, cacheRead: 0, cacheWrite: 0, totalTokens: 12, cost: { total: 0.5 } };
  const answer = end({ role: "assistant", content: [{ type: "text", text: "Done." }], usage, stopReason: "stop" });

  test("a sub-agent, a to-do list and a search are what they are, and its tokens count", () => {
    const names = ["subagent", "todo", "web_search"];
    const events = mapped(pi, [
      ...names.map((toolName) => ({ type: "tool_execution_start", toolCallId: `c-${toolName}`, toolName, args: {} })),
      end({ role: "toolResult", toolCallId: "c-subagent", toolName: "subagent", content: [], usage, isError: false }),
      answer,
    ]);
    expect(called(events).map(({ tool }) => tool)).toEqual(["agent", "plan", "web-search"]);
    expect(events.filter(({ type }) => type === "agent.usage")).toMatchObject([
      { input: 10, output: 2, usd: 0.5, requests: null, parent: "c-subagent" },
      { input: 10, output: 2, usd: 0.5, requests: 1 },
    ]);
  });

  test("the tokens of a sub-agent of an older release's extension count", () => {
    const results = [1, 2].map((count) => ({
      usage: { input: count, output: count, cacheRead: 1, cacheWrite: 0, cost: 1 },
    }));
    const events = mapped(pi, [
      end({ role: "toolResult", toolCallId: "c", content: [], details: { mode: "parallel", results } }),
      answer,
    ]);
    expect(events[0]).toMatchObject({ type: "agent.usage", input: 5, cachedInput: 2, output: 3, usd: 2, parent: "c" });
  });

  test("images are named, in answers and in what tools give", () => {
    const picture = { type: "image", data: "AAAA", mimeType: "image/png" };
    const result = { content: [{ type: "text", text: "Read" }, picture] };
    const events = mapped(pi, [
      { type: "tool_execution_start", toolCallId: "c", toolName: "read", args: { path: "a.png" } },
      { type: "tool_execution_end", toolCallId: "c", toolName: "read", result, isError: false },
      end({ role: "assistant", content: [picture], usage, stopReason: "stop" }),
    ]);
    expect(finished(events)).toMatchObject([{ output: "Read\n[an image: image/png]" }]);
    expect(notices(events)).toEqual(["It answered with an image (image/png)"]);
  });

  test("what the session, extensions and people put in is told and is no answer", () => {
    const events = mapped(pi, [
      { type: "session_info_changed", name: "Tidy up" },
      { type: "thinking_level_changed", level: "high" },
      { type: "queue_update", steering: [], followUp: [] },
      end({ role: "custom", customType: "todo-reminder", content: "Two steps are left", display: true }),
      end({ role: "custom", customType: "state", content: "hidden", display: false }),
      end({ role: "compactionSummary", summary: "They wrote a file", tokensBefore: 9 }),
      end({ role: "bashExecution", command: "ls", output: "a", exitCode: 0, cancelled: false, truncated: false }),
      { type: "extension_error", extensionPath: "/x/todo.ts", event: "tool_call", error: "broke" },
      { type: "summarization_retry_scheduled", attempt: 1, maxAttempts: 3, delayMs: 2000, errorMessage: "terminated" },
      { type: "summarization_retry_attempt_start", source: "compaction", reason: "threshold" },
      { type: "summarization_retry_finished" },
      { type: "auto_compaction_start", reason: "overflow" },
      { type: "compaction_end", result: { summary: "s", usage }, aborted: false, willRetry: false },
      answer,
    ]);
    expect(unknown(events)).toEqual([]);
    expect(texts(events)).toEqual(["Done."]);
    expect(notices(events)).toEqual([
      "The session is called Tidy up",
      "It thinks at the level high",
      "It was told: Two steps are left",
      "It was told: They wrote a file",
      "The extension /x/todo.ts failed: broke",
      "The conversation is compacted (overflow)",
    ]);
    expect(called(events)).toMatchObject([{ tool: "run", input: { command: "ls" } }]);
    expect(events).toContainEqual({ type: "agent.retry", attempt: 1, waitMs: 2000, why: "terminated" });
    expect(events.filter(({ type }) => type === "agent.usage")).toHaveLength(2);
  });
});

describe("lines of other versions", () => {
  test("claude's signs of life and sums are nothing new, and a sign-in that failed is told", () => {
    const events = mapped(claude, [
      { type: "tool_progress", tool_use_id: "t1", tool_name: "Bash", elapsed_time_seconds: 30 },
      { type: "tool_use_summary", summary: "Read 3 files", preceding_tool_use_ids: ["t1"] },
      { type: "auth_status", isAuthenticating: false, output: [], error: "Login expired" },
    ]);
    expect(unknown(events)).toEqual([]);
    expect(notices(events)).toEqual(["Signing in failed: Login expired"]);
  });

  test.each([
    ["ProviderAuthError", { providerID: "x", message: "bad key" }, "auth"],
    ["MessageOutputLengthError", {}, "context"],
  ])("opencode's %s is an error of its kind", (name, data, kind) => {
    const [error] = mapped(opencode, [{ type: "error", error: { name, data } }]);
    expect(error).toMatchObject({ type: "agent.error", kind });
  });

  test("a model that codex may not use is the request's fault", () => {
    const message = JSON.stringify({ status: 400, error: { message: "The 'x' model is not supported" } });
    const [error] = mapped(codex, [{ type: "turn.failed", error: { message } }]);
    expect(error).toMatchObject({ type: "agent.error", kind: "request" });
  });

  test("the limit that was reached says when it ends: no warning of another, and no other failure", () => {
    const told = (status: string, resetsAt: number) => ({
      type: "rate_limit_event",
      rate_limit_info: { status, resetsAt },
    });
    const failure = (error: string, text: string) => ({
      type: "assistant",
      error,
      message: { id: text, content: [{ type: "text", text }] },
    });
    const errors = mapped(claude, [
      told("allowed_warning", 1_800_000_000),
      failure("rate_limit", "You've hit your weekly limit · resets Dec 3, 2026, 7am (UTC)"),
      told("rejected", 1_796_860_800),
      failure("rate_limit", "You've hit your limit · resets 7am (UTC)"),
      failure("something_new", "It broke"),
    ]).flatMap((event) => (event.type === "agent.error" ? [event.resetAt] : []));
    expect(errors).toEqual(["2026-12-03T07:00:00.000Z", "2026-12-10T00:00:00.000Z", null]);
  });

  test("claude's other word for a retry, and what was refused by its name", () => {
    const error = { message: "Overloaded" };
    const events = mapped(claude, [
      { type: "system", subtype: "api_error", retryAttempt: 2, retryInMs: 1200.5, error },
      { type: "system", subtype: "permission_denied", tool_name: "Bash", message: "not in this mode" },
    ]);
    expect(events).toContainEqual({ type: "agent.retry", attempt: 2, waitMs: 1201, why: "Overloaded" });
    expect(notices(events)).toEqual(["Bash was refused: not in this mode"]);
  });

  test("codex's echo of what we said is no answer, and a compaction is no call", () => {
    const item = (type: string, more = {}) => ({ type: "item.completed", item: { id: type, type, ...more } });
    const events = mapped(codex, [
      item("user_message", { text: "Do it" }),
      { ...item("context_compaction"), type: "item.started" },
      item("context_compaction"),
      { type: "thread.compacted" },
      item("agent_message", { text: "Done." }),
    ]);
    expect(texts(events)).toEqual(["Done."]);
    expect([...called(events), ...unknown(events)]).toEqual([]);
    expect(notices(events)).toEqual(Array(2).fill("The conversation was compacted"));
  });
});
