import { headOf } from "../text/shorten.ts";

/** Bounds of what events carry: the whole is in the raw output. */
const maxOutput = 4096;
const maxInputText = 2048;
const maxLine = 2048;
const maxDepth = 6;
const maxItems = 50;

/** The beginning and the end of a tool's output, and the byte count of the whole. */
export function boundOutput(text: string): { output: string; outputBytes: number } {
  const outputBytes = Buffer.byteLength(text);
  if (text.length <= maxOutput) return { output: text, outputBytes };
  const head = text.slice(0, maxOutput / 4);
  const tail = text.slice(-(maxOutput * 3) / 4);
  const left = text.length - head.length - tail.length;
  // A cut may fall into a surrogate pair; well-formed text is what every reader expects.
  return { output: `${head}\n[${left} characters left out]\n${tail}`.toWellFormed(), outputBytes };
}

/** A tool's input with long texts, long lists and deep nesting cut short. */
export function boundInput(input: unknown): unknown {
  // Nearly every input is small: looking costs a fraction of copying.
  return isSmall(input, 0) ? input : cutInput(input, 0);
}

function isSmall(input: unknown, depth: number): boolean {
  if (typeof input === "string") return input.length <= maxInputText;
  if (typeof input !== "object" || input === null) return true;
  if (depth === maxDepth) return false;
  if (Array.isArray(input)) return input.length <= maxItems && input.every((item) => isSmall(item, depth + 1));
  const record = input as Record<string, unknown>;
  let items = 0;
  // A list of its values, made for nothing else, would take longer than looking at them.
  for (const name in record) if (++items > maxItems || !isSmall(record[name], depth + 1)) return false;
  return true;
}

function cutInput(input: unknown, depth: number): unknown {
  if (typeof input === "string") return boundText(input, maxInputText);
  if (typeof input !== "object" || input === null) return input;
  if (depth === maxDepth) return "[nested deeper]";
  if (Array.isArray(input)) return input.slice(0, maxItems).map((item) => cutInput(item, depth + 1));
  const entries = Object.entries(input).slice(0, maxItems);
  return Object.fromEntries(entries.map(([key, value]) => [key, cutInput(value, depth + 1)]));
}

export function boundLine(line: string): string {
  return boundText(line, maxLine);
}

export function boundText(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${headOf(text, max)} [${text.length - headOf(text, max).length} characters left out]`;
}
