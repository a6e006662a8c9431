import { z } from "zod";

// Tolerant on purpose: "OpenAI-compatible" endpoints leave fields out, send null for them, and add their own.

const text = z.string().nullish();
const count = z.number().nonnegative().nullish();

const callWire = z.object({
  index: z.number().nullish(),
  id: text,
  function: z.object({ name: text, arguments: text }).nullish(),
});

const deltaWire = z.object({
  content: text,
  refusal: text,
  reasoning: text,
  reasoning_content: text,
  tool_calls: z.array(callWire).nullish(),
});

const usageWire = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: count }).nullish(),
  completion_tokens_details: z.object({ reasoning_tokens: count }).nullish(),
  /** US dollars; routers send it. */
  cost: count,
});

export const chunkWire = z.object({
  choices: z.array(z.object({ delta: deltaWire.nullish(), finish_reason: text })).nullish(),
  usage: usageWire.nullish(),
});

export type Chunk = z.infer<typeof chunkWire>;
export type CallDelta = z.infer<typeof callWire>;
export type UsageWire = z.infer<typeof usageWire>;
