import { z } from "zod";
import { modes } from "../core/mode.ts";
import { deliverChoices, intakeChoices } from "../core/options.ts";
import { weights } from "../core/story.ts";

const count = z.int().positive();
const text = z.string().trim().min(1);

const deliveryShape = {
  remote: text.optional(),
  target: text.optional(),
  labels: z.array(text).optional(),
  reviewers: z.array(text).optional(),
  draft: z.union([z.boolean(), z.literal("auto")]).optional(),
  title: text.optional(),
  body: text.optional(),
  fork: z.boolean().optional(),
  forge: z.string().optional(),
  "api-url": z.url({ protocol: /^https?$/ }).optional(),
  "max-file-bytes": count.optional(),
  allow: z.array(text).optional(),
};

/** A configuration file: the flags' names, and what no flag sets. Unknown keys are errors. */
export const configSchema = z.strictObject({
  mode: z.enum(["auto", ...modes]).optional(),
  agent: text.optional(),
  planner: text.optional(),
  tier: z.partialRecord(z.enum(weights), text).optional(),
  intake: z.enum(intakeChoices).optional(),
  parallel: count.optional(),
  "max-stories": count.optional(),
  deliver: z.enum(deliverChoices).optional(),
  base: text.optional(),
  "include-dirty": z.boolean().optional(),
  verify: z.union([z.array(text), z.literal(false)]).optional(),
  setup: z.union([z.array(text), z.literal(false)]).optional(),
  "max-tokens": count.optional(),
  "max-usd": z.number().positive().optional(),
  timeout: text.optional(),
  "wait-for-reset": z.boolean().optional(),
  sandbox: z.boolean().optional(),
  strict: z.boolean().optional(),
  keep: z.boolean().optional(),
  quiet: z.boolean().optional(),
  verbose: z.boolean().optional(),
  color: z.boolean().optional(),
  notify: text.optional(),
  "keep-worktrees": text.optional(),
  trailers: z.boolean().optional(),
  delivery: z.strictObject(deliveryShape).optional(),
  endpoint: z.strictObject({ "base-url": z.url({ protocol: /^https?$/ }), "api-key-env": text.optional() }).optional(),
  agents: z
    .strictObject({
      silence: text.optional(),
      tool: text.optional(),
      "max-turns": count.optional(),
      instructions: text.optional(),
      effort: text.optional(),
    })
    .optional(),
});

/** What is read of `[delivery]`, as `DeliverySettings` names it. */
export type DeliveryTable = NonNullable<z.infer<typeof configSchema>["delivery"]>;

export type ConfigFile = z.infer<typeof configSchema>;

/** The keys of a table of the file, for naming the nearest one; the path is that of the table. */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  if (path[0] === "endpoint") return ["base-url", "api-key-env"];
  if (path[0] === "agents") return ["silence", "tool", "max-turns", "instructions", "effort"];
  if (path[0] === "delivery") return Object.keys(deliveryShape);
  return path[0] === "tier" ? [...weights] : Object.keys(configSchema.shape);
}
