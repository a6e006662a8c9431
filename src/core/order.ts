import { z } from "zod";

/** What a person may tell a run that is going on, from its live view or from another terminal. */
export const order = z.discriminatedUnion("kind", [
  /** The story ends; what it has is kept. */
  z.object({ kind: z.literal("stop"), story: z.string() }),
  /** Its agent hears this next. */
  z.object({ kind: z.literal("tell"), story: z.string(), text: z.string().min(1).max(20_000) }),
  /** No agent is started any more; those at work go on. */
  z.object({ kind: z.literal("pause") }),
  z.object({ kind: z.literal("go-on") }),
]);

export type Order = z.infer<typeof order>;
