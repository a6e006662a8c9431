import type { PlanEntry, SessionUpdate, ToolCall, ToolCallContent, ToolCallUpdate } from "@agentclientprotocol/sdk";
import type { AgentEvent, ToolKind } from "../../core/agent-event.ts";
import { recordOf, textOf } from "../../core/narrow.ts";
import { boundInput, boundOutput } from "../bound.ts";
import { relativePaths } from "../tool-facts.ts";

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

/** Of one text; a longer one is told in several. An answer to a question has to be in one. */
const longestText = { answer: 1_000_000, work: 16_000 };
/** Calls that are open at once; what is told of more is left out. */
const mostOpen = 1000;

export interface UpdateMap {
  map(update: SessionUpdate): AgentEvent[];
  /** What was told of begun calls whose input did not come yet. */
  held(): AgentEvent[];
  /** The text so far, and `held`. */
  flush(): AgentEvent[];
}

/** Translates a session's updates. Text comes in chunks, which are told as one once it is long or something else follows. */
export function newUpdateMap(cwd: string, says: "answer" | "work"): UpdateMap {
  let pending: { type: "agent.text" | "agent.reasoning"; text: string } | null = null;
  /** What calls were told to be when they began: their updates name only what changed. */
  const calls = new Map<string, ToolCallUpdate>();
  const told = new Set<string>();
  let plan = { steps: "", changes: 0 };

  const text = (): AgentEvent[] => {
    const said = pending;
    pending = null;
    return said === null || said.text === "" ? [] : [said];
  };
  const chunk = (type: "agent.text" | "agent.reasoning", piece: string): AgentEvent[] => {
    if (pending?.type === type && pending.text.length + piece.length <= longestText[says]) {
      pending.text += piece;
      return [];
    }
    const said = text();
    pending = { type, text: piece };
    return said;
  };
  const held = (): AgentEvent[] => {
    const begun = [...calls.values()].filter(
      ({ toolCallId, status, rawInput }) => !told.has(toolCallId) && (status !== "pending" || !isEmpty(rawInput)),
    );
    for (const { toolCallId } of begun) told.add(toolCallId);
    return begun.map((known) => calledEvent(known, cwd));
  };
  const call = (update: ToolCall | ToolCallUpdate): AgentEvent[] => {
    const id = update.toolCallId;
    if (!calls.has(id) && calls.size >= mostOpen) return [];
    const known = { ...calls.get(id), ...defined(update) };
    calls.set(id, known);
    const ended = known.status === "completed" || known.status === "failed";
    // Some announce a call before they know its input, or all of it: it is told once that is known, or the call is over.
    const ready = ended || (known.status !== "pending" && !isEmpty(known.rawInput));
    const events = text();
    if (ready && !told.has(id)) events.push(calledEvent(known, cwd));
    if (ready) told.add(id);
    if (!ended) return events;
    calls.delete(id);
    told.delete(id);
    return [...events, finishedEvent(known)];
  };

  /** A to-do list that changed is a call of its own each time, as with agents that have a tool for it. */
  const planned = (entries: readonly PlanEntry[]): AgentEvent[] => {
    const steps = entries.map(({ content, status }) => `[${status === "completed" ? "x" : " "}] ${content}`).join("\n");
    if (steps === plan.steps || entries.length === 0) return [];
    plan = { steps, changes: plan.changes + 1 };
    const id = `plan.${plan.changes}`;
    const input = boundInput({ entries: entries.map(({ content, status }) => ({ content, status })) });
    return [
      ...text(),
      { type: "agent.tool.called", call: id, tool: "plan", nativeTool: "plan", input, paths: [] },
      { type: "agent.tool.finished", call: id, ok: true, exitCode: null, ...boundOutput(steps) },
    ];
  };

  return {
    held,
    flush: () => [...text(), ...held()],
    map(update) {
      switch (update.sessionUpdate) {
        case "agent_message_chunk":
          return update.content.type === "text" ? chunk("agent.text", update.content.text) : [...text(), shown(update)];
        case "agent_thought_chunk":
          return update.content.type === "text" ? chunk("agent.reasoning", update.content.text) : [];
        case "tool_call":
        case "tool_call_update":
          return call(update);
        case "plan":
          return planned(update.entries);
        default:
          // Modes, commands and titles are the agent's own affairs.
          return [];
      }
    },
  };
}

