import { existsSync } from "node:fs";
import { BaroError } from "../core/error.ts";
import type { RunEvent } from "../core/event.ts";
import type { StoryId } from "../core/story.ts";
import { tryGit } from "../git/git.ts";
import type { Host } from "../host/host.ts";
import { isAlive, isWithinSight, terminate } from "../host/process-identity.ts";
import type { RunState } from "../state/run-state.ts";
import { describeRun, findRuns, type RunListing, requireRun } from "../store/find-run.ts";
import { readJournal } from "../store/journal.ts";
import { neverBegan } from "../store/journal-edges.ts";
import { liveOwner } from "../store/owner.ts";
import { runFolder } from "../store/run-folder.ts";
import { cleanedDeep } from "../text/redact.ts";
import { hideRepositorySecrets } from "./repository.ts";

/** How long a stopped run may take to put its work away, and how often it is looked at. */
const stopTimeoutMs = 30_000;
const stopPollMs = 50;

/** Where runs are looked for: the state folder, and the folder that the command was started in. */
interface Places {
  stateDir: string;
  cwd: string;
}

/** All runs, live ones first, then the newest first. */
export async function listRuns(host: Host, options: Places): Promise<RunListing[]> {
  const listed = findRuns(options.stateDir);
  // Their goals are shown, and may hold what is private there.
  const roots = [...new Set(listed.map(({ repository }) => repository))].filter((root) => existsSync(root));
  await Promise.all(roots.map((root) => hideRepositorySecrets(host, root)));
  return listed;
}

/** The whole journal of a run as people may see it; null names the newest of this repository, else of all. Throws `run-unknown`. */
export async function showRun(host: Host, options: Places, run: string | null): Promise<RunEvent[]> {
  const listing = run === null ? await newestRun(host, options) : requireRun(options.stateDir, run);
  const events = readJournal(runFolder(options.stateDir, listing.run).journal);
  if (events.length > 0) {
    const root = events.find((event) => event.type === "run.started")?.repo.root;
    if (root !== undefined && existsSync(root)) await hideRepositorySecrets(host, root);
    return events.map((event) => cleanedDeep(event, host.shown));
  }
  throw new BaroError("run-unknown", `Cannot show run "${listing.run}": ${listing.trouble ?? neverBegan}`);
}

/** Throws `usage` for a story that the run does not have. */
export function requireStory(state: RunState, id: StoryId): void {
  if (state.stories.has(id)) return;
  const known = [...state.stories.keys()];
  throw new BaroError(
    "usage",
    `Cannot find story "${id}": the plan has ${known.length === 0 ? "no stories yet" : known.join(", ")}`,
  );
}

async function newestRun(host: Host, options: Places): Promise<RunListing> {
  const root = await repositoryAround(host, options);
  const own = findRuns(options.stateDir).find(({ repository }) => repository === root);
  return own ?? requireRun(options.stateDir, null);
}

/** The root of the repository that the command was started in, or null. */
async function repositoryAround(host: Host, { cwd }: Places): Promise<string | null> {
  const result = await tryGit(host, cwd, ["rev-parse", "--show-toplevel"]);
  return result.exitCode === 0 ? result.stdout.toString("utf8").replace(/\n$/, "") : null;
}

/**
 * Asks the process that works on a run to stop, and waits until it has. Gives the sentence to show. Null names the one
 * run that is live: of this repository, or of all outside of one.
 */
export async function stopRun(host: Host, options: Places, run: string | null): Promise<string> {
  const listing = run === null ? await onlyLive(host, options) : requireRun(options.stateDir, run);
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
        hint: `End it with: kill -9 ${owner.pid}`,
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
  const here = root === null ? live : live.filter(({ repository }) => repository === root);
  const [only, ...more] = here;
  if (only !== undefined && more.length === 0) return only;
  const names = (runs: readonly RunListing[]) => runs.map(({ run }) => run).join(", ");
  if (only !== undefined) {
    const message = `Cannot stop a run without its name: ${here.length} are live: ${names(here)}`;
    throw new BaroError("usage", message, { hint: `Name one: baro stop ${only.run}` });
  }
  const elsewhere = live.length === 0 ? "" : `; of others: ${names(live)}`;
  throw new BaroError(
    "usage",
    `Cannot stop a run: none${root === null ? "" : " of this repository"} is live${elsewhere}`,
    {
      hint: "List the runs with: baro runs",
    },
  );
}
