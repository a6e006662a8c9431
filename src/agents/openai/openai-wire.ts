import { z } from "zod";
import type { Usage } from "../../core/usage.ts";

// Tolerant on purpose: "OpenAI-compatible" endpoints leave fields out, send null for them, and add their own.

const count = z.number().nonnegative().nullish();

const usageWire = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: count }).nullish(),
  completion_tokens_details: z.object({ reasoning_tokens: count }).nullish(),
  /** US dollars; routers send it. */
  cost: count,
});

const messageWire = z.object({
  content: z.union([z.string(), z.array(z.object({ text: z.string().nullish() }))]).nullish(),
  refusal: z.string().nullish(),
});

export const completionWire = z.object({
  model: z.string().nullish(),
  choices: z.array(z.object({ message: messageWire, finish_reason: z.string().nullish() })),
  usage: usageWire.nullish(),
});

export type Completion = z.infer<typeof completionWire>;

/** The text of a message, in one piece or in parts. */
export function textOf({ content }: z.infer<typeof messageWire>): string {
  if (content === null || content === undefined) return "";
  return typeof content === "string" ? content : content.map((part) => part.text ?? "").join("");
}

/** The endpoint's count in our terms: there too, input includes cached input and output includes reasoning. */
export function costOf({ usage: wire }: Completion): { usage: Usage; usd: number | null } {
  const usage = {
    input: wire?.prompt_tokens ?? 0,
    cachedInput: wire?.prompt_tokens_details?.cached_tokens ?? 0,
    output: wire?.completion_tokens ?? 0,
    reasoning: wire?.completion_tokens_details?.reasoning_tokens ?? 0,
  };
  return { usage, usd: wire?.cost ?? null };
}
