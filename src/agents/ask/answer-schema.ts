import { z } from "zod";

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
