import { existsSync } from "node:fs";
import { BaroError } from "../core/error.ts";
import type { RunEvent } from "../core/event.ts";
import type { StoryId } from "../core/story.ts";
import type { Host } from "../host/host.ts";
import { isAlive, isWithinSight, terminate } from "../host/process-identity.ts";
import type { RunState } from "../state/run-state.ts";
import { describeRun, findRuns, type RunListing } from "../store/find-run.ts";
import { neverBegan } from "../store/journal-edges.ts";
import { liveOwner } from "../store/owner.ts";
import { runFolder } from "../store/run-folder.ts";
import { cleanedDeep } from "../text/redact.ts";
import { chooseRun, type Places, repositoryAround } from "./choose-run.ts";
import { readRun } from "./read-run.ts";
import { hideRepositorySecrets } from "./repository.ts";

/** How long a stopped run may take to put its work away, and how often it is looked at. */
const stopTimeoutMs = 30_000;
const stopPollMs = 50;

/** All runs: those of this repository first; live ones first in each, then the newest first. */
export async function listRuns(host: Host, options: Places): Promise<{ here: RunListing[]; elsewhere: RunListing[] }> {
  const root = await repositoryAround(host, options);
  const listed = findRuns(options.stateDir);
  // Their goals are shown, and may hold what is private there.
  const roots = [...new Set(listed.map(({ repository }) => repository))].filter((root) => existsSync(root));
  await Promise.all(roots.map((root) => hideRepositorySecrets(host, root)));
  const isHere = ({ repository }: RunListing) => repository === root;
  return { here: listed.filter(isHere), elsewhere: listed.filter((run) => !isHere(run)) };
}

/** The whole journal of a run as people may see it; see `chooseRun` for its name. Throws `run-unknown`. */
export async function showRun(host: Host, options: Places, run: string | null): Promise<RunEvent[]> {
  const listing = await chooseRun(host, options, run);
  const events = readRun(options.stateDir, listing.run);
  if (events.length > 0) {
    const root = events.find((event) => event.type === "run.started")?.repo.root;
    if (root !== undefined && existsSync(root)) await hideRepositorySecrets(host, root);
    return events.map((event) => cleanedDeep(event, host.shown));
  }
  throw new BaroError("run-unknown", `Cannot show run "${listing.run}": ${listing.trouble ?? neverBegan}`);
}

/** Whether a process works on a run. */
export function isLive(stateDir: string, { run }: Pick<RunState, "run">): boolean {
  return run !== null && liveOwner(runFolder(stateDir, run)) !== null;
}

/** Throws `usage` for a story that the run does not have. */
export function requireStory(state: RunState, id: StoryId): void {
  if (state.stories.has(id)) return;
  const known = [...state.stories.keys()];
  // Of names that differ in a number, none is nearer.
  const near = known.find((one) => one.toLowerCase() === id.toLowerCase());
  throw new BaroError(
    "usage",
    `Cannot find story "${id}": the plan has ${known.length === 0 ? "no stories yet" : known.join(", ")}`,
    { hint: near === undefined ? undefined : `Did you mean ${near}?` },
  );
}

/**
 * Asks the process that works on a run to stop, and waits until it has. Gives the sentence to show. Null names the one
 * run that is live: of this repository, or of all outside of one.
 */
export async function stopRun(host: Host, options: Places, run: string | null): Promise<string> {
  const listing = run === null ? await onlyLive(host, options) : await chooseRun(host, options, run);
  const folder = runFolder(options.stateDir, listing.run);
  const owner = liveOwner(folder);
  if (owner === null) return `Run ${listing.run} is not live: ${listing.state}`;
  if (!isWithinSight(owner.place)) {
    throw new BaroError("failed", `Cannot stop run "${listing.run}": another machine or container works on it`, {
      hint: `Stop it there; if nothing works on it any more, remove "${folder.owner}"`,
    });
  }
  terminate(owner.pid);
  const deadline = host.elapsed() + stopTimeoutMs;
  while (isAlive(owner)) {
    if (host.elapsed() > deadline) {
      throw new BaroError("failed", `Cannot stop run "${listing.run}": process ${owner.pid} did not end in 30 s`, {
        hint: `End it with \`kill -9 ${owner.pid}\``,
      });
    }
    await host.sleep(stopPollMs);
  }
  // What was still being asked about goes without a trace.
  if (!existsSync(runFolder(options.stateDir, listing.run).journal)) {
    return `Stopped run ${listing.run} before it began; nothing of it is left`;
  }
  // It may have come to its end by itself just then.
  const { state } = describeRun(folder);
  if (state === "resumable") return `Stopped run ${listing.run}; go on with: baro resume ${listing.run}`;
  return `Run ${listing.run} has ended; look at it with: baro show ${listing.run}`;
}

async function onlyLive(host: Host, options: Places): Promise<RunListing> {
  const root = await repositoryAround(host, options);
  const live = findRuns(options.stateDir).filter(({ state }) => state === "live");
  const here = options.all === true || root === null ? live : live.filter(({ repository }) => repository === root);
  const [only, ...more] = here;
  if (only !== undefined && more.length === 0) return only;
  const names = (runs: readonly RunListing[]) => runs.map(({ run }) => run).join(", ");
  if (only !== undefined) {
    const message = `Cannot tell which run to stop: ${here.length} are live: ${names(here)}`;
    throw new BaroError("usage", message, { hint: `Name one: baro stop ${only.run}` });
  }
  const elsewhere = live.length === 0 ? "" : `; of others: ${names(live)}`;
  const whose = options.all === true || root === null ? "" : " of this repository";
  throw new BaroError("usage", `Cannot stop a run: none${whose} is live${elsewhere}`, {
    hint: live.length === 0 ? "List the runs with: baro runs" : "Write its full name, or add --all",
  });
}
