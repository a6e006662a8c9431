import { z } from "zod";

/** What is read of a line of `pi --mode json`, of 0.73 and 1.x alike. Everything else may change as it likes. */
const usage = z.object({
  input: z.number(),
  output: z.number(),
  cacheRead: z.number().default(0),
  cacheWrite: z.number().default(0),
  reasoning: z.number().default(0),
  cost: z.object({ total: z.number() }).nullish(),
});
export type PiUsage = z.infer<typeof usage>;

const block = z.object({ type: z.string(), text: z.string().optional(), thinking: z.string().optional() });
export type PiBlock = z.infer<typeof block>;

const message = z.object({
  role: z.string(),
  content: z.union([z.string(), z.array(block)]).optional(),
  usage: usage.nullish(),
  stopReason: z.string().nullish(),
  errorMessage: z.string().nullish(),
});
export type PiMessage = z.infer<typeof message>;

const toolEnd = z.object({
  type: z.literal("tool_execution_end"),
  toolCallId: z.string(),
  toolName: z.string(),
  isError: z.boolean().default(false),
  result: z
    .object({
      content: z.array(block).default([]),
      structuredContent: z.unknown().optional(),
      details: z.unknown().optional(),
    })
    .nullish(),
});
export type PiToolEnd = z.infer<typeof toolEnd>;

export const piLine = z.discriminatedUnion("type", [
  z.object({ type: z.literal("session"), id: z.string(), cwd: z.string().optional() }),
  z.object({ type: z.literal("message_end"), message }),
  z.object({
    type: z.literal("tool_execution_start"),
    toolCallId: z.string(),
    toolName: z.string(),
    args: z.unknown().optional(),
  }),
  toolEnd,
  z.object({
    type: z.literal("auto_retry_start"),
    attempt: z.number(),
    delayMs: z.number().nullish(),
    errorMessage: z.string().default(""),
  }),
  z.object({ type: z.literal("auto_retry_end") }),
  z.object({ type: z.literal("compaction_start"), reason: z.string().optional() }),
  z.object({ type: z.literal("compaction_end"), errorMessage: z.string().nullish() }),
  z.object({ type: z.literal("agent_settled") }),
]);
export type PiLine = z.infer<typeof piLine>;
