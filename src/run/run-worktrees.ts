import pkg from "../../package.json" with { type: "json" };
import { agentTimeLeft } from "../conduct/limits.ts";
import { makeEffects, type RealEffects } from "../conduct/real-effects.ts";
import { type ChecksOfRun, runChecks } from "../conduct/run-checks.ts";
import type { SkippedCheck } from "../core/check.ts";
import { messageOf } from "../core/error.ts";
import type { Story } from "../core/story.ts";
import { worktreeFolder } from "../core/worktree-folder.ts";
import type { FleetEffects } from "../fleet/fleet-effects.ts";
import { heldLock } from "../git/explain.ts";
import { foldRun, storyOf } from "../state/run-state.ts";
import { runRefs } from "../worktrees/run-commits.ts";
import { asideFolder } from "../worktrees/set-aside.ts";
import { effectOptions } from "./effect-options.ts";
import type { SharedSettings } from "./fleet.ts";
import { measureBase } from "./measure-base.ts";
import type { Run } from "./run-context.ts";
import { sweepBehind } from "./sweep.ts";
import { timeSpent } from "./time-spent.ts";

/** How long agents wait for what the checks say of the base. */
const longestLookMs = 8_000;

/** Where a run's stories are worked on, and its checks, looked for from the start. */
export interface RunWorktrees extends AsyncDisposable {
  effects: RealEffects;
  checks: Promise<ChecksOfRun>;
  /** Resolves with the checks that can't run here, when each was run on the base once after the plan was accepted. */
  measured: Promise<readonly SkippedCheck[]>;
  /**
   * As `measured`, for a short while: what can't run shows at once, and a slow check is asked for again later. Waits once,
   * however often it is asked.
   */
  look(): Promise<readonly SkippedCheck[]>;
  /** Starts to make this many worktrees, while a model or a person still thinks. */
  prepare(count: number): void;
  /** Throws `agent-missing` when a story can be worked on by none of the run's machines. */
  requirePlaces(stories: readonly Story[]): Promise<void>;
  /** The person has accepted the plan: what the repository brings may run. */
  accept(): void;
  /** Every story has its outcome and what landed is delivered: nothing in here is needed any more. */
  over(): void;
}

/**
 * Opens what stories are worked on in. What finished stories left is removed at the end, what a resumed run needs stays.
 * A clean-up that fails decides nothing: it is told, with the place.
 */
export async function openWorktrees(run: Run): Promise<RunWorktrees> {
  const { dryRun, keep } = run.options;
  const acceptance = Promise.withResolvers<void>();
  acceptance.promise.catch(() => {});
  const checks = runChecks(run);
  const reportOf = async (command: string) => (await checks).report(command);
  const isOfFiles = async (command: string) => (await checks).isOfFiles(command);
  const { stateDir, freshChecks, requireChecks } = run.options;
  // Who requires the checks wants to see them run here.
  const verdicts = { stateDir, version: pkg.version, fresh: freshChecks || requireChecks, isOfFiles };
  const shared = { ...effectOptions(run, acceptance.promise), reportOf, verdicts };
  const near = makeEffects(run.host, shared);
  const far = await fleetOf(run, near, shared);
  const effects = far === null ? near : { ...near, ...far, prepare: near.prepare, close: near.close };
  // A failure shows where the checks are asked for, if the run comes that far.
  checks.catch(() => {});
  const stop = new AbortController();
  const skipped: SkippedCheck[] = [];
  const measured = checks.then(async (all) => {
    skipped.push(...all.skipped);
    if (dryRun) return skipped;
    await acceptance.promise;
    const check = async (...asked: Parameters<RealEffects["checkCommit"]>) =>
      (await near.knownCheck(asked[0], asked[1])) === null ? effects.checkCommit(...asked) : null;
    await measureBase(run, all.checks, check, (one) => void skipped.push(one), stop.signal);
    return skipped;
  });
  measured.catch(() => {});
  let looked: Promise<void> | null = null;
  let isAccepted = false;
  const prepare = (count: number) => {
    if (dryRun) return;
    // One is for the checks of the base, wherever stories are worked on.
    near.prepare(run.base, far === null ? count : Math.min(count, Math.max(1, far.slotsHere)));
    // What set-up there is runs where worktrees are made.
    if (isAccepted) far?.prepare(count);
  };
  prepare(1);
  if (!dryRun) far?.begin();
  let isOver = false;
  return {
    effects,
    checks,
    measured,
    look: async () => {
      looked ??= firstOf(measured, longestLookOf(run), effects, run.interrupts.signal);
      await looked;
      return skipped;
    },
    prepare,
    requirePlaces: async (stories) => await far?.requirePlaces(stories),
    accept: () => {
      isAccepted = true;
      acceptance.resolve();
    },
    over: () => {
      isOver = true;
    },
    [Symbol.asyncDispose]: async () => {
      // What is still looked for may not speak when the stream is closed.
      stop.abort();
      acceptance.reject(new Error("The plan was not accepted"));
      await measured.catch(() => {});
      if (keep) return await far?.close();
      using time = cleaningTime(run);
      await far?.close();
      // Nobody can go on with a run whose folder is gone.
      const isLast = isOver || run.interrupts.loss()?.code === "no-state";
      const left = await near.close(isLast ? newestLanded(run) : null, time.signal);
      if (left.folder !== null) await tellLeftBehind(run, folderOf(run), messageOf(left.folder));
      if (left.refs !== null) await tellRefsLeft(run, left.refs);
      await sweepUp(run);
    },
  };
}

