import { z } from "zod";

/** What is read of a line of `--output-format stream-json`. Everything else may change as it likes. */
const usage = z.object({
  input_tokens: z.number(),
  cache_creation_input_tokens: z.number().nullish(),
  cache_read_input_tokens: z.number().nullish(),
  output_tokens: z.number(),
  output_tokens_details: z.object({ thinking_tokens: z.number().nullish() }).nullish(),
});
export type ClaudeUsage = z.infer<typeof usage>;

const modelUsage = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadInputTokens: z.number().default(0),
  cacheCreationInputTokens: z.number().default(0),
  thinkingTokens: z.number().default(0),
  costUSD: z.number().default(0),
});
export type ClaudeModelUsage = z.infer<typeof modelUsage>;

const block = z.object({
  type: z.string(),
  text: z.string().optional(),
  thinking: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  input: z.unknown().optional(),
  tool_use_id: z.string().optional(),
  content: z.unknown().optional(),
  is_error: z.boolean().nullish(),
});
export type ClaudeBlock = z.infer<typeof block>;

const content = z.union([z.string(), z.array(block)]);

export const assistantLine = z.object({
  type: z.literal("assistant"),
  message: z.object({ id: z.string(), model: z.string().optional(), content, usage: usage.nullish() }),
  /** Set when the message is the program's own account of a failed request. */
  error: z.string().nullish(),
});
export type ClaudeAssistant = z.infer<typeof assistantLine>;

export const userLine = z.object({
  type: z.literal("user"),
  message: z.object({ content }),
  /** Of the one result that such a line holds. */
  tool_use_result: z.unknown().optional(),
});
export type ClaudeUser = z.infer<typeof userLine>;

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

export const systemLine = z.object({
  type: z.literal("system"),
  subtype: z.string(),
  session_id: z.string().optional(),
  cwd: z.string().optional(),
  attempt: z.number().optional(),
  retry_delay_ms: z.number().nullish(),
  error_status: z.number().nullish(),
  error: z.string().nullish(),
  tool_name: z.string().optional(),
  message: z.string().nullish(),
  content: z.string().nullish(),
});
export type ClaudeSystem = z.infer<typeof systemLine>;

/** The state of a subscription's limits. `resetsAt` is in seconds. */
export const rateLimitLine = z.object({
  type: z.literal("rate_limit_event"),
  rate_limit_info: z.object({ status: z.string(), resetsAt: z.number().nullish() }),
});
export type ClaudeLimit = z.infer<typeof rateLimitLine>;
