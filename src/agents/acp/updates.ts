import type { SessionUpdate, ToolCall, ToolCallContent, ToolCallUpdate } from "@agentclientprotocol/sdk";
import type { AgentEvent, ToolKind } from "../../core/agent-event.ts";
import { boundInput, boundOutput } from "../bound.ts";
import { relativePaths } from "../relative-paths.ts";

const kinds: Readonly<Record<string, ToolKind>> = {
  read: "read",
  edit: "edit",
  delete: "edit",
  move: "edit",
  search: "search",
  execute: "run",
  think: "plan",
  fetch: "fetch",
};

/** Translates a session's updates. Text comes in chunks, which are told as one once something else follows. */
export function newUpdateMap(cwd: string): { map(update: SessionUpdate): AgentEvent[]; flush(): AgentEvent[] } {
  let pending: { type: "agent.text" | "agent.reasoning"; text: string } | null = null;
  /** What calls were told to be when they began: their updates name only what changed. */
  const calls = new Map<string, ToolCallUpdate>();

  const flush = (): AgentEvent[] => {
    const told = pending;
    pending = null;
    return told === null || told.text === "" ? [] : [told];
  };
  const chunk = (type: "agent.text" | "agent.reasoning", text: string): AgentEvent[] => {
    if (pending?.type === type) {
      pending.text += text;
      return [];
    }
    const told = flush();
    pending = { type, text };
    return told;
  };
  const call = (update: ToolCall | ToolCallUpdate): AgentEvent[] => {
    const known = { ...calls.get(update.toolCallId), ...defined(update) };
    calls.set(update.toolCallId, known);
    return [...flush(), ...callEvents(known, cwd)];
  };

  return {
    flush,
    map(update) {
      switch (update.sessionUpdate) {
        case "agent_message_chunk":
          return update.content.type === "text" ? chunk("agent.text", update.content.text) : [];
        case "agent_thought_chunk":
          return update.content.type === "text" ? chunk("agent.reasoning", update.content.text) : [];
        case "tool_call":
        case "tool_call_update":
          return call(update);
        default:
          // Plans, modes, commands and titles are the agent's own affairs.
          return [];
      }
    },
  };
}

/** A call is told once, and so is its end: the runner's ledger leaves out what was told before. */
function callEvents(call: ToolCallUpdate, cwd: string): AgentEvent[] {
  const locations = (call.locations ?? []).map(({ path }) => path);
  const diffs = (call.content ?? []).flatMap((content) => (content.type === "diff" ? [content.path] : []));
  // An agent may announce a call before it knows its input; what it is called with is told once that is known.
  const begun = call.status !== "pending" || call.rawInput !== undefined;
  const called: AgentEvent = {
    type: "agent.tool.called",
    call: call.toolCallId,
    tool: kinds[call.kind ?? "other"] ?? "other",
    nativeTool: call.name ?? call.title ?? call.kind ?? "other",
    input: boundInput(call.rawInput ?? null),
    paths: [...new Set(relativePaths(cwd, [...locations, ...diffs]))],
  };
  if (call.status !== "completed" && call.status !== "failed") return begun ? [called] : [];
  const output = boundOutput((call.content ?? []).map(contentText).join("\n"));
  const ok = call.status === "completed";
  return [called, { type: "agent.tool.finished", call: call.toolCallId, ok, exitCode: null, ...output }];
}

function contentText(content: ToolCallContent): string {
  if (content.type === "content") return content.content.type === "text" ? content.content.text : "";
  return "";
}

/** Fields that an update names; `null` and absence mean that nothing changed. */
function defined(update: ToolCall | ToolCallUpdate): ToolCallUpdate {
  const entries = Object.entries(update).filter(([, value]) => value != null);
  return { ...Object.fromEntries(entries), toolCallId: update.toolCallId };
}
