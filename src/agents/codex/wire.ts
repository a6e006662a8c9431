import { z } from "zod";

/**
 * The line of `codex exec --json` that ends a turn badly. Everything else may change as it likes. The other lines are
 * the bulk, and are read field by field where they are mapped, in a fifth of the time.
 */
export const failedTurnLine = z.object({ type: z.literal("turn.failed"), error: z.object({ message: z.string() }) });
