import { existsSync } from "node:fs";
import { join } from "node:path";
import { settleNotes } from "../agents/shield/notes.ts";
import { BaroError } from "../core/error.ts";
import type { RunEvent, RunOutcome } from "../core/event.ts";
import type { StoryId } from "../core/story.ts";
import { requireSigning } from "../git/commit.ts";
import { checkedOutRefs, resolveCommit } from "../git/refs.ts";
import { passedVariables } from "../host/environment.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { restoreOptions } from "../settings/recorded-options.ts";
import { foldRun, type RunState } from "../state/run-state.ts";
import { findRuns, type RunListing } from "../store/find-run.ts";
import { sandboxNotes } from "../store/left-overs.ts";
import { runFolder } from "../store/run-folder.ts";
import { meteredAsker, readyAgents } from "./agents.ts";
import { chooseRun } from "./choose-run.ts";
import { endFormerOwner } from "./former-owner.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { type OpeningTime, openInTime } from "./opening-time.ts";
import { planRunDelivery } from "./plan-run-delivery.ts";
import { readRun } from "./read-run.ts";
import { hidePassedValues, hideRepositorySecrets, inspectRepository, type Repository } from "./repository.ts";
import { chooseAgain, hasEnded, restoreBranch } from "./run-again.ts";
import type { Invocation, Run } from "./run-context.ts";
import { openSandbox } from "./sandbox.ts";
import { lineOf, openStream } from "./stream.ts";
import { requireFilters } from "./working-filters.ts";

/** A run to go on with. */
export interface Resumable {
  events: RunEvent[];
  /** As it was asked for then. */
  options: RunOptions;
  /** Its stories that had ended without landing and are run again; null: it only goes on where it was. */
  again: StoryId[] | null;
}

/** Which run to go on with; see `resumeRun`. */
export interface Wanted {
  run: string | null;
  stories: readonly StoryId[];
  /** Among the runs of every repository. */
  all: boolean;
}

/**
 * The run to go on with: the named one, else the newest of this repository that was interrupted or is not all there.
 * `stories`: those of it to run again; none: of a run that has ended all that did not land.
 */
export async function findResumable({ host, options }: Invocation, { run, stories, all }: Wanted): Promise<Resumable> {
  const name =
    run === null ? await newestResumable(host, options, all) : await requireResumable(host, options, { run, all });
  const events = readRun(options.stateDir, name);
  const state = foldRun(events);
  const { started } = state;
  if (started === null)
    throw new BaroError("failed", `Cannot resume run "${name}": its journal has no beginning`, {
      hint: `Remove it with: baro clean ${name}`,
    });
  const again = chooseAgain(state, name, stories);
  return { events, options: restoreOptions({ ...options, cwd: started.repo.root }, started.flags, name), again };
}

async function requireResumable(
  host: Host,
  options: RunOptions,
  { run, all }: { run: string; all: boolean },
): Promise<string> {
  const listing = await chooseRun(host, { ...options, all }, run);
  if (listing.state === "resumable") return listing.run;
  const look = { hint: `Look at it with: baro show ${listing.run}` };
  const cannot = (why: string, details = look) =>
    new BaroError("usage", `Cannot resume run "${listing.run}": ${why}`, details);
  if (listing.state === "live") throw cannot("it is still running");
  if (listing.state === "finished") {
    if (isThere(listing) && hasEnded(stateOf(options, listing))) return listing.run;
    if (isThere(listing)) throw cannot(endWords[listing.outcome ?? "delivered"] ?? "it has finished");
  }
  if (listing.trouble !== null) throw cannot(listing.trouble, { hint: "List the runs with: baro runs" });
  throw cannot(`its repository "${listing.repository}" is gone`, {
    hint: "Move it back, or put a link to it there",
  });
}

/** Why a run that has its end has nothing left to do. */
const endWords: Partial<Record<RunOutcome, string>> = {
  delivered: "everything is delivered",
  failed: "it failed before it had a plan",
  needs_input: "it ended with a question; start it again with the answer in the goal",
};

function isThere({ repository }: RunListing): boolean {
  return existsSync(repository);
}

function stateOf(options: RunOptions, { run }: RunListing): RunState {
  return foldRun(readRun(options.stateDir, run));
}

/** A journal that is broken in its middle is no reason to go on with no other run. */
function canBeRead(options: RunOptions, { run }: RunListing): boolean {
  try {
    readRun(options.stateDir, run);
    return true;
  } catch (error) {
    if (error instanceof BaroError) return false;
    throw error;
  }
}

