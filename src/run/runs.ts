import { BaroError } from "../core/error.ts";
import type { RunEvent } from "../core/event.ts";
import type { RunOptions } from "../core/options.ts";
import type { RunListing } from "../core/run-listing.ts";
import type { Host } from "../host/host.ts";
import { isAlive, terminate } from "../host/process-identity.ts";
import { findRuns, requireRun } from "./find-run.ts";
import { readJournal } from "./journal.ts";
import { liveOwner } from "./owner.ts";
import { runFolder } from "./run-folder.ts";

/** How long a stopped run may take to put its work away, and how often it is looked at. */
const stopTimeoutMs = 30_000;
const stopPollMs = 50;

/** All runs, live ones first, then the newest first. */
export async function listRuns(_host: Host, options: RunOptions): Promise<RunListing[]> {
  return findRuns(options.stateDir);
}

/** The whole journal of a run; null names the newest. Throws `run-unknown`. */
export async function showRun(_host: Host, options: RunOptions, run: string | null): Promise<RunEvent[]> {
  const listing = requireRun(options.stateDir, run);
  return readJournal(runFolder(options.stateDir, listing.run).journal);
}

/** Asks the process that works on a run to stop, and waits until it has. Gives the sentence to show. */
export async function stopRun(host: Host, options: RunOptions, run: string | null): Promise<string> {
  const listing = requireRun(options.stateDir, run);
  const owner = liveOwner(runFolder(options.stateDir, listing.run));
  if (owner === null) return `Run ${listing.run} is not live: ${listing.state}`;
  terminate(owner.pid);
  const deadline = host.elapsed() + stopTimeoutMs;
  while (isAlive(owner)) {
    if (host.elapsed() > deadline) {
      throw new BaroError("failed", `Cannot stop run "${listing.run}": process ${owner.pid} did not end in 30 s`, {
        hint: `End it with: kill -9 ${owner.pid}`,
      });
    }
    await host.sleep(stopPollMs);
  }
  return `Stopped run ${listing.run}; go on with: baro resume ${listing.run}`;
}
