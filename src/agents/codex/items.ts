import type { AgentEvent, ToolKind } from "../../core/agent-event.ts";
import { type JsonRecord, listOf, recordOf, textOf } from "../../core/narrow.ts";
import { boundInput, boundOutput } from "../bound.ts";
import { relativePath } from "../tool-facts.ts";

/** The call that an item is; `null` when it has no name to be called by. */
export function itemCalled(item: JsonRecord, cwd: string): AgentEvent[] | null {
  const { id, type } = item;
  if (typeof id !== "string" || typeof type !== "string") return null;
  const call = (tool: ToolKind, nativeTool: string, input: unknown, paths: string[] = []): AgentEvent[] => [
    { type: "agent.tool.called", call: id, tool, nativeTool, input: boundInput(input), paths },
  ];
  switch (type) {
    case "command_execution":
      return call("run", type, { command: textOf(item["command"]) || listOf(item["command"]).map(textOf).join(" ") });
    case "file_change": {
      const changes = listOf(item["changes"]).map((raw) => changeOf(recordOf(raw), cwd));
      const added = changes.length > 0 && changes.every(({ kind }) => kind === "add");
      const paths = changes.flatMap(({ path, to }) => (to === undefined ? [path] : [path, to]));
      return call(added ? "write" : "edit", type, { changes }, paths);
    }
    case "mcp_tool_call":
      return call("other", `${textOf(item["server"])}.${textOf(item["tool"])}`, item["arguments"] ?? null);
    case "collab_tool_call":
    case "collab_agent_tool_call":
      return call("agent", textOf(item["tool"]) || type, subAgentInput(item));
    case "web_search":
      return call("web-search", type, { query: textOf(item["query"]), ...given("action", item["action"]) });
    case "todo_list":
      return call("plan", type, { items: item["items"] ?? [] });
    case "image_view":
    case "image_generation":
      return call(
        "image",
        type,
        restOf(item),
        [item["path"], item["saved_path"]].flatMap((path) => relativeOrNothing(cwd, path)),
      );
    default:
      return call("other", type, restOf(item));
  }
}

interface Change {
  path: string;
  kind: string;
  /** Where a file went that was moved. */
  to?: string;
}

function changeOf({ path, kind }: JsonRecord, cwd: string): Change {
  const { type, move_path } = recordOf(kind);
  const change = { path: relativePath(cwd, textOf(path)), kind: textOf(kind) || textOf(type) };
  const [to] = relativeOrNothing(cwd, move_path);
  return to === undefined ? change : { ...change, to };
}

/** How a call ended. */
export function itemFinished(item: JsonRecord): AgentEvent {
  const { id, status, exit_code } = item;
  const exitCode = typeof exit_code === "number" ? exit_code : null;
  const failed = badStatus.has(textOf(status)) || (exitCode !== null && exitCode !== 0) || lostSubAgent(item);
  const { output, outputBytes } = boundOutput(outputOf(item));
  return { type: "agent.tool.finished", call: textOf(id), ok: !failed, exitCode, output, outputBytes };
}

/** True for an item that only says something: what is done has a status. Kinds that come later are known by it. */
export function onlySpeaks({ type, text, status }: JsonRecord): boolean {
  return speech.has(textOf(type)) || (typeof text === "string" && status === undefined);
}

const speech: ReadonlySet<string> = new Set(["agent_message", "assistant_message", "reasoning", "plan"]);

/** What an item that only says something says. */
export function spoken({ type, text, summary, content }: JsonRecord): AgentEvent[] {
  const said = textOf(text) || saidInParts([...listOf(summary), ...listOf(content)]);
  return said === "" ? [] : [{ type: type === "reasoning" ? "agent.reasoning" : "agent.text", text: said }];
}

function saidInParts(parts: readonly unknown[]): string {
  const texts = parts.map((part) => textOf(part) || textOf(recordOf(part)["text"]));
  return texts.filter((text) => text !== "").join("\n");
}

const badStatus: ReadonlySet<string> = new Set(["failed", "declined", "errored", "interrupted", "cancelled"]);

/** What a sub-agent is asked, and which one that is where it is one that works already. */
function subAgentInput({ prompt, receiver_thread_ids }: JsonRecord): JsonRecord {
  const agents = listOf(receiver_thread_ids);
  return { ...given("prompt", prompt), ...(agents.length === 0 ? {} : { agents }) };
}

function statesOf(item: JsonRecord): JsonRecord[] {
  if (item["agents_states"] === undefined) return [];
  return Object.values(recordOf(item["agents_states"])).map(recordOf);
}

/** The program calls a wait for a sub-agent that failed completed. */
function lostSubAgent(item: JsonRecord): boolean {
  if (item["agents_states"] === undefined) return false;
  return statesOf(item).some(({ status }) => status === "errored" || status === "not_found");
}

function given(name: string, value: unknown): JsonRecord {
  return value == null || value === "" ? {} : { [name]: value };
}

function relativeOrNothing(cwd: string, path: unknown): string[] {
  return typeof path === "string" && path !== "" ? [relativePath(cwd, path)] : [];
}

/** What an item of an unknown kind says beside its name and what it answers; `null`: nothing. */
function restOf(item: JsonRecord): JsonRecord | null {
  const rest = Object.entries(item).filter(([name]) => !answered.has(name));
  return rest.length === 0 ? null : Object.fromEntries(rest);
}

const answered: ReadonlySet<string> = new Set([
  ...["id", "type", "status", "exit_code", "text", "message", "output", "aggregated_output", "error", "result"],
]);

function outputOf(item: JsonRecord): string {
  const { type, aggregated_output, error, result, items } = item;
  if (typeof aggregated_output === "string") return aggregated_output;
  const failure = textOf(recordOf(error)["message"]) || textOf(error);
  if (failure !== "") return failure;
  if (type === "todo_list") return todoText(items);
  // The picture itself, as text.
  if (type === "image_generation") return "[an image]";
  const answers = statesOf(item).map(({ message, status }) => textOf(message) || textOf(status));
  if (answers.length > 0) return answers.join("\n");
  const parts = listOf(recordOf(result)["content"]).map(recordOf).map(partText);
  if (parts.length > 0) return parts.join("\n");
  return [item["output"], item["text"], item["message"], result].find((value) => typeof value === "string") ?? "";
}

function partText({ type, text, mimeType }: JsonRecord): string {
  return type === "image" ? `[an image: ${textOf(mimeType) || "unknown type"}]` : textOf(text);
}

/** A to-do list as people write it. */
export function todoText(items: unknown): string {
  return listOf(items)
    .map(recordOf)
    .map(({ text, completed }) => `[${completed === true ? "x" : " "}] ${textOf(text)}`)
    .join("\n");
}
