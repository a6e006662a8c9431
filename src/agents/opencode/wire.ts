import { z } from "zod";

/** What is read of a line of `opencode run --format json`. Everything else may change as it likes. */
const tool = z.object({
  tool: z.string(),
  callID: z.string(),
  state: z.object({
    status: z.string(),
    input: z.unknown().optional(),
    output: z.string().nullish(),
    error: z.string().nullish(),
    metadata: z.object({ exit: z.number().nullish() }).nullish(),
  }),
});
export type OpencodeTool = z.infer<typeof tool>;

const step = z.object({
  reason: z.string(),
  cost: z.number().nullish(),
  tokens: z.object({
    input: z.number(),
    output: z.number(),
    reasoning: z.number().default(0),
    cache: z.object({ read: z.number().default(0), write: z.number().default(0) }),
  }),
});
export type OpencodeStep = z.infer<typeof step>;

const failure = z.object({
  name: z.string(),
  data: z
    .object({
      message: z.string().nullish(),
      statusCode: z.number().nullish(),
      responseHeaders: z.record(z.string(), z.string()).nullish(),
    })
    .nullish(),
});
export type OpencodeFailure = z.infer<typeof failure>;

const sessionID = z.string().optional();

export const opencodeLine = z.discriminatedUnion("type", [
  z.object({ type: z.literal("step_start"), sessionID }),
  z.object({ type: z.literal("text"), sessionID, part: z.object({ text: z.string() }) }),
  z.object({ type: z.literal("reasoning"), sessionID, part: z.object({ text: z.string() }) }),
  z.object({ type: z.literal("tool_use"), sessionID, part: tool }),
  z.object({ type: z.literal("step_finish"), sessionID, part: step }),
  z.object({ type: z.literal("error"), sessionID, error: failure }),
]);
export type OpencodeLine = z.infer<typeof opencodeLine>;
