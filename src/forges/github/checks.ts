import type { ForgeClient } from "../client.ts";
import { ForgeFailure } from "../failure.ts";
import type { FailingCheck } from "../forge-api.ts";
import { checkRunsShape, statusShape } from "./wire.ts";

const red = new Set(["failure", "timed_out", "startup_failure", "action_required"]);
const maxLogs = 5;
const maxLogChars = 12_000;

/** The checks and commit statuses that are red on a commit. The jobs' logs come along as far as they can be read. */
export async function failingChecks(client: ForgeClient, at: string, commit: string): Promise<FailingCheck[]> {
  const { check_runs: runs } = await client.ask(checkRunsShape, `${at}/commits/${commit}/check-runs?per_page=100`);
  const failing: FailingCheck[] = [];
  for (const run of runs) {
    if (run.conclusion === null || !red.has(run.conclusion)) continue;
    const isJob = run.app?.slug === "github-actions";
    const log = isJob && failing.length < maxLogs ? await jobLog(client, at, run.id) : null;
    const summary = [run.output?.title, run.output?.summary].filter(Boolean).join("\n");
    failing.push({ name: run.name, summary, log, url: run.html_url ?? null });
  }
  const { statuses } = await client.ask(statusShape, `${at}/commits/${commit}/status?per_page=100`);
  for (const { context, state, description, target_url: url } of statuses) {
    if (state !== "failure" && state !== "error") continue;
    failing.push({ name: context, summary: description ?? "", log: null, url: url ?? null });
  }
  return failing;
}

/** The end of a job's log, without the time stamps that start each line. `null`: it is gone or may not be read. */
async function jobLog(client: ForgeClient, at: string, job: number): Promise<string | null> {
  try {
    const text = await client.text(`${at}/actions/jobs/${job}/logs`);
    return text.replace(/^\uFEFF?\d{4}-\d\d-\d\dT[\d:.]+Z /gm, "").slice(-maxLogChars);
  } catch (error) {
    if (error instanceof ForgeFailure && (error.kind === "not-found" || error.kind === "forbidden")) return null;
    throw error;
  }
}
