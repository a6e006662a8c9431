import { z } from "zod";
import { noUsage, type Usage } from "../../core/usage.ts";
import { shorten } from "../../text/shorten.ts";
import type { Answer } from "./ask.ts";
import { jsonIn } from "./extract-json.ts";

const longestKept = 4000;

/** What a question cost, whether or not it was answered. */
export interface Cost {
  usage: Usage;
  usd: number | null;
}

export const noCost: Cost = { usage: noUsage, usd: null };

/** Reads the answer out of a model's text: the first document in it that has the question's shape. */
export function readAnswer<T>(text: string, schema: z.ZodType<T>, model: string | null, cost: Cost): Answer<T> {
  let problem: string | null = null;
  for (const { value, mended } of jsonIn(text)) {
    const parsed = schema.safeParse(value);
    if (parsed.success) return { ok: true, value: parsed.data, model, ...(mended ? { mended } : {}), ...cost };
    problem ??= describeIssues(parsed.error);
  }
  const message = problem ?? (text.trim() === "" ? "The answer is empty" : "The answer holds no JSON document");
  return { ok: false, why: "garbled", message, text: keep(text), ...cost };
}

/** An answer that did not come. */
export function noAnswer(
  why: "timeout" | "failed",
  message: string,
  cost: Cost = noCost,
  text: string | null = null,
): Answer<never> {
  return { ok: false, why, message: oneLine(message), text: text === null ? null : keep(text), ...cost };
}

function describeIssues(error: z.ZodError): string {
  const [first, ...more] = error.issues;
  if (first === undefined) return "The answer has the wrong shape";
  const where = z.core.toDotPath(first.path);
  const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
  return oneLine(`The answer has the wrong shape: ${where === "" ? "" : `${where}: `}${first.message}${others}`);
}

/** One line of bounded length. */
function oneLine(text: string): string {
  return shorten(text.replaceAll(/\s+/g, " ").trim(), 400);
}

function keep(text: string): string {
  return shorten(text, longestKept);
}
