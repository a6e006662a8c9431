import { isRecord, type JsonRecord, listOf, recordOf, textOf } from "../../core/narrow.ts";
import { newCallBuilder, type ToolCall } from "./assemble-calls.ts";
import { mergeFields } from "./merge-fields.ts";
import { withoutThoughts } from "./thoughts.ts";
import { type AnswerUsage, laterUsage, usageIn } from "./usage.ts";

/** One whole answer of the model, put together from the stream's chunks or read from a reply in one piece. */
export interface Answer {
  text: string;
  reasoning: string;
  refusal: string;
  calls: ToolCall[];
  /** Calls over the limit of one answer, which were left out. */
  droppedCalls: number;
  /** In lower case; `null`: the reply ended before the answer did. */
  finish: string | null;
  usage: AnswerUsage | null;
  /** The model that answered, by its own word. */
  model: string | null;
  /** `content` as it came: a text, a list of parts, or null. */
  content: unknown;
  /** Fields of the message that nobody listed: a provider wants them back as they came. */
  extra: JsonRecord;
}

export interface AnswerBuilder {
  /** Takes a chunk, or a whole completion. False: nothing in it is known. */
  add(record: JsonRecord): boolean;
  /** `[DONE]` came. */
  done(): void;
  /** True when nothing more is needed: what follows can only be a count. */
  ended(): boolean;
  /** Characters held so far. */
  size(): number;
  answer(): Answer;
}

/** Where vendors put what a model thinks. Some send the same in two of them. */
const reasoningFields = ["reasoning_content", "reasoning", "reasoning_text", "thinking"];

/** Collects the chunks of one answer. `toolNames` are those on offer. */
export function newAnswerBuilder(toolNames: ReadonlySet<string>): AnswerBuilder {
  const builder = newCallBuilder(toolNames);
  const parts = { text: "", reasoning: "", refusal: "" };
  let content: unknown = null;
  let extra: JsonRecord = {};
  let finish: string | null = null;
  let model: string | null = null;
  let usage: AnswerUsage | null = null;
  let [size, done, begun] = [0, false, false];
  /** How often tokens were counted, and whether that came last. */
  let [counts, lastCounts] = [0, false];

  const addMessage = (message: JsonRecord) => {
    begun = true;
    const { role: _role, content: piece, refusal, tool_calls, function_call, ...others } = message;
    const read = contentOf(piece);
    const field = reasoningFields.find((name) => typeof others[name] === "string" && others[name] !== "");
    const reasoning = field === undefined ? read.reasoning : textOf(others[field]);
    parts.text += read.text;
    parts.reasoning += reasoning;
    parts.refusal += textOf(refusal);
    content = joinContent(content, piece);
    extra = mergeFields(extra, others);
    size += read.text.length + reasoning.length + (Object.keys(others).length > 0 ? JSON.stringify(others).length : 0);
    const calls = isRecord(tool_calls) ? [tool_calls] : listOf(tool_calls);
    for (const call of calls) size += builder.add(call);
    if (isRecord(function_call)) size += builder.add({ function: function_call });
  };

  return {
    add(record) {
      const counted = usageIn(record);
      lastCounts = counted !== null;
      counts += Number(lastCounts);
      usage = laterUsage(usage, counted);
      model = textOf(record["model"]) || model;
      const { choices } = record;
      const choice = recordOf(Array.isArray(choices) ? choices[0] : choices);
      const { delta, message, text, finish_reason } = choice;
      const told = textOf(finish_reason).toLowerCase();
      if (told !== "") finish = told;
      if (isRecord(delta) && Object.keys(delta).length > 0) addMessage(delta);
      // Some streams end with the whole message; it is news only when nothing came before it.
      else if (isRecord(message) && !begun) addMessage(message);
      else if (typeof text === "string") addMessage({ content: text });
      return Array.isArray(choices) || Object.keys(choice).length > 0 || lastCounts;
    },
    done: () => {
      done = true;
    },
    ended: () => done || finish !== null,
    size: () => size,
    answer: () => ({
      ...withoutThoughts(parts),
      calls: builder.calls(),
      droppedCalls: builder.dropped(),
      // A server that says no reason has still said that this is all, be it by a count that comes once, and last.
      finish: finish ?? (begun && (done || (lastCounts && counts === 1)) ? "stop" : null),
      usage,
      model,
      content,
      extra,
    }),
  };
}

/** Some gateways put the whole answer into an envelope of theirs: `{"code": 0, "data": {"choices": …}}`. */
export function unwrapped(record: JsonRecord): JsonRecord {
  if ("choices" in record) return record;
  return ["data", "result", "response"].map((name) => recordOf(record[name])).find((one) => "choices" in one) ?? record;
}

/** The text in a message's content: a text, one part, or a list of parts, of which some are thoughts. */
function contentOf(content: unknown): { text: string; reasoning: string } {
  if (typeof content === "string") return { text: content, reasoning: "" };
  let [text, reasoning] = ["", ""];
  for (const part of Array.isArray(content) ? content : [content]) {
    if (typeof part === "string") text += part;
    if (!isRecord(part)) continue;
    const thought = part["thinking"] ?? part["reasoning"];
    if (thought !== undefined) reasoning += typeof thought === "string" ? thought : contentOf(thought).text;
    else text += textOf(part["text"]);
  }
  return { text, reasoning };
}

function joinContent(before: unknown, piece: unknown): unknown {
  if (piece === null || piece === undefined) return before;
  if (before === null) return piece;
  if (typeof before === "string" && typeof piece === "string") return before + piece;
  const list = (value: unknown) => {
    if (typeof value === "string") return value === "" ? [] : [{ type: "text", text: value }];
    return Array.isArray(value) ? value : [value];
  };
  return mergeFields({ content: list(before) }, { content: list(piece) })["content"];
}
