import { z } from "zod";

/** What is read of a line of `pi --mode json`, of 0.73 and 1.x alike. Everything else may change as it likes. */
const usage = z.object({
  input: z.unknown().optional(),
  output: z.unknown().optional(),
  cacheRead: z.unknown().optional(),
  cacheWrite: z.unknown().optional(),
  reasoning: z.unknown().optional(),
  cost: z.unknown().optional(),
});
export type PiUsage = z.infer<typeof usage>;

const block = z.object({
  type: z.string(),
  text: z.string().optional(),
  thinking: z.string().optional(),
  mimeType: z.string().optional(),
});
export type PiBlock = z.infer<typeof block>;

const message = z.object({
  role: z.string(),
  content: z.union([z.string(), z.array(block)]).optional(),
  usage: usage.nullish().catch(null),
  model: z.string().optional().catch(undefined),
  stopReason: z.string().nullish(),
  errorMessage: z.string().nullish(),
  // Of the other roles: a tool's result, a command of the person's, what an extension adds, summaries.
  toolCallId: z.string().optional(),
  details: z.unknown().optional(),
  command: z.string().optional(),
  output: z.string().optional(),
  exitCode: z.number().nullish(),
  display: z.boolean().optional(),
  summary: z.string().optional(),
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

const compactionEnd = {
  errorMessage: z.string().nullish(),
  aborted: z.boolean().nullish(),
  result: z.object({ usage: usage.nullish() }).nullish(),
};
const retry = { attempt: z.number(), delayMs: z.number().nullish(), errorMessage: z.string().default("") };

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
  z.object({ type: z.literal("auto_retry_start"), ...retry }),
  z.object({ type: z.literal("summarization_retry_scheduled"), ...retry }),
  z.object({ type: z.literal(["compaction_start", "auto_compaction_start"]), reason: z.string().optional() }),
  z.object({ type: z.literal(["compaction_end", "auto_compaction_end"]), ...compactionEnd }),
  z.object({ type: z.literal("session_info_changed"), name: z.string().nullish() }),
  z.object({ type: z.literal("thinking_level_changed"), level: z.string().nullish() }),
  z.object({
    type: z.literal("extension_error"),
    extensionPath: z.string().optional(),
    error: z.string().optional(),
  }),
  z.object({
    type: z.literal([
      "auto_retry_end",
      "agent_settled",
      "queue_update",
      "summarization_retry_attempt_start",
      "summarization_retry_finished",
    ]),
  }),
]);
export type PiLine = z.infer<typeof piLine>;
