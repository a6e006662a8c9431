import { type JsonRecord, listOf, recordOf, textOf } from "../../core/narrow.ts";
import { contentText } from "./chat.ts";
import type { ToolResult } from "./script.ts";
import type { Conversation } from "./wire.ts";

/** Reads a Responses request: plain tools, and the code mode that offers its tools in an input item. */
export function readResponses(body: unknown): Conversation {
  const request = recordOf(body);
  const input = request["input"];
  const items = typeof input === "string" ? [{ type: "message", role: "user", content: input }] : listOf(input);
  const reading: Reading = {
    system: [textOf(request["instructions"])],
    users: [],
    toolResults: [],
    turn: 0,
    inTurn: false,
    names: new Map(),
    tools: flatTools(request["tools"]),
  };
  for (const item of items) readItem(recordOf(item), reading);
  return {
    model: textOf(request["model"]),
    stream: request["stream"] === true,
    system: reading.system.filter((text) => text !== "").join("\n"),
    users: reading.users,
    toolResults: reading.toolResults,
    turn: reading.turn,
    tools: reading.tools.map(nameOf),
    freeform: new Set(reading.tools.filter((tool) => tool["type"] === "custom").map((tool) => textOf(tool["name"]))),
    namespaces: namespacesOf(reading.tools),
    schema: recordOf(recordOf(request["text"])["format"])["schema"] ?? null,
  };
}

/** By which the model looks for tools that are not in the request yet; it has a type and no name. */
export const toolSearch = "tool_search";

function nameOf(tool: JsonRecord): string {
  return tool["type"] === toolSearch ? toolSearch : textOf(tool["name"]);
}

/** The namespace of the tools that need none to be called. */
const plainNamespace = "functions";

/** Tools may come in namespaces; their calls name both apart. */
function flatTools(tools: unknown, namespace?: string): JsonRecord[] {
  return listOf(tools).flatMap((raw) => {
    const tool = recordOf(raw);
    return tool["type"] === "namespace" ? flatTools(tool["tools"], textOf(tool["name"])) : [{ ...tool, namespace }];
  });
}

function namespacesOf(tools: readonly JsonRecord[]): Map<string, string> {
  const named = tools.map(({ name, namespace }) => [textOf(name), textOf(namespace)] as const);
  return new Map(named.filter(([, namespace]) => namespace !== "" && namespace !== plainNamespace));
}

interface Reading {
  system: string[];
  users: string[];
  toolResults: ToolResult[];
  turn: number;
  /** Between the first item of an assistant turn and the first answer to it. */
  inTurn: boolean;
  names: Map<string, string>;
  tools: JsonRecord[];
}

function readItem(item: JsonRecord, reading: Reading): void {
  switch (item["type"]) {
    case "additional_tools":
      reading.tools.push(...flatTools(item["tools"]));
      return;
    case "function_call":
    case "custom_tool_call":
    case "tool_search_call":
      reading.names.set(
        textOf(item["call_id"]),
        item["type"] === "tool_search_call" ? toolSearch : textOf(item["name"]),
      );
      assistantItem(reading);
      return;
    case "reasoning":
      assistantItem(reading);
      return;
    case "function_call_output":
    case "custom_tool_call_output":
      reading.inTurn = false;
      reading.toolResults.push({
        name: reading.names.get(textOf(item["call_id"])) ?? null,
        text: contentText(item["output"]),
      });
      return;
    case "tool_search_output":
      reading.inTurn = false;
      reading.tools.push(...flatTools(item["tools"]));
      reading.toolResults.push({ name: toolSearch, text: JSON.stringify(item["tools"] ?? []) });
      return;
    default:
      readMessage(item, reading);
  }
}

function readMessage(item: JsonRecord, reading: Reading): void {
  const text = contentText(item["content"]);
  switch (item["role"]) {
    case "assistant":
      assistantItem(reading);
      return;
    case "user":
      reading.users.push(text);
      reading.toolResults = [];
      reading.turn = 0;
      reading.inTurn = false;
      return;
    case "system":
    case "developer":
      reading.system.push(text);
      return;
  }
}

function assistantItem(reading: Reading): void {
  if (!reading.inTurn) reading.turn += 1;
  reading.inTurn = true;
}
