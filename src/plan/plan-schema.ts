import { z } from "zod";
import { modes } from "../core/mode.ts";
import { weights } from "../core/story.ts";

// Bounds that no honest plan meets. They are wide, because enforcement joins stories into one another and its result
// has to pass here again.
export const holdsNul = "it contains a NUL character";

const anything = (max: number) => z.string().max(max);
// No program takes one as an argument, and no file has one in its name.
const text = (max: number) => anything(max).refine((value) => !value.includes("\0"), holdsNul);
const filled = (max: number) => text(max).refine((value) => value.trim() !== "", "it is empty");
const list = (item: z.ZodString) => z.array(item).max(20_000).default([]);

const share = z.number().min(0).max(1);

const longestText = 1_000_000;
const mostStories = 500;

/** A story of a plan file: strict, because a person may have written it and a misspelt field must not be ignored. */
export const storySchema = z.strictObject({
  id: text(12).regex(/^S[0-9]+$/, 'it is not of the form "S1"'),
  title: filled(1000),
  brief: filled(longestText),
  // Paths have rules of their own, which say more.
  writes: list(anything(4096)),
  reads: list(anything(4096)),
  dependsOn: list(text(100)),
  acceptance: list(text(longestText)),
  verify: list(text(20_000)),
  weight: z.enum(weights).default("standard"),
  needs: z.array(filled(200)).max(100).exactOptional(),
});

export const planSchema = z.strictObject({
  version: z.literal(1),
  goal: filled(longestText),
  mode: z.enum(modes),
  stories: z.array(storySchema).min(1, "it has no stories").max(mostStories),
});

/** The decision that `plan --json` tells: the plan was made under it. What a later version adds to it is left out. */
export const decisionSchema = z.object({
  mode: z.enum(modes),
  confidence: share,
  reason: text(longestText),
  source: z.enum(["rules", "model", "flag"]),
  signals: z
    .array(
      z.object({
        name: text(1000),
        detail: text(longestText),
        weight: z.number().exactOptional(),
        towards: z.enum(modes).exactOptional(),
        odds: z.object({ sequential: z.number(), parallel: z.number() }).exactOptional(),
        path: text(4096).exactOptional(),
        absent: z.literal(true).exactOptional(),
      }),
    )
    .max(10_000),
  // A vague goal has no plan.
  clarity: z.literal("clear"),
  question: z.null(),
  probabilities: z.record(z.enum(modes), share),
});

/** What `plan --json` says beside the plan. It is derived, so that reading it back ignores it, but for the decision. */
export const derivedFields: readonly string[] = [
  "changes",
  "pairs",
  "pairsLeftOut",
  "width",
  "parallelism",
  "expected",
  "missing",
  "decision",
  "outlook",
  "notices",
  "usage",
  "usd",
];

/** The JSON Schema (draft 7) of what `baro conduct` takes: a plan, with what `baro plan --json` prints beside it. */
export function planDocumentSchema(): object {
  const beside = Object.fromEntries(derivedFields.map((name) => [name, z.unknown().optional()]));
  const document = planSchema.extend({ ...beside, decision: decisionSchema.nullable().optional() });
  return { title: "A plan for baro conduct", ...z.toJSONSchema(document, { io: "input", target: "draft-7" }) };
}
