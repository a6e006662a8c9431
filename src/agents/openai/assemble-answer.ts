import type { Usage } from "../../core/usage.ts";
import type { CallDelta, Chunk, UsageWire } from "./wire.ts";

export interface ToolCall {
  id: string;
  name: string;
  /** JSON, as the model wrote it. */
  arguments: string;
}

/** One whole answer of the model, put together from the stream's chunks. */
export interface Answer {
  text: string;
  reasoning: string;
  refusal: string;
  calls: ToolCall[];
  /** `null`: the stream ended before the answer did. */
  finish: string | null;
  usage: UsageWire | null;
}

interface OpenCall extends ToolCall {
  index: number | null;
}

export interface AnswerBuilder {
  add(chunk: Chunk): void;
  /** Characters held so far. */
  size(): number;
  answer(): Answer;
}

/** Collects the chunks of one answer. */
export function newAnswerBuilder(): AnswerBuilder {
  const parts = { text: "", reasoning: "", refusal: "" };
  const calls: OpenCall[] = [];
  let finish: string | null = null;
  let usage: UsageWire | null = null;
  let size = 0;

  return {
    add(chunk) {
      // Some endpoints repeat a running total in every chunk: the last one counts.
      usage = chunk.usage ?? usage;
      const choice = chunk.choices?.[0];
      finish = choice?.finish_reason ?? finish;
      const delta = choice?.delta;
      if (delta === null || delta === undefined) return;
      const reasoning = delta.reasoning_content ?? delta.reasoning ?? "";
      parts.text += delta.content ?? "";
      parts.reasoning += reasoning;
      parts.refusal += delta.refusal ?? "";
      size += (delta.content ?? "").length + reasoning.length;
      for (const call of delta.tool_calls ?? []) size += addCall(calls, call);
    },
    size: () => size,
    answer: () => ({ ...parts, calls: calls.map(({ index: _, ...call }) => call), finish, usage }),
  };
}

function addCall(calls: OpenCall[], delta: CallDelta): number {
  const call = openCall(calls, delta);
  const piece = delta.function?.arguments ?? "";
  if (call.id === "") call.id = delta.id ?? "";
  if (call.name === "") call.name = delta.function?.name ?? "";
  call.arguments += piece;
  return piece.length;
}

/** The call that a delta belongs to. Some endpoints give all parallel calls the same index, told apart by their ids. */
function openCall(calls: OpenCall[], delta: CallDelta): OpenCall {
  const index = delta.index ?? null;
  const id = delta.id ?? "";
  const known = index === null ? calls.at(-1) : calls.findLast((call) => call.index === index);
  if (known !== undefined && (id === "" || known.id === "" || known.id === id)) return known;
  const call = { index, id: "", name: "", arguments: "" };
  calls.push(call);
  return call;
}

/** The endpoint's count in our terms: there too, input includes cached input and output includes reasoning. */
export function usageOf(wire: UsageWire): Usage {
  return {
    input: wire.prompt_tokens ?? 0,
    cachedInput: wire.prompt_tokens_details?.cached_tokens ?? 0,
    output: wire.completion_tokens ?? 0,
    reasoning: wire.completion_tokens_details?.reasoning_tokens ?? 0,
  };
}
