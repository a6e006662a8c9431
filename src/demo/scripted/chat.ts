import { type JsonRecord, listOf, recordOf, textOf } from "../../core/narrow.ts";
import { openFailure } from "./failures.ts";
import type { ToolResult } from "./script.ts";
import { type Conversation, dataFrame, inputText, pieces, type WireProtocol, type WireTurn } from "./wire.ts";

const finishReasons = { end: "stop", calls: "tool_calls", length: "length", refusal: "content_filter" } as const;

/** Chat Completions, streamed and plain. */
export const chatProtocol: WireProtocol = {
  read: readChat,
  frames: chatFrames,
  plain: (turn) => ({
    ...envelope(turn, "chat.completion"),
    choices: [{ index: 0, message: message(turn), logprobs: null, finish_reason: finishReasons[turn.stop] }],
    usage: usageOf(turn),
  }),
  failure: openFailure,
  errorFrame: () => dataFrame({ error: { message: "The server had an error", type: "server_error", code: null } }),
};

function readChat(body: unknown): Conversation {
  const request = recordOf(body);
  const conversation: Conversation = {
    model: textOf(request["model"]),
    stream: request["stream"] === true,
    system: "",
    users: [],
    toolResults: [],
    turn: 0,
    tools: listOf(request["tools"]).map((tool) => textOf(recordOf(recordOf(tool)["function"])["name"])),
    freeform: new Set(),
    schema: recordOf(recordOf(request["response_format"])["json_schema"])["schema"] ?? null,
  };
  const system: string[] = [];
  const names = new Map<string, string>();
  for (const raw of listOf(request["messages"])) {
    const entry = recordOf(raw);
    const text = contentText(entry["content"]);
    switch (entry["role"]) {
      case "system":
      case "developer":
        system.push(text);
        break;
      case "user":
        conversation.users.push(text);
        conversation.toolResults = [];
        conversation.turn = 0;
        break;
      case "assistant":
        conversation.turn += 1;
        rememberNames(entry, names);
        break;
      case "tool":
        conversation.toolResults.push(toolResult(entry, text, names));
        break;
    }
  }
  return { ...conversation, system: system.join("\n") };
}

function rememberNames(entry: JsonRecord, names: Map<string, string>): void {
  for (const raw of listOf(entry["tool_calls"])) {
    const call = recordOf(raw);
    names.set(textOf(call["id"]), textOf(recordOf(call["function"])["name"]));
  }
}

function toolResult(entry: JsonRecord, text: string, names: Map<string, string>): ToolResult {
  return { name: names.get(textOf(entry["tool_call_id"])) ?? null, text };
}

/** The text of a content that may be a string or a list of parts. */
export function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  return listOf(content)
    .map((part) => textOf(recordOf(part)["text"]))
    .join("\n");
}

function envelope(turn: WireTurn, object: string): JsonRecord {
  return { id: turn.id, object, created: 1_700_000_000, model: turn.model, system_fingerprint: "scripted" };
}

function usageOf({ usage }: WireTurn): JsonRecord {
  return {
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    total_tokens: usage.input + usage.output,
    prompt_tokens_details: { cached_tokens: usage.cachedInput },
    completion_tokens_details: { reasoning_tokens: usage.reasoning },
  };
}

function message(turn: WireTurn): JsonRecord {
  return {
    role: "assistant",
    content: turn.text === "" ? null : turn.text,
    refusal: turn.stop === "refusal" ? turn.text : null,
    ...(turn.reasoning === "" ? {} : { reasoning_content: turn.reasoning }),
    ...(turn.calls.length === 0
      ? {}
      : {
          tool_calls: turn.calls.map((call) => ({
            id: call.id,
            type: "function",
            function: { name: call.name, arguments: inputText(call.input) },
          })),
        }),
  };
}

function chatFrames(turn: WireTurn): string[] {
  const chunk = (delta: JsonRecord, finish: string | null = null) =>
    dataFrame({
      ...envelope(turn, "chat.completion.chunk"),
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    });
  const call = (index: number, part: JsonRecord) => chunk({ tool_calls: [{ index, ...part }] });
  return [
    chunk({ role: "assistant", content: "" }),
    ...pieces(turn.reasoning).map((text) => chunk({ reasoning_content: text })),
    ...pieces(turn.text).map((text) => chunk({ content: text })),
    ...turn.calls.flatMap(({ id, name, input }, index) => [
      call(index, { id, type: "function", function: { name, arguments: "" } }),
      ...pieces(inputText(input)).map((text) => call(index, { function: { arguments: text } })),
    ]),
    chunk({}, finishReasons[turn.stop]),
    dataFrame({ ...envelope(turn, "chat.completion.chunk"), choices: [], usage: usageOf(turn) }),
    "data: [DONE]\n\n",
  ];
}
