import { existsSync } from "node:fs";
import { join } from "node:path";
import { BaroError } from "../core/error.ts";
import type { RunEvent } from "../core/event.ts";
import { requireSigning } from "../git/commit.ts";
import { resolveCommit } from "../git/refs.ts";
import { passedVariables } from "../host/environment.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { restoreOptions } from "../settings/recorded-options.ts";
import { foldRun } from "../state/run-state.ts";
import { findRuns, requireRun } from "../store/find-run.ts";
import { readJournal } from "../store/journal.ts";
import { runFolder } from "../store/run-folder.ts";
import { askerOf, meteredAsk, readyAgents } from "./agents.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { planRunDelivery } from "./open-run.ts";
import { hideRepositorySecrets, inspectRepository, type Repository } from "./repository.ts";
import type { Invocation, Run } from "./run-context.ts";
import { lineOf, openStream } from "./stream.ts";

/** The run to go on with: the named one, else the newest resumable one of this repository; as it was asked for then. */
export async function findResumable(
  { host, options }: Invocation,
  run: string | null,
): Promise<{ events: RunEvent[]; options: RunOptions }> {
  const name = run === null ? await newestResumable(host, options) : requireResumable(options, run);
  const events = readJournal(runFolder(options.stateDir, name).journal);
  const { started } = foldRun(events);
  if (started === null) throw new BaroError("failed", `Cannot resume run "${name}": its journal has no beginning`);
  return { events, options: restoreOptions({ ...options, cwd: started.repo.root }, started.flags, name) };
}

function requireResumable(options: RunOptions, run: string): string {
  const listing = requireRun(options.stateDir, run);
  if (listing.state === "resumable") return listing.run;
  const look = { hint: `Look at it with: baro show ${listing.run}` };
  const cannot = (why: string, details = look) =>
    new BaroError("usage", `Cannot resume run "${listing.run}": ${why}`, details);
  if (listing.state === "live") throw cannot("it is still running");
  if (listing.state === "finished") throw cannot("it has finished");
  if (listing.trouble !== null) throw cannot(listing.trouble, { hint: "List the runs with: baro runs" });
  throw cannot(`its repository "${listing.repository}" is gone`, {
    hint: "Move it back to where it was, or put a link to it there",
  });
}

async function newestResumable(host: Host, options: RunOptions): Promise<string> {
  const { root } = await inspectRepository(host, options.cwd);
  const runs = findRuns(options.stateDir);
  const found = runs.find(({ state, repository }) => state === "resumable" && repository === root);
  if (found !== undefined) return found.run;
  const live = runs.find(({ state, repository }) => state === "live" && repository === root);
  if (live !== undefined) {
    throw new BaroError("usage", `Cannot resume: run "${live.run}" of "${root}" is still running`, {
      hint: `Look at it with: baro show ${live.run}; stop it with: baro stop ${live.run}`,
    });
  }
  throw new BaroError("usage", `Cannot resume: no interrupted run of "${root}" is known`, {
    hint: "List the runs with: baro runs",
  });
}

/** Something else may have come to lie where the run's repository was. */
async function requireSameRepository(
  host: Host,
  { root }: Repository,
  { run, repo, base }: { run: string; repo: { root: string }; base: string },
): Promise<void> {
  const isThere = existsSync(join(repo.root, ".git")) && (await resolveCommit(host, root, base)) !== null;
  if (isThere) return;
  throw new BaroError(
    "no-base",
    `Cannot resume run "${run}": "${repo.root}" does not hold commit ${base.slice(0, 10)}`,
    {
      hint: "Put the repository that it started in back there, or fetch that commit",
    },
  );
}

/** Opens a run again from its journal. */
export async function reopenRun(invocation: Invocation, events: readonly RunEvent[]): Promise<Run> {
  const { host, options, watcher } = invocation;
  const { started, goal } = foldRun(events);
  if (started === null) throw new Error("A run without a beginning was opened again");
  const { run, base, workBranch: branch } = started;
  const follows = started.follows ?? null;
  const repository = await inspectRepository(host, options.cwd);
  const { root } = repository;
  await hideRepositorySecrets(host, root);
  await requireSameRepository(host, repository, started);
  await requireSigning(host, root);
  const agents = await readyAgents(host, options);
  // It was asked about the delivery when it began.
  const delivery = await planRunDelivery({ ...invocation, person: null }, { root, target: follows?.target ?? null });
  const stream = openStream(host, runFolder(options.stateDir, run), events, watcher);
  // The agents of a process that was killed may work on for a moment; nobody else may start in their worktrees before.
  if (stream.dead?.treeMark != null) await host.endTrees(stream.dead.treeMark);
  invocation.person?.join?.(lineOf(host, stream));
  await stream.emit({
    type: "run.resumed",
    pid: host.pid,
    variables: Object.keys(passedVariables(host.env, options.env)),
  });
  return {
    ...invocation,
    repository,
    base,
    folder: started.folder ?? "",
    branch,
    run,
    goal,
    followUp: follows !== null,
    follows,
    delivery,
    leaves: delivery.why,
    agents,
    ask: meteredAsk(host, askerOf(host, agents.planner, options, { root, commit: base }), stream),
    stream,
    interrupts: listenForInterrupts(host),
  };
}
