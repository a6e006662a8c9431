import { isJson, type JsonRecord } from "../../core/narrow.ts";
import type { Answer } from "./assemble-answer.ts";
import type { ToolCall } from "./assemble-calls.ts";

/** A message as it is kept and sent. An assistant's has whatever else its provider sent. */
export type Message =
  | { role: "user"; content: string }
  | { role: "tool"; tool_call_id: string; content: string; name?: string }
  | ({ role: "assistant"; content: unknown; tool_calls?: CallMessage[] } & JsonRecord);

export type CallMessage = { id: string; type: "function"; function: { name: string; arguments: string } } & JsonRecord;

/**
 * The answer as it goes back with the next request: as it came, but for arguments that are not JSON, which endpoints
 * refuse, and for a list of parts that only holds text.
 */
export function messageOf(answer: Answer, calls: readonly ToolCall[]): Message {
  const { content, extra, text } = answer;
  const onlyText = Array.isArray(content) && content.every((part) => part?.type === "text" || typeof part === "string");
  const kept = onlyText ? text : content;
  if (calls.length === 0) return { ...extra, role: "assistant", content: kept ?? "" };
  // Some refuse a message whose content is left out.
  return { ...extra, role: "assistant", content: kept ?? null, tool_calls: calls.map(callMessage) };
}

function callMessage({ id, name, arguments: json, extra }: ToolCall): CallMessage {
  const { function: inner, ...others } = extra;
  const fields = typeof inner === "object" && inner !== null ? inner : {};
  return { ...others, id, type: "function", function: { ...fields, name, arguments: isJson(json) ? json : "{}" } };
}

/** Without the fields that only their provider knows, for an endpoint that refuses to get them back. */
export function withoutExtras(message: Message): Message {
  if (message.role !== "assistant") return message;
  const { role, content, tool_calls } = message;
  const plain = Array.isArray(content) ? textOfParts(content) : content;
  if (tool_calls === undefined) return { role, content: plain };
  const calls = tool_calls.map(({ id, type, function: { name, arguments: json } }): CallMessage => {
    return { id, type, function: { name, arguments: json } };
  });
  return { role, content: plain, tool_calls: calls };
}

/** With an empty text where there is none, for an endpoint that takes no null. */
export function withText<T extends Message>(message: T): T {
  return message.content == null ? { ...message, content: "" } : message;
}

/** Without blank texts, for an endpoint that takes none: an answer with calls has no text then, and others say that they have none. */
export function withoutBlanks(message: Message): Message {
  if (typeof message.content !== "string" || message.content.trim() !== "") return message;
  return message.role === "assistant" && message.tool_calls !== undefined
    ? { ...message, content: null }
    : { ...message, content: "(nothing)" };
}

/** With the name of the tool beside each outcome, for an endpoint that does not find it by the call's id. */
export function withToolNames(messages: readonly Message[]): Message[] {
  const calls = messages.flatMap((message) => (message.role === "assistant" ? (message.tool_calls ?? []) : []));
  const names = new Map(calls.map((call) => [call.id, call.function.name] as const));
  return messages.map((message) => {
    const name = message.role === "tool" ? names.get(message.tool_call_id) : undefined;
    return name === undefined ? message : { ...message, name };
  });
}

function textOfParts(parts: readonly unknown[]): string {
  return parts
    .map((part) => (part as { text?: unknown } | null)?.text)
    .filter((text) => typeof text === "string")
    .join("");
}
