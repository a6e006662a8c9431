import { isRecord, type JsonRecord, recordOf, textOf } from "../../core/narrow.ts";
import { parseLooseJson } from "../../text/loose-json.ts";
import { maxCalls, type ToolCall } from "./assemble-calls.ts";
import { markedCalls, typed } from "./marked-calls.ts";
import type { Tool } from "./tool.ts";

// Models without a parser in front of them write their calls into the text, each family in its own way. Only a call of
// a tool that was offered counts: anything else is prose.

/** The calls in an answer's text, and the text without them; `null` when it holds none. */
export function callsInText(text: string, toolNames: ReadonlySet<string>): { calls: ToolCall[]; rest: string } | null {
  for (const read of [tagged, listed, markedCalls, fenced, bare]) {
    const found = read(text, toolNames);
    if (found !== null) return { calls: found.calls.slice(0, maxCalls), rest: found.rest.trim() };
  }
  return null;
}

type Found = { calls: ToolCall[]; rest: string } | null;

const tag = /<(tool_call|function_call|tool_use)>\s*([\s\S]*?)(?:<\/\1>|$)/g;

/** `<tool_call>{"name": …, "arguments": …}</tool_call>`, or Qwen's `<function=NAME><parameter=KEY>…`. */
function tagged(text: string, toolNames: ReadonlySet<string>): Found {
  const outside = withoutFences(text);
  const matches = [...outside.matchAll(tag)];
  const bareFunctions = matches.length === 0 ? [...outside.matchAll(/<function=[\s\S]*?(?:<\/function>|$)/g)] : [];
  const calls = [...matches.map((match) => match[2] ?? ""), ...bareFunctions.map(([whole]) => whole)].flatMap(
    (inside) => functionCalls(inside, toolNames) ?? callsOf(parseJson(inside), toolNames) ?? [],
  );
  const rest = outside.replace(tag, "").replace(/<function=[\s\S]*?(?:<\/function>|$)/g, "");
  return calls.length === 0 ? null : { calls, rest };
}

function functionCalls(inside: string, toolNames: ReadonlySet<string>): ToolCall[] | null {
  const functions = [...inside.matchAll(/<function=([\w.-]+)>([\s\S]*?)(?:<\/function>|$)/g)];
  const calls = functions.flatMap(([, name = "", body = ""]) => {
    const parameters = [...body.matchAll(/<parameter=([\w.-]+)>\n?([\s\S]*?)\n?<\/parameter>/g)];
    // An object in place of parameters is another family's way.
    if (parameters.length === 0 && body.trim().startsWith("{")) return [];
    const values = Object.fromEntries(parameters.map(([, key = "", value = ""]) => [key, typed(value)]));
    return toolNames.has(name) ? [callOf(name, values)] : [];
  });
  return calls.length === 0 ? null : calls;
}

/** Mistral's `[TOOL_CALLS] [{…}]`, Llama's `<|python_tag|>{…}`, Granite's and Phi's lists. */
function listed(text: string, toolNames: ReadonlySet<string>): Found {
  const mark = /\[TOOL_CALLS\]|<\|python_tag\|>|<\|tool_call\|>|\bfunctools(?=\[)/.exec(text);
  if (mark === null) return null;
  const calls = callsOf(parseJson(text.slice(mark.index + mark[0].length).replace(/<\|\w+\|>\s*$/, "")), toolNames);
  return calls === null ? null : { calls, rest: text.slice(0, mark.index) };
}

/** A fenced block of JSON that is the last thing said. One in the middle of a text may be an example. */
function fenced(text: string, toolNames: ReadonlySet<string>): Found {
  const block = /(?:^|\n)[ \t]*```(?:json|tool_call|tool_code)?[ \t]*\n((?:(?!```)[\s\S])*)```\s*$/.exec(text);
  const calls = block === null ? null : callsOf(parseJson(block[1] ?? ""), toolNames);
  return block === null || calls === null ? null : { calls, rest: text.slice(0, block.index) };
}

/** The whole answer is a call. */
function bare(text: string, toolNames: ReadonlySet<string>): Found {
  const calls = /^\s*[{[]/.test(text) ? callsOf(parseJson(text), toolNames) : null;
  return calls === null ? null : { calls, rest: "" };
}

/** A call, a list of calls, or a document that holds such a list; `null` when one of them is something else. */
function callsOf(value: unknown, toolNames: ReadonlySet<string>): ToolCall[] | null {
  const holder = recordOf(value)["tool_calls"];
  const entries = Array.isArray(value) ? value : Array.isArray(holder) ? holder : [value];
  const calls = entries.map((entry) => readCall(recordOf(entry), toolNames));
  return calls.length > 0 && calls.every((call) => call !== null) ? calls : null;
}

function readCall(entry: JsonRecord, toolNames: ReadonlySet<string>): ToolCall | null {
  const inner = isRecord(entry["function"]) ? entry["function"] : entry;
  const name = textOf(inner["name"]) || textOf(inner["tool"]) || textOf(inner["tool_name"]);
  const input = inner["arguments"] ?? inner["parameters"] ?? inner["input"] ?? inner["args"] ?? {};
  const values = typeof input === "string" ? parseJson(input) : input;
  return toolNames.has(name) && isRecord(values) ? callOf(name, values) : null;
}

function callOf(name: string, values: unknown): ToolCall {
  return { id: "", name, arguments: JSON.stringify(values), extra: {} };
}

function withoutFences(text: string): string {
  return text.replaceAll(/^[ \t]*```[\s\S]*?^[ \t]*```[ \t]*$/gm, "");
}

function parseJson(text: string): unknown {
  return parseLooseJson(text.trim())?.value ?? null;
}

/** How tools are told to a model whose endpoint takes none. */
export function toolsInWords(tools: readonly Tool[]): string {
  const list = tools.map(({ name, description, parameters }) => JSON.stringify({ name, description, parameters }));
  return [
    "You have these tools, one JSON description a line:",
    ...list,
    'To call one, end your answer with <tool_call>{"name": "NAME", "arguments": {…}}</tool_call>, once for each call.',
    "The outcome comes back in <tool_response> tags. An answer without a call ends your work.",
  ].join("\n");
}

/** A call's outcome for a model that writes its calls as text. */
export function outcomeInWords(name: string, output: string): string {
  return `<tool_response name=${JSON.stringify(name)}>\n${output}\n</tool_response>`;
}
