import { z } from "zod";

/**
 * What is read of the rare lines of `--output-format stream-json`: a prompt that failed, and the state of a
 * subscription's limits. Everything else may change as it likes. The other lines are the bulk, and are read field by
 * field where they are mapped, in a fifth of the time.
 */
export const failedResultLine = z.object({
  type: z.literal("result"),
  subtype: z.string(),
  is_error: z.boolean().nullish(),
  result: z.string().nullish(),
  errors: z.array(z.string()).nullish(),
  api_error_status: z.number().nullish(),
});

/** `resetsAt` is in seconds. */
export const rateLimitLine = z.object({
  type: z.literal("rate_limit_event"),
  rate_limit_info: z.object({ status: z.string(), resetsAt: z.number().nullish() }),
});
