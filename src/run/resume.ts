import { existsSync } from "node:fs";
import { join } from "node:path";
import { BaroError } from "../core/error.ts";
import type { RunEvent } from "../core/event.ts";
import type { RunOptions } from "../core/options.ts";
import type { Person, Watcher } from "../core/person.ts";
import type { RunEnd } from "../core/run-end.ts";
import { requireSigning } from "../git/commit.ts";
import { resolveCommit } from "../git/refs.ts";
import type { Host } from "../host/host.ts";
import { restoreOptions } from "../settings/recorded-options.ts";
import { foldRun } from "../state/run-state.ts";
import { findRuns, requireRun } from "../store/find-run.ts";
import { readJournal } from "../store/journal.ts";
import { runFolder } from "../store/run-folder.ts";
import { askerOf, assembleCrew } from "./agents.ts";
import { meteredAsk } from "./metered-ask.ts";
import type { Company } from "./open-run.ts";
import { planRunDelivery } from "./plan-run-delivery.ts";
import { inspectRepository, type Repository } from "./repository.ts";
import { runStages } from "./run.ts";
import { inSession, type Session } from "./run-context.ts";
import { withScriptedEndpoint } from "./scripted-endpoint.ts";
import { openStream } from "./stream.ts";

/** Goes on with an interrupted run: the named one, else the newest resumable one of this repository. */
export async function resumeRun(
  host: Host,
  options: RunOptions,
  run: string | null,
  person: Person | null,
  watcher: Watcher,
): Promise<RunEnd> {
  const name = run === null ? await newestResumable(host, options) : requireResumable(options, run);
  const events = readJournal(runFolder(options.stateDir, name).journal);
  const { started } = foldRun(events);
  if (started === null) throw new BaroError("failed", `Cannot resume run "${name}": its journal has no beginning`);
  const restored = restoreOptions({ ...options, cwd: started.repo.root }, started.flags, name);
  return withScriptedEndpoint(restored, async (ready) => {
    const session = await reopenSession(host, ready, events, { person, watcher });
    return inSession(session, (whole) => runStages(whole, foldRun(events)));
  });
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

async function reopenSession(
  host: Host,
  options: RunOptions,
  events: readonly RunEvent[],
  company: Company,
): Promise<Omit<Session, "interrupts">> {
  const { started, goal } = foldRun(events);
  if (started === null) throw new Error("A run without a beginning was opened again");
  const { run, base, workBranch: branch } = started;
  const repository = await inspectRepository(host, options.cwd);
  await requireSameRepository(host, repository, started);
  await requireSigning(host, repository.root);
  const crew = await assembleCrew(host, options);
  const delivery = await planRunDelivery(
    host,
    options,
    { root: repository.root, target: started.follows?.target ?? null },
    null,
  );
  const stream = openStream(host, runFolder(options.stateDir, run), events, company.watcher);
  // The agents of a process that was killed may work on for a moment; nobody else may start in their worktrees before.
  if (stream.dead?.treeMark != null) await host.endTrees(stream.dead.treeMark);
  await stream.emit({ type: "run.resumed", pid: host.pid });
  const follows = started.follows ?? null;
  const followUp = follows !== null;
  const ask = meteredAsk(host, askerOf(host, crew.planner, options, repository.root), stream);
  const work = { repository, base, branch, run, goal, followUp, follows, delivery, leaves: delivery.why };
  return { host, options, ...work, ask, crew, stream, ...company };
}
