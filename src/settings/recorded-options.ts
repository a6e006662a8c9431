import { z } from "zod";
import { BaroError } from "../core/error.ts";
import type { RunOptions } from "./options.ts";
import { journalSchema } from "./schema.ts";
import { optionName, rowOf, settingNames } from "./table.ts";

const followUp = z.object({
  pr: z.number().nullable(),
  branch: z.string().nullable(),
  goalFrom: z.enum(["comments", "checks"]).optional(),
});

/**
 * The part of the options that the journal records, so that a resumed run goes on as it was started: the settings whose
 * row says so. Endpoint and folders are of the process that runs, and a key is never written down.
 */
const recorded = z.object({
  ...Object.fromEntries(
    settingNames.filter((name) => rowOf(name).recorded).map((name) => [optionName(name), journalSchema(name)]),
  ),
  followUp: followUp.nullable(),
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
      hint: `Start a new run, and remove it with: baro clean ${run}`,
      cause: parsed.error,
    });
  }
  const restored = { ...now, ...(parsed.data as Partial<RunOptions>) };
  // What is asked for on this command line wins: a higher ceiling is why many runs are resumed.
  return Object.assign(restored, Object.fromEntries(now.given.map((name) => [name, now[name]])));
}
