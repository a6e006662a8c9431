import { z } from "zod";
import { weights } from "../core/story.ts";

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

export type PlannerReply = z.infer<typeof plannerReply>;
