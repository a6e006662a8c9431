import { type JsonRecord, listOf, recordOf, textOf } from "../../core/narrow.ts";
import { contentText } from "./chat.ts";
import { failureStatus } from "./failures.ts";
import type { FailureKind } from "./script.ts";
import {
  type Conversation,
  type FailureFacts,
  type FailureReply,
  inputText,
  namedFrame,
  pieces,
  type WireProtocol,
  type WireTurn,
} from "./wire.ts";

const stopReasons = { end: "end_turn", calls: "tool_use", length: "max_tokens", refusal: "refusal" } as const;

/** The Messages protocol, streamed and plain: typed content blocks, cached input counted apart. */
export const messagesProtocol: WireProtocol = {
  read: readMessages,
  frames: messageFrames,
  plain: (turn) => ({
    ...startOf(turn),
    content: blocks(turn).map(({ block, deltas }) => filled(block, deltas)),
    stop_reason: stopReasons[turn.stop],
    usage: { ...usageOf(turn), output_tokens: turn.usage.output },
  }),
  failure: messagesFailure,
  errorFrame: () => namedFrame(errorBody("overloaded_error", "Overloaded")),
};

function readMessages(body: unknown): Conversation {
  const request = recordOf(body);
  const users: string[] = [];
  const names = new Map<string, string>();
  let toolResults: Conversation["toolResults"] = [];
  let turn = 0;
  for (const raw of listOf(request["messages"])) {
    const message = recordOf(raw);
    const content = listOf(message["content"]).map(recordOf);
    const results = content.filter((block) => block["type"] === "tool_result");
    if (message["role"] === "assistant") {
      turn += 1;
      for (const block of content) names.set(textOf(block["id"]), textOf(block["name"]));
    } else if (results.length > 0) {
      // Text beside tool results is a client's reminder, not something that the person said.
      for (const block of results) {
        const name = names.get(textOf(block["tool_use_id"])) ?? null;
        toolResults.push({ name, text: contentText(block["content"]) });
      }
    } else if (message["role"] === "user") {
      users.push(contentText(message["content"]));
      toolResults = [];
      turn = 0;
    }
  }
  return {
    model: textOf(request["model"]),
    stream: request["stream"] === true,
    system: contentText(request["system"]),
    users,
    toolResults,
    turn,
    tools: listOf(request["tools"]).map((tool) => textOf(recordOf(tool)["name"])),
    freeform: new Set(),
    schema: recordOf(recordOf(request["output_config"])["format"])["schema"] ?? null,
  };
}

interface Block {
  /** As it starts, with everything empty that deltas fill. */
  block: JsonRecord;
  deltas: JsonRecord[];
}

function blocks(turn: WireTurn): Block[] {
  const thinking = {
    block: { type: "thinking", thinking: "", signature: "" },
    deltas: [
      ...pieces(turn.reasoning).map((thinking) => ({ type: "thinking_delta", thinking })),
      { type: "signature_delta", signature: "c2NyaXB0ZWQ=" },
    ],
  };
  const text = {
    block: { type: "text", text: "" },
    deltas: pieces(turn.text).map((text) => ({ type: "text_delta", text })),
  };
  const calls = turn.calls.map(({ id, name, input }) => ({
    block: { type: "tool_use", id: `toolu_${id}`, name, input: {} },
    deltas: pieces(inputText(input)).map((partial_json) => ({ type: "input_json_delta", partial_json })),
  }));
  return [...(turn.reasoning === "" ? [] : [thinking]), ...(turn.text === "" ? [] : [text]), ...calls];
}

function filled(block: JsonRecord, deltas: readonly JsonRecord[]): JsonRecord {
  const joined = (name: string) => deltas.map((delta) => textOf(delta[name])).join("");
  switch (block["type"]) {
    case "thinking":
      return { ...block, thinking: joined("thinking"), signature: joined("signature") };
    case "text":
      return { ...block, text: joined("text") };
    default:
      return { ...block, input: JSON.parse(joined("partial_json") || "{}") as unknown };
  }
}

function usageOf({ usage }: WireTurn): JsonRecord {
  return {
    input_tokens: usage.input - usage.cachedInput,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: usage.cachedInput,
    output_tokens: 1,
  };
}

function startOf(turn: WireTurn): JsonRecord {
  return {
    id: `msg_${turn.id}`,
    type: "message",
    role: "assistant",
    model: turn.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: usageOf(turn),
  };
}

function messageFrames(turn: WireTurn): string[] {
  return [
    namedFrame({ type: "message_start", message: startOf(turn) }),
    ...blocks(turn).flatMap(({ block, deltas }, index) => [
      namedFrame({ type: "content_block_start", index, content_block: block }),
      ...deltas.map((delta) => namedFrame({ type: "content_block_delta", index, delta })),
      namedFrame({ type: "content_block_stop", index }),
    ]),
    namedFrame({
      type: "message_delta",
      delta: { stop_reason: stopReasons[turn.stop], stop_sequence: null },
      usage: {
        output_tokens: turn.usage.output,
        output_tokens_details: { thinking_tokens: turn.usage.reasoning },
      },
    }),
    namedFrame({ type: "message_stop" }),
  ];
}

const failures: Readonly<Record<FailureKind, [type: string, message: string]>> = {
  "bad-request": ["invalid_request_error", "temperature: Input should be less than or equal to 1"],
  unauthorized: ["authentication_error", "invalid x-api-key"],
  "not-found": ["not_found_error", "model: MODEL"],
  "context-overflow": ["invalid_request_error", "prompt is too long: 250000 tokens > 200000 maximum"],
  "rate-limit": ["rate_limit_error", "This request would exceed your account's rate limit. Please try again later."],
  "usage-limit": ["rate_limit_error", "You have reached your usage limit."],
  "server-error": ["api_error", "Internal server error"],
  overloaded: ["overloaded_error", "Overloaded"],
};

function messagesFailure({ kind, model }: FailureFacts): FailureReply {
  const [type, message] = failures[kind];
  return { status: failureStatus[kind], body: errorBody(type, message.replace("MODEL", model)) };
}

function errorBody(type: string, message: string) {
  return { type: "error", error: { type, message }, request_id: "req_scripted" };
}
