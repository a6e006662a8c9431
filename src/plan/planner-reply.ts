import { z } from "zod";
import { weights } from "../core/story.ts";
import type { PlannedPlace } from "./path-at-base.ts";
import { type RepairedReply, repairReply } from "./repair-reply.ts";

const texts = z.array(z.string()).default([]);

/** What the planner answers. Tolerant of what is left out; the plan's own check holds everything else. */
export const plannerReply = z.object({
  stories: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        brief: z.string(),
        writes: texts,
        reads: texts,
        dependsOn: texts,
        acceptance: texts,
        verify: texts,
        weight: z.enum(weights).default("standard"),
      }),
    )
    .min(1),
});

/** A document that was read, as it was written and as it was understood. */
export interface ReplyRead {
  repaired: RepairedReply;
  written: unknown;
}

/** As `plannerReply`, for a model that may have written it a little differently: `tell` gets each document as it is read. */
export function repairingReply(place: PlannedPlace, tell: (read: ReplyRead) => void): z.ZodType<PlannerReply> {
  return z.preprocess((written) => {
    const repaired = repairReply(written, place);
    tell({ repaired, written });
    return repaired.document;
  }, plannerReply);
}

export type PlannerReply = z.infer<typeof plannerReply>;
