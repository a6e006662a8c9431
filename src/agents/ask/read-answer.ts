import { z } from "zod";
import { addUsage, type Estimates, noUsage, type Usage } from "../../core/usage.ts";
import { shorten } from "../../text/shorten.ts";
import type { Answer } from "./ask.ts";
import { brokenWords, jsonIn } from "./find-json.ts";

/** What providers' strict modes refuse, or ignore: our own check of the answer holds these bounds. */
const leftOut = ["$schema", "default", "minLength", "maxLength", "minItems", "maxItems", "pattern", "format"];

/** The JSON Schema of a question's answer, as models are told it. */
export function answerSchema(schema: z.ZodType): Record<string, unknown> {
  return simplified(z.toJSONSchema(schema, { io: "output" }));
}

/** The instruction for a model that can't be given a schema in any other way. */
export function answerInstruction(schema: z.ZodType): string {
  const shape = JSON.stringify(answerSchema(schema));
  return `Answer with one JSON document and nothing else: no prose, no code fence. It must match this JSON Schema:\n${shape}`;
}

function simplified(schema: object): Record<string, unknown> {
  const entries = Object.entries(schema).filter(([key]) => !leftOut.includes(key));
  return Object.fromEntries(
    entries.map(([key, value]) => [key, key === "properties" ? properties(value) : inner(value)]),
  );
}

/** The names of properties are the answer's own: one may be called `format`. */
function properties(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, inner(schema)]));
}

function inner(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inner);
  return typeof value === "object" && value !== null ? simplified(value) : value;
}

const longestKept = 4000;

/** What a question cost, whether or not it was answered. */
export interface Cost extends Estimates {
  usage: Usage;
  usd: number | null;
}

export const noCost: Cost = { usage: noUsage, usd: null };

/** A cost with one more use in it. */
export function addUse(cost: Cost, use: Usage & Estimates & { usd: number | null }): Cost {
  const { estimated = cost.estimated, usdEstimated = cost.usdEstimated } = use;
  return {
    usage: addUsage(cost.usage, use),
    usd: use.usd === null ? cost.usd : (cost.usd ?? 0) + use.usd,
    ...(estimated === undefined ? {} : { estimated }),
    ...(usdEstimated === undefined ? {} : { usdEstimated }),
  };
}

/** Reads the answer out of a model's text: the first document in it that has the question's shape. */
export function readAnswer<T>(text: string, schema: z.ZodType<T>, model: string | null, cost: Cost): Answer<T> {
  let problem: string | null = null;
  for (const { value, mended } of jsonIn(text)) {
    const parsed = schema.safeParse(value);
    if (parsed.success) return { ok: true, value: parsed.data, model, ...(mended ? { mended } : {}), ...cost };
    problem ??= describeIssues(parsed.error);
  }
  const message = brokenWords(text) ?? problem ?? "The answer holds no JSON document";
  return { ok: false, why: "garbled", message, text: keep(text), ...cost };
}

/** An answer that did not come. */
export function noAnswer(
  why: "timeout" | "failed",
  message: string,
  cost: Cost = noCost,
  text: string | null = null,
): Extract<Answer<never>, { ok: false }> {
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
