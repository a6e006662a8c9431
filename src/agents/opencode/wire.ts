import { z } from "zod";

/**
 * What is read of an `error` line of `opencode run --format json`. Everything else may change as it likes. The other
 * lines are the bulk, and are read field by field where they are mapped, in a fifth of the time.
 */
export const errorLine = z.object({
  type: z.literal("error"),
  error: z.object({
    name: z.string(),
    data: z
      .object({
        message: z.string().nullish(),
        statusCode: z.number().nullish(),
        responseHeaders: z.record(z.string(), z.string()).nullish(),
      })
      .nullish(),
  }),
});
export type OpencodeFailure = z.infer<typeof errorLine>["error"];