/** The machines that the run names; null where it names none, and nothing of this is loaded. */
async function fleetOf(run: Run, near: RealEffects, shared: SharedSettings): Promise<FleetEffects | null> {
  if (run.options.workers.length === 0 && run.options.queue === null) return null;
  const { openFleet } = await import("./fleet.ts");
  return openFleet(run, near, shared);
}

function longestLookOf({ host, options, stream }: Run): number {
  return Math.min(longestLookMs, agentTimeLeft(options, timeSpent(host, stream.events)) ?? longestLookMs);
}

/** Cleaning has this much time in any case: a checkout of an ordinary repository is gone in less. */
const leastCleaningMs = 5000;

/** What is left of the run's time is for cleaning, too. What it leaves, `baro clean` finds. */
function cleaningTime({ host, options, stream, ending }: Run): Disposable & { signal?: AbortSignal } {
  if (options.timeoutMs === null) return { [Symbol.dispose]: () => {} };
  const left = Math.max(leastCleaningMs, options.timeoutMs - timeSpent(host, stream.events));
  ending?.endIn(left);
  const [late, over] = [new AbortController(), new AbortController()];
  void host.sleep(left, over.signal).then(() => {
    if (!over.signal.aborted) late.abort(new Error("the time is up"));
  });
  return { signal: late.signal, [Symbol.dispose]: () => over.abort() };
}

function newestLanded({ base, stream }: Run): string {
  const progress = foldRun(stream.events);
  const newest = progress.landed.at(-1);
  return (newest === undefined ? null : storyOf(progress, newest).landed) ?? base;
}

function folderOf({ options, run }: Run): string {
  return worktreeFolder(options.cacheDir, run);
}

/** What the run set aside goes now, or behind it. */
async function sweepUp(run: Run): Promise<void> {
  try {
    for (const { path, why } of await sweepBehind(run.host, run.options)) await tellLeftBehind(run, path, why);
  } catch (error) {
    await tellLeftBehind(run, asideFolder(run.options.cacheDir), messageOf(error));
  }
}

async function tellLeftBehind({ stream }: Run, folder: string, why: string): Promise<void> {
  const message = `Cannot remove everything in "${folder}": ${why}; remove it yourself, or later with: baro clean`;
  await stream.emit({ type: "run.notice", message });
}

async function tellRefsLeft({ run, stream }: Run, error: unknown): Promise<void> {
  const lock = heldLock(error);
  const why = lock === null ? messageOf(error) : `"${lock}" is there`;
  const first = lock === null ? "" : "; if no git is running, remove that file";
  const { prefix } = runRefs(run);
  const message = `Cannot remove the run's own refs below ${prefix}: ${why}${first}; they can go later with: baro clean`;
  await stream.emit({ type: "run.notice", message });
}

/** Waits for something that nothing depends on, and no longer than this. */
async function firstOf(
  measured: Promise<unknown>,
  mostMs: number,
  effects: Pick<RealEffects, "sleep">,
  signal: AbortSignal,
): Promise<void> {
  const enough = new AbortController();
  const late = effects.sleep(mostMs, AbortSignal.any([enough.signal, signal])).catch(() => {});
  await Promise.race([measured.catch(() => {}), late]);
  enough.abort();
}
