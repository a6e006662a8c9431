import { z } from "zod";

/** What is read of a line of `codex exec --json`. Everything else may change as it likes. */
const item = z.object({
  id: z.string(),
  type: z.string(),
  status: z.string().nullish(),
  text: z.string().nullish(),
  message: z.string().nullish(),
  command: z.string().nullish(),
  aggregated_output: z.string().nullish(),
  exit_code: z.number().nullish(),
  changes: z.array(z.object({ path: z.string(), kind: z.string() })).nullish(),
  /** Of a tool of a server. */
  server: z.string().nullish(),
  tool: z.string().nullish(),
  arguments: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
  query: z.string().nullish(),
  items: z.unknown().optional(),
});
export type CodexItem = z.infer<typeof item>;

export const codexLine = z.discriminatedUnion("type", [
  z.object({ type: z.literal("thread.started"), thread_id: z.string() }),
  z.object({ type: z.literal("turn.started") }),
  z.object({ type: z.literal("item.started"), item }),
  z.object({ type: z.literal("item.updated"), item }),
  z.object({ type: z.literal("item.completed"), item }),
  z.object({
    type: z.literal("turn.completed"),
    usage: z.object({
      input_tokens: z.number(),
      cached_input_tokens: z.number().default(0),
      output_tokens: z.number(),
      reasoning_output_tokens: z.number().default(0),
    }),
  }),
  z.object({ type: z.literal("turn.failed"), error: z.object({ message: z.string() }) }),
  z.object({ type: z.literal("error"), message: z.string() }),
]);
export type CodexLine = z.infer<typeof codexLine>;
