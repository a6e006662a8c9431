import { isRecord, type JsonRecord, listOf, recordOf, textOf } from "../../core/narrow.ts";
import { parseJson } from "../../core/parse-json.ts";

/**
 * A line of an agent as the protocol has it, where it means the same and is written otherwise; `null` for what is no
 * message. The SDK refuses a message whole for one odd field: with an update goes what was said, with a question about a
 * permission the agent's right to write, and with an answer the end of the work.
 */
export function soundMessage(line: string): string | null {
  const message = parse(line);
  if (!isRecord(message)) return null;
  const { method, params, id } = message;
  const sound: JsonRecord = { ...message, jsonrpc: "2.0" };
  // We count our own requests: an answer to one that is named by a text is the answer to that number.
  if (method === undefined && typeof id === "string" && /^\d+$/.test(id)) sound["id"] = Number(id);
  if (method === "session/update") {
    const update = soundUpdate(recordOf(recordOf(params)["update"]));
    if (update === null) return null;
    sound["params"] = { ...recordOf(params), update };
  }
  if (method === "session/request_permission") sound["params"] = soundPermission(recordOf(params));
  return JSON.stringify(sound);
}

function parse(line: string): unknown {
  try {
    return parseJson(line);
  } catch {
    return null;
  }
}

const chunks: ReadonlySet<string> = new Set(["agent_message_chunk", "agent_thought_chunk", "user_message_chunk"]);
const others: ReadonlySet<string> = new Set([
  ...["available_commands_update", "current_mode_update", "config_option_update", "session_info_update"],
]);

/** `null`: it says nothing that anybody reads. */
function soundUpdate(update: JsonRecord): JsonRecord | null {
  const kind = textOf(update["sessionUpdate"]);
  if (chunks.has(kind)) {
    const content = soundContent(update["content"]);
    return content === null ? null : { ...update, content };
  }
  if (kind === "tool_call" || kind === "tool_call_update") return soundCall(update);
  if (kind === "plan")
    return { ...update, entries: listOf(update["entries"]).map((entry) => planned(recordOf(entry))) };
  if (kind === "usage_update") return soundCost(update);
  return others.has(kind) ? update : null;
}

/** One block of content: some send a list of them, or a text alone. */
function soundContent(content: unknown): JsonRecord | null {
  if (typeof content === "string") return { type: "text", text: content };
  if (Array.isArray(content)) {
    const text = content.map((part) => textOf(part) || textOf(recordOf(part)["text"])).join("");
    return text === "" ? null : { type: "text", text };
  }
  const block = recordOf(content);
  if (block["type"] === "text" || block["type"] === undefined) {
    return typeof block["text"] === "string" ? { ...block, type: "text" } : null;
  }
  return block;
}

const statuses: readonly [status: string, words: RegExp][] = [
  ["completed", /^(completed?|done|success|succeeded|finished|ok)$/i],
  ["failed", /^(failed|failure|errored|error|cancell?ed|rejected|denied|declined|aborted)$/i],
  ["pending", /^(pending|queued|waiting)$/i],
];

function soundCall(call: JsonRecord): JsonRecord | null {
  const { toolCallId, status, content, title } = call;
  if (typeof toolCallId !== "string") return null;
  const known = statuses.find(([, words]) => words.test(textOf(status)))?.[0] ?? "in_progress";
  return {
    ...call,
    ...(status == null ? {} : { status: known }),
    ...(content == null ? {} : { content: listOf(content).flatMap(soundCallContent) }),
    ...(call["sessionUpdate"] === "tool_call" && typeof title !== "string" ? { title: textOf(call["name"]) } : {}),
  };
}

function soundCallContent(raw: unknown): JsonRecord[] {
  const block = recordOf(raw);
  if (block["type"] === "diff" || block["type"] === "terminal") return [block];
  const content = soundContent(block["type"] === "content" ? block["content"] : raw);
  return content === null ? [] : [{ type: "content", content }];
}

function planned({ content, status, priority }: JsonRecord): JsonRecord {
  const known = statuses.find(([, words]) => words.test(textOf(status)))?.[0];
  const sound = known === "completed" ? "completed" : known === undefined && status != null ? "in_progress" : "pending";
  return { content: textOf(content), status: sound, priority: textOf(priority) || "medium" };
}

function soundCost(update: JsonRecord): JsonRecord {
  const { amount, currency } = recordOf(update["cost"]);
  const told = Number(amount);
  const cost = amount == null || Number.isNaN(told) ? null : { amount: told, currency: textOf(currency) || "USD" };
  const figure = (name: string) => Number(update[name]) || 0;
  return { ...update, used: figure("used"), size: figure("size"), cost };
}

const optionKinds: ReadonlySet<string> = new Set(["allow_once", "allow_always", "reject_once", "reject_always"]);
const refusing = /\b(no|not|don'?t|deny|denied|reject|refuse|decline|cancel|abort|skip|never|disallow)/i;
const lasting = /always|session|remember|forever|don'?t ask/i;

/** What an option does is in its kind; where that is of no known one, in its words. */
function soundPermission(params: JsonRecord): JsonRecord {
  const options = listOf(params["options"])
    .map(recordOf)
    .map((option) => {
      const { kind, name, optionId, id, label } = option;
      const [key, words] = [textOf(optionId) || textOf(id), textOf(name) || textOf(label)];
      const said = `${textOf(kind)} ${words} ${key}`.replaceAll("_", " ");
      const guessed = `${refusing.test(said.replace(/don'?t ask.*/i, "")) ? "reject" : "allow"}_${lasting.test(said) ? "always" : "once"}`;
      return { ...option, optionId: key, name: words || key, kind: optionKinds.has(textOf(kind)) ? kind : guessed };
    });
  const call = recordOf(params["toolCall"]);
  return { ...params, options, toolCall: { ...call, toolCallId: textOf(call["toolCallId"]) || "unnamed" } };
}
