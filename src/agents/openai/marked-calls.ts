import { isRecord } from "../../core/narrow.ts";
import { readLooseJson } from "../../text/loose-json.ts";
import type { ToolCall } from "./assemble-calls.ts";

// How families of models mark a call in their text when no server reads it for them. A mark names the tool; its input
// follows as an object, or between tags. Only tools that are on offer count.

/** A mark, in front of an object. */
const beforeObject: readonly RegExp[] = [
  // Mistral.
  /\[TOOL_CALLS\]\s*([\w.-]+)(?:\[CALL_ID\]\w+)?(?:\[ARGS\])?\s*(?=\{)/g,
  // DeepSeek, in both of its forms.
  /<｜tool▁call▁begin｜>(?:function<｜tool▁sep｜>)?([\w.-]+)(?:<｜tool▁sep｜>)?\s*(?:```json)?\s*(?=\{)/g,
  // Kimi.
  /<\|tool_call_begin\|>\s*([\w.-]+)(?::\d+)?\s*<\|tool_call_argument_begin\|>\s*(?=\{)/g,
  // The open models of OpenAI.
  /\bto=([\w.-]+)[^{}]{0,60}?<\|message\|>\s*(?=\{)/g,
  // Gemma, with quotes of its own.
  /<\|tool_call>\s*call:([\w.-]+)\s*(?=\{)/g,
  // Models that were taught to reason and act in turn.
  /^[ \t]*Action:\s*([\w.-]+)[ \t]*\n+[ \t]*Action Input:\s*(?:```(?:json)?\s*)?(?=\{)/gm,
  // Llama, as it was taught and as it is served.
  /<function=([\w.-]+)>?=?\(?\s*(?=\{)/g,
];

/** A mark with the whole call between its tags, and the parameters in it. */
const tagged: readonly [call: RegExp, parameter: RegExp][] = [
  // GLM.
  [
    /<tool_call>\s*([\w.-]+)\s*(<arg_key>[\s\S]*?)(?:<\/tool_call>|$)/g,
    /<arg_key>\s*([\w.-]+)\s*<\/arg_key>\s*<arg_value>\n?([\s\S]*?)\n?<\/arg_value>/g,
  ],
  // Claude's own, which MiniMax has taken over.
  [/<invoke name="([\w.-]+)">([\s\S]*?)<\/invoke>/g, /<parameter name="([\w.-]+)"[^>]*>\n?([\s\S]*?)\n?<\/parameter>/g],
];

/** What is around calls of these families. */
const wrappers =
  /<\/?(?:minimax:tool_call|function_calls|tool_calls?)>|<｜tool▁calls?▁(?:begin|end)｜>|<\|tool_calls?_(?:section_)?(?:begin|end)\|>|<\|(?:call|start|channel)\|>|<\/function>|```\s*$/g;

type Found = { calls: ToolCall[]; rest: string } | null;

/** Calls that a family's own mark tells, and the text before the first of them. */
export function markedCalls(written: string, toolNames: ReadonlySet<string>): Found {
  const text = written.replaceAll('<|"|>', '"');
  for (const mark of beforeObject) {
    const found = [...text.matchAll(mark)].flatMap((match) => {
      const from = match.index + match[0].length;
      const input = readLooseJson(text, from);
      return input.ok ? callOf(match[1] ?? "", input.value, match.index, toolNames) : [];
    });
    if (found.length > 0) return together(text, found);
  }
  for (const [mark, parameter] of tagged) {
    const found = [...text.matchAll(mark)].flatMap((match) => {
      const pairs = [...(match[2] ?? "").matchAll(parameter)].map(([, key = "", value = ""]) => [key, typed(value)]);
      return callOf(match[1] ?? "", Object.fromEntries(pairs), match.index, toolNames);
    });
    if (found.length > 0) return together(text, found);
  }
  return spoken(text, toolNames);
}

/** `[read_file(path="a.txt")]`, alone or as a block of code: a whole answer that is nothing else. */
function spoken(text: string, toolNames: ReadonlySet<string>): Found {
  const inside = /^\s*(?:```(?:tool_code|python)\s*\n([\s\S]*?)\n?```|\[([\s\S]*)\])\s*$/.exec(text);
  const [, call = "", list = ""] =
    /^\s*(?:print\()?([\w.-]+)\(([\s\S]*?)\)+\s*$/.exec(inside?.[1] ?? inside?.[2] ?? "") ?? [];
  const value = `"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'|-?[\\w.]+`;
  if (!new RegExp(`^\\s*(?:\\w+\\s*=\\s*(?:${value})\\s*(?:,\\s*|$))*$`).test(list)) return null;
  const pairs = [...list.matchAll(new RegExp(`(\\w+)\\s*=\\s*(${value})`, "g"))];
  const input = Object.fromEntries(pairs.map(([, key = "", said = ""]) => [key, literal(said)]));
  const found = callOf(call, input, 0, toolNames);
  return found.length === 0 ? null : together(text, found);
}

function literal(said: string): unknown {
  const quoted = /^(["'])([\s\S]*)\1$/.exec(said);
  if (quoted === null) return typed(said.replace(/^(True|False)$/, (word) => word.toLowerCase()));
  const inside = (quoted[2] ?? "").replaceAll("\\'", "'");
  return quoted[1] === '"' ? (parseJson(said) ?? inside) : inside.replaceAll("\\n", "\n");
}

interface Marked {
  at: number;
  call: ToolCall;
}

function callOf(named: string, input: unknown, at: number, toolNames: ReadonlySet<string>): Marked[] {
  const name = named.replace(/^functions?\./, "");
  if (!toolNames.has(name) || !isRecord(input)) return [];
  return [{ at, call: { id: "", name, arguments: JSON.stringify(input), extra: {} } }];
}

function together(text: string, found: readonly Marked[]): Found {
  const before = text.slice(0, Math.min(...found.map(({ at }) => at)));
  return { calls: found.map(({ call }) => call), rest: before.replaceAll(wrappers, "") };
}

/** Parameters are written without quotes: a number or a truth value is meant as one. */
export function typed(value: string): unknown {
  return /^(-?\d+(\.\d+)?|true|false)$/.test(value.trim()) ? JSON.parse(value.trim()) : value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
