import { z } from "zod";

/**
 * What is read of a line of `--output-format stream-json`. Everything else may change as it likes. `assistant`,
 * `user` and `system` lines are not among these: they are the bulk, and are read field by field where they are mapped.
 */
const usage = z.object({
  input_tokens: z.number(),
  cache_creation_input_tokens: z.number().nullish(),
  cache_read_input_tokens: z.number().nullish(),
  output_tokens: z.number(),
  output_tokens_details: z.object({ thinking_tokens: z.number().nullish() }).nullish(),
});

const modelUsage = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadInputTokens: z.number().default(0),
  cacheCreationInputTokens: z.number().default(0),
  thinkingTokens: z.number().default(0),
  costUSD: z.number().default(0),
});
export type ClaudeModelUsage = z.infer<typeof modelUsage>;

export const resultLine = z.object({
  type: z.literal("result"),
  subtype: z.string(),
  is_error: z.boolean().default(false),
  result: z.string().nullish(),
  errors: z.array(z.string()).nullish(),
  api_error_status: z.number().nullish(),
  terminal_reason: z.string().nullish(),
  structured_output: z.unknown().optional(),
  num_turns: z.number().nullish(),
  usage: usage.nullish(),
  total_cost_usd: z.number().nullish(),
  model_usage_since_last_result: z.record(z.string(), modelUsage).nullish(),
});
export type ClaudeResult = z.infer<typeof resultLine>;

/** The state of a subscription's limits. `resetsAt` is in seconds. */
export const rateLimitLine = z.object({
  type: z.literal("rate_limit_event"),
  rate_limit_info: z.object({ status: z.string(), resetsAt: z.number().nullish() }),
});
export type ClaudeLimit = z.infer<typeof rateLimitLine>;
