import { type JsonRecord, listOf, recordOf, textOf } from "../../core/narrow.ts";
import { contentText } from "./chat.ts";
import { openFailure } from "./failures.ts";
import { readResponses, toolSearch } from "./responses-request.ts";
import { inputText, namedFrame, pieces, type WireProtocol, type WireTurn } from "./wire.ts";

/** Responses, streamed and plain: function calls, calls of tools that take free text, reasoning summaries. */
export const responsesProtocol: WireProtocol = {
  read: readResponses,
  frames: responseFrames,
  plain: (turn) => response(turn, finalStatus(turn), items(turn)),
  failure: openFailure,
  errorFrame: () =>
    namedFrame({
      type: "response.failed",
      response: {
        id: "resp_failed",
        object: "response",
        status: "failed",
        error: { code: "server_error", message: "The server had an error" },
      },
    }),
};

const refusal = "The request was rejected because it violates the content policy";

function response(turn: WireTurn, status: string, output: readonly JsonRecord[]): JsonRecord {
  return {
    id: `resp_${turn.id}`,
    object: "response",
    created_at: 1_700_000_000,
    model: turn.model,
    status,
    output,
    error: turn.stop === "refusal" ? { code: "content_policy_violation", message: refusal } : null,
    incomplete_details: turn.stop === "length" ? { reason: "max_output_tokens" } : null,
    usage: status === "in_progress" ? null : usageOf(turn),
  };
}

function usageOf({ usage }: WireTurn): JsonRecord {
  return {
    input_tokens: usage.input,
    input_tokens_details: { cached_tokens: usage.cachedInput },
    output_tokens: usage.output,
    output_tokens_details: { reasoning_tokens: usage.reasoning },
    total_tokens: usage.input + usage.output,
  };
}

function finalStatus(turn: WireTurn): "completed" | "incomplete" | "failed" {
  if (turn.stop === "length") return "incomplete";
  return turn.stop === "refusal" ? "failed" : "completed";
}

function items(turn: WireTurn): JsonRecord[] {
  const reasoning = {
    id: `rs_${turn.id}`,
    type: "reasoning",
    summary: [{ type: "summary_text", text: turn.reasoning }],
  };
  const message = {
    id: `msg_${turn.id}`,
    type: "message",
    role: "assistant",
    status: "completed",
    content: [{ type: "output_text", text: turn.text, annotations: [] }],
  };
  return [
    ...(turn.reasoning === "" ? [] : [reasoning]),
    ...(turn.text === "" || turn.stop === "refusal" ? [] : [message]),
    ...turn.calls.map(callItem),
  ];
}

function callItem({ id, name, input, freeform, namespace }: WireTurn["calls"][number]): JsonRecord {
  if (name === toolSearch) {
    const search = { execution: "client", status: "completed", arguments: input };
    return { id: `ts_${id}`, type: "tool_search_call", call_id: id, ...search };
  }
  const shared = { call_id: id, name, status: "completed", ...(namespace === undefined ? {} : { namespace }) };
  return freeform || typeof input === "string"
    ? { id: `ctc_${id}`, type: "custom_tool_call", ...shared, input: inputText(input) }
    : { id: `fc_${id}`, type: "function_call", ...shared, arguments: inputText(input) };
}

function responseFrames(turn: WireTurn): string[] {
  let sequence = 0;
  const frame = (type: string, fields: JsonRecord) => namedFrame({ type, sequence_number: sequence++, ...fields });
  const all = items(turn);
  return [
    frame("response.created", { response: response(turn, "in_progress", []) }),
    ...all.flatMap((item, output_index) => [
      frame("response.output_item.added", { output_index, item: begun(item) }),
      ...progress(item).map(([type, fields]) => frame(type, { item_id: item["id"], output_index, ...fields })),
      frame("response.output_item.done", { output_index, item }),
    ]),
    frame(`response.${finalStatus(turn)}`, { response: response(turn, finalStatus(turn), all) }),
  ];
}

/** An item as it starts: everything that deltas fill is empty. */
function begun(item: JsonRecord): JsonRecord {
  switch (item["type"]) {
    case "reasoning":
      return { ...item, summary: [] };
    case "message":
      return { ...item, status: "in_progress", content: [] };
    case "function_call":
      return { ...item, status: "in_progress", arguments: "" };
    case "tool_search_call":
      return { ...item, status: "in_progress" };
    default:
      return { ...item, status: "in_progress", input: "" };
  }
}

type Progress = [type: string, fields: JsonRecord];

/** What a client is told between an item's beginning and its end. */
function progress(item: JsonRecord): Progress[] {
  switch (item["type"]) {
    case "reasoning":
      return part("response.reasoning_summary_part", "response.reasoning_summary_text", summaryText(item), {
        place: { summary_index: 0 },
        part: (text) => ({ type: "summary_text", text }),
      });
    case "message":
      return part("response.content_part", "response.output_text", contentText(item["content"]), {
        place: { content_index: 0 },
        part: (text) => ({ type: "output_text", text, annotations: [] }),
      });
    case "function_call":
      return input("response.function_call_arguments", "arguments", textOf(item["arguments"]));
    case "tool_search_call":
      return [];
    default:
      return input("response.custom_tool_call_input", "input", textOf(item["input"]));
  }
}

function part(
  partType: string,
  textType: string,
  text: string,
  shape: { place: JsonRecord; part: (text: string) => JsonRecord },
): Progress[] {
  const { place } = shape;
  return [
    [`${partType}.added`, { ...place, part: shape.part("") }],
    ...pieces(text).map((delta): Progress => [`${textType}.delta`, { ...place, delta }]),
    [`${textType}.done`, { ...place, text }],
    [`${partType}.done`, { ...place, part: shape.part(text) }],
  ];
}

function input(type: string, field: string, text: string): Progress[] {
  return [...pieces(text).map((delta): Progress => [`${type}.delta`, { delta }]), [`${type}.done`, { [field]: text }]];
}

function summaryText(item: JsonRecord): string {
  return listOf(item["summary"])
    .map((part) => textOf(recordOf(part)["text"]))
    .join("");
}