function shown({ content }: { content: { type: string } }): AgentEvent {
  return { type: "agent.notice", message: `It answered with something that is not text (${content.type})` };
}

function isEmpty(input: unknown): boolean {
  return input === undefined || input === null || input === "" || JSON.stringify(input) === "{}";
}

function calledEvent(call: ToolCallUpdate, cwd: string): AgentEvent {
  const locations = (call.locations ?? []).map(({ path }) => path);
  const diffs = (call.content ?? []).flatMap((content) => (content.type === "diff" ? [content.path] : []));
  return {
    type: "agent.tool.called",
    call: call.toolCallId,
    tool: kindOf(call),
    nativeTool: nameOf(call) ?? call.title ?? call.kind ?? "other",
    input: boundInput(call.rawInput ?? null),
    paths: [...new Set(relativePaths(cwd, [...locations, ...diffs]))],
  };
}

/** The tool's own name, which some tell beside the title that changes with the call. */
function nameOf(call: ToolCallUpdate): string | null {
  const meta = recordOf(call._meta);
  return call.name ?? (textOf(meta["toolName"]) || textOf(recordOf(meta["claudeCode"])["toolName"]) || null);
}

/** Tools that the protocol has no kind for. */
const kindsByName: Readonly<Record<string, ToolKind>> = {
  agent: "agent",
  task: "agent",
  subagent: "agent",
  spawn_agent: "agent",
  todowrite: "plan",
  todo_write: "plan",
  update_plan: "plan",
  websearch: "web-search",
  web_search: "web-search",
  google_web_search: "web-search",
  view_image: "image",
};

function kindOf(call: ToolCallUpdate): ToolKind {
  const named = kindsByName[(nameOf(call) ?? "").toLowerCase()];
  if (named !== undefined) return named;
  const diffs = (call.content ?? []).filter((content) => content.type === "diff");
  const made = diffs.length > 0 && diffs.every(({ oldText }) => oldText == null);
  return made && call.kind === "edit" ? "write" : (kinds[call.kind ?? "other"] ?? "other");
}

/** Output is in the content, in what the tool itself gave, or beside both where a terminal was shown. */
function finishedEvent(call: ToolCallUpdate): AgentEvent {
  const raw = recordOf(call.rawOutput);
  const meta = recordOf(call._meta);
  const content = (call.content ?? []).map(contentText).filter(Boolean).join("\n");
  const terminal = textOf(recordOf(meta["terminal_output"])["data"]);
  const given = ["output", "aggregated_output", "formatted_output", "stdout", "text"].map((name) => textOf(raw[name]));
  const text = content || terminal || given.find(Boolean) || textOf(call.rawOutput);
  const codes = [
    recordOf(meta["terminal_exit"])["exit_code"],
    raw["exit_code"],
    raw["exitCode"],
    recordOf(raw["metadata"])["exit"],
  ];
  const exitCode = codes.find((code): code is number => typeof code === "number") ?? null;
  const ok = call.status === "completed" && (exitCode ?? 0) === 0;
  return { type: "agent.tool.finished", call: call.toolCallId, ok, exitCode, ...boundOutput(text) };
}

function contentText(content: ToolCallContent): string {
  if (content.type !== "content") return "";
  const block = recordOf(content.content);
  switch (block["type"]) {
    case "text":
      return textOf(block["text"]);
    case "image":
      return `[an image: ${textOf(block["mimeType"]) || "unknown type"}]`;
    case "resource_link":
      return textOf(block["uri"]);
    case "resource": {
      const { text, uri } = recordOf(block["resource"]);
      return textOf(text) || textOf(uri);
    }
    default:
      return "";
  }
}

/** Fields that an update names; `null` and absence mean that nothing changed. */
function defined(update: ToolCall | ToolCallUpdate): ToolCallUpdate {
  const entries = Object.entries(update).filter(([, value]) => value != null);
  return { ...Object.fromEntries(entries), toolCallId: update.toolCallId };
}
