import { z } from "zod";
import { BaroError } from "../core/error.ts";
import { modes } from "../core/mode.ts";
import { deliverChoices, intakeChoices, type RunOptions } from "../core/options.ts";

/**
 * The part of the options that the journal records, so that a resumed run goes on as it was started. Endpoint and
 * folders are of the process that runs, and a key is never written down.
 */
const agentChoice = z.object({ name: z.string(), model: z.string().nullable(), command: z.string().nullable() });
const recorded = z.object({
  mode: z.enum(["auto", ...modes]),
  agent: agentChoice.nullable(),
  planner: agentChoice.nullable(),
  tiers: z.record(z.string(), agentChoice),
  intake: z.enum(intakeChoices),
  parallel: z.number(),
  maxStories: z.number().nullable(),
  deliver: z.enum(deliverChoices),
  base: z.string(),
  includeDirty: z.boolean(),
  verify: z.array(z.string()).nullable(),
  maxTokens: z.number().nullable(),
  maxUsd: z.number().nullable(),
  timeoutMs: z.number().nullable(),
  waitForReset: z.boolean(),
  sandbox: z.boolean(),
  strict: z.boolean(),
  followUp: z
    .object({
      pr: z.number().nullable(),
      branch: z.string().nullable(),
      goalFrom: z.enum(["comments", "checks"]).optional(),
    })
    .nullable(),
  dryRun: z.boolean(),
  keep: z.boolean(),
  trailers: z.boolean().default(true),
});

/** What of the options goes into `run.started.flags`. */
export function recordOptions(options: RunOptions): Record<string, unknown> {
  return recorded.parse(options);
}

/**
 * The options of a run that goes on: as they were recorded, but for what this command line says, and with this process's
 * folders, endpoint and terminal.
 */
export function restoreOptions(now: RunOptions, flags: Record<string, unknown>, run: string): RunOptions {
  const parsed = recorded.safeParse(flags);
  if (!parsed.success) {
    throw new BaroError("failed", `Cannot resume run "${run}": its journal does not say how it was started`, {
      hint: `Start anew, and remove it with: baro clean ${run}`,
      cause: parsed.error,
    });
  }
  const recordedOptions = { ...now, ...(parsed.data as Partial<RunOptions>) };
  // What is asked for on this command line wins: a higher ceiling is why many runs are resumed.
  return Object.assign(recordedOptions, Object.fromEntries((now.given ?? []).map((name) => [name, now[name]])));
}