async function newestResumable(host: Host, options: RunOptions, all: boolean): Promise<string> {
  const root = all ? null : (await inspectRepository(host, options.cwd)).root;
  const runs = findRuns(options.stateDir).filter(({ repository }) => all || repository === root);
  const found = runs.find(
    (run) =>
      isThere(run) &&
      (run.state === "resumable" ||
        // One that changed nothing is run again only by its name.
        ((run.outcome === "partial" || run.outcome === "failed") &&
          canBeRead(options, run) &&
          hasEnded(stateOf(options, run)))),
  );
  if (found !== undefined) return found.run;
  const live = runs.find(({ state }) => state === "live");
  if (live !== undefined) {
    throw new BaroError("usage", `Cannot resume: run "${live.run}" of "${live.repository}" is still running`, {
      hint: `Look at it with: baro show ${live.run}; stop it with: baro stop ${live.run}`,
    });
  }
  throw new BaroError("usage", `Cannot resume: no run${all ? "" : ` of "${root}"`} was interrupted or is incomplete`, {
    hint: "List the runs with: baro runs",
  });
}

/** Something else may have come to lie where the run's repository was. */
export async function requireSameRepository(
  host: Host,
  { root }: Repository,
  { run, repo, base }: { run: string; repo: { root: string }; base: string },
): Promise<void> {
  const isThere = existsSync(join(repo.root, ".git")) && (await resolveCommit(host, root, base)) !== null;
  if (isThere) return;
  throw new BaroError(
    "no-base",
    `Cannot resume run "${run}": "${repo.root}" does not have commit ${base.slice(0, 10)}`,
    {
      hint: "Put the original repository back there, or fetch that commit",
    },
  );
}

/** Nobody stands on the run's branch: it would move under their feet. */
async function requireUnoccupied(host: Host, root: string, branch: string): Promise<void> {
  if (!(await checkedOutRefs(host, root)).has(`refs/heads/${branch}`)) return;
  throw new BaroError(
    "git-failed",
    `Cannot resume: the branch "${branch}" is checked out, and the run needs to move it`,
    {
      hint: "Switch away first, with: git switch --detach",
    },
  );
}

/** Opens a run again from its journal. */
export async function reopenRun(invocation: Invocation, resumable: Pick<Resumable, "events" | "again">): Promise<Run> {
  return await openInTime(invocation, (time, looking) => reopen(time, resumable, looking));
}

async function reopen(
  time: OpeningTime,
  { events, again }: Pick<Resumable, "events" | "again">,
  looking: AbortSignal,
): Promise<Run> {
  const { invocation } = time;
  time.waitsFor("git");
  const { host, options, watcher } = invocation;
  const state = foldRun(events);
  const { started, goal } = state;
  if (started === null) throw new Error("A run without a beginning was opened again");
  const { run, base, workBranch: branch } = started;
  const follows = started.follows ?? null;
  const repository = await inspectRepository(host, options.cwd);
  const { root } = repository;
  await hideRepositorySecrets(host, root);
  hidePassedValues(host, options.env);
  await requireSameRepository(host, repository, started);
  time.waitsFor("the program that signs your commits");
  await requireSigning(host, root);
  time.waitsFor("git");
  await requireFilters(host, repository, base);
  await requireUnoccupied(host, root, branch);
  const sandbox = await openSandbox(host, options, root);
  time.waitsFor("the agents");
  const agents = await readyAgents(host, options);
  time.waitsFor("the remote and its forge");
  // It was asked about the delivery when it began.
  const at = { root, target: follows?.target ?? null };
  const delivery = await planRunDelivery({ ...invocation, person: null }, at, looking);
  // Whoever waited has left.
  looking.throwIfAborted();
  const stream = openStream(host, runFolder(options.stateDir, run), events, watcher);
  await endFormerOwner(host, stream, { run, branch, commonDir: repository.gitDir });
  const settled = settleNotes(sandboxNotes(options.stateDir));
  if (again !== null) await restoreBranch(host, root, branch, state);
  invocation.person?.join?.(lineOf(host, stream));
  const folder = started.folder ?? "";
  await stream.emit({
    type: "run.resumed",
    pid: host.pid,
    variables: Object.keys(passedVariables(host.env, options.env)),
    ...(again === null ? {} : { again }),
  });
  for (const message of settled) await stream.emit({ type: "run.notice", message });
  return {
    ...invocation,
    options: time.left(options),
    ending: time.ending,
    repository,
    base,
    folder,
    branch,
    run,
    goal,
    typedGoal: started.typed === true ? started.goal : null,
    followUp: follows !== null,
    follows,
    delivery,
    leaves: delivery.why,
    agents,
    sandbox,
    ask: meteredAsker(host, agents, { options, sandbox, run }, { root, folder, commit: base }, stream),
    stream,
    interrupts: listenForInterrupts(host),
  };
}
