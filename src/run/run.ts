import { agentTimeLeft } from "../conduct/limits.ts";
import { BaroError, bugExitCode, exitCodeOf, namedShortage, workingIn } from "../core/error.ts";
import type { EnforcedPlan } from "../core/plan.ts";
import type { Story } from "../core/story.ts";
import { explainFailure } from "../git/explain.ts";
import { parsePlanText } from "../plan/parse-plan.ts";
import { figuresFrom } from "../report/figures.ts";
import { countTo } from "../state/count-to.ts";
import { lostStories } from "../state/run-again.ts";
import { foldRun, type RunState } from "../state/run-state.ts";
import { areStopped } from "../state/story-state.ts";
import { listText } from "../text/units.ts";
import { EarlyLooks } from "../worktrees/warm/early-looks.ts";
import { conductStories } from "./conduct-stories.ts";
import { decideMode } from "./decide-mode.ts";
import { deliverWork, endDelivered } from "./deliver-work.ts";
import { exportEnded } from "./export-otel.ts";
import { exitCodeOfInterrupt, isInterruption } from "./interrupts.ts";
import { lookAtWaiting } from "./look-at-waiting.ts";
import { watchPlaces } from "./lost-places.ts";
import { goesOnWithout, requireChecks, throwNoSetUp } from "./measure-base.ts";
import { openRun } from "./open-run.ts";
import { interruptedEnd } from "./outcome.ts";
import { type PlanChoice, planStories, reviewStories, takePlan } from "./plan-stories.ts";
import { findResumable, reopenRun, type Wanted } from "./resume.ts";
import type { Invocation, Run, RunEnd, StagesEnd } from "./run-context.ts";
import { openWorktrees, type RunWorktrees } from "./run-worktrees.ts";
import { openScriptedEndpoint } from "./scripted-endpoint.ts";
import { standingLimit } from "./standing-limit.ts";
import type { Asked } from "./start-point.ts";
import { timeSpent } from "./time-spent.ts";
import { requireFilters } from "./working-filters.ts";

/** The main job: one goal, start to end. Null: the person is asked for it. */
export async function runGoal(invocation: Invocation, goal: string | null): Promise<RunEnd> {
  return start(invocation, goal);
}

/** The same by the scripted model, at a pace that a person can follow where one is there. */
export async function playGoal(invocation: Invocation, goal: string): Promise<RunEnd> {
  return start(invocation, goal, invocation.person !== null);
}

/** A follow-up on work that exists: same branch, same pull request. Names none: the newest run of this repository. */
export async function continueWork(invocation: Invocation, goal: string | null): Promise<RunEnd> {
  const { options } = invocation;
  return start(
    { ...invocation, options: { ...options, followUp: options.followUp ?? { pr: null, branch: null } } },
    goal,
  );
}

/** Runs a plan that was made earlier or by hand, through the same enforcement. `source` names it in errors. */
export async function conductPlan(invocation: Invocation, planText: string, source: string): Promise<RunEnd> {
  const given = parsePlanText(planText, source);
  return start({ ...invocation, options: { ...invocation.options, mode: given.plan.mode } }, given);
}

/**
 * Goes on with an interrupted run, or runs again what did not land in one that has ended: the named one, else the newest
 * such run of this repository. `stories`: what to run again; none: all that did not land.
 */
export async function resumeRun(invocation: Invocation, wanted: Wanted): Promise<RunEnd> {
  const found = await findResumable(invocation, wanted);
  return await workingIn(found.options.cwd, async () => {
    await using endpoint = await openScriptedEndpoint(found.options);
    const run = await reopenRun({ ...invocation, options: endpoint.options }, found);
    return await toItsEnd(run, foldRun(found.events));
  });
}

async function start(invocation: Invocation, asked: Asked, watched = false): Promise<RunEnd> {
  await using endpoint = await openScriptedEndpoint(invocation.options, watched);
  using early = new EarlyLooks();
  // What is begun here is nobody's before a run has a goal: who is asked for one may take minutes.
  if (asked !== null) lookAtWaiting(early, invocation).catch(() => {});
  const run = await openRun({ ...invocation, options: endpoint.options, early }, asked);
  if (run === null) return { exitCode: exitCodeOfInterrupt(null), run: null };
  return await toItsEnd(run, foldRun(run.stream.events));
}

/**
 * Takes a run from wherever it stands to `run.finished`, whatever happens. Errors go on to the caller after that, unless
 * they only say that the run was told to stop.
 */
async function toItsEnd(run: Run, state: RunState): Promise<RunEnd> {
  using open = closing(run);
  using _places = watchPlaces(run.host, { ...run, root: run.repository.root });
  try {
    const end = await goThrough(run, state);
    await finish(run, end);
    throwLoss(run);
    // A dry run is no run: nothing can go on with it, and nothing is learned from it.
    const traceless = end.left === true || run.options.dryRun;
    if (traceless) open.forget();
    return {
      exitCode: end.exitCode,
      run: traceless ? null : run.run,
      ...(end.next === undefined ? {} : { next: end.next }),
    };
  } catch (thrown) {
    // Finished already.
    if (thrown === run.interrupts.loss()) throw thrown;
    const error = explainFailure(thrown);
    const end = endOf(error, run);
    const late = error instanceof BaroError && end.outcome === "ceiling";
    // What failed for want of time is told as such; the time is why the run ends.
    if (late && error.code !== "interrupted") await run.stream.emit({ type: "run.notice", message: error.message });
    await finish(run, end);
    throwLoss(run);
    if (!late && !isInterruption(error, run.interrupts)) throw error;
    return { exitCode: end.exitCode, run: run.run };
  }
}

/** What a run cannot go on without is gone: all that failed after that failed for this. */
function throwLoss({ interrupts }: Run): void {
  const loss = interrupts.loss();
  if (loss !== null) throw loss;
}

/** Decide, plan, conduct, verify, deliver. What is returned is awaited here: the worktrees close after it. */
async function goThrough(run: Run, state: RunState): Promise<StagesEnd> {
  await using worktrees = await openWorktrees(run);
  const planned = await prepare(run, worktrees, state);
  if (planned.kind === "left") {
    const end = interruptedEnd(run.interrupts);
    if (run.interrupts.timeIsUp() || run.interrupts.loss() !== null) return end;
    return { ...end, left: true, ...(planned.next === null ? {} : { next: planned.next }) };
  }
  if (run.options.dryRun) {
    await worktrees.checks;
    return await endDryRun(run);
  }
  // Asked once the plan is accepted: until then the checks are tried on the base.
  if (!(await goesOnWithout(run, await worktrees.look()))) return interruptedEnd(run.interrupts);
  return await work(run, worktrees, planned.enforced);
}

/** What is asked to stop when the time is up has this long to do so by itself. */
const settlingMs = 2_000;

/** All that comes before the stories, within the run's time: conducting keeps a clock of its own. */
async function prepare(run: Run, worktrees: RunWorktrees, state: RunState): Promise<PlanChoice> {
  const { host, options, interrupts, stream } = run;
  const left = agentTimeLeft(options, timeSpent(host, stream.events));
  if (left !== null && state.accepted) run.ending?.endIn(left + settlingMs);
  using limit = left === null || state.accepted ? null : standingLimit(run, left, limitOf(run));
  try {
    const requires = options.requireChecks && !options.dryRun;
    // What is missing can be seen without running anything.
    if (requires) requireChecks((await unlessStopped(worktrees.checks, interrupts.signal)).skipped);
    const planned = await decideAndPlan(limit === null ? run : { ...run, person: limit.person }, worktrees, state);
    if (planned.kind === "left" || options.dryRun) return planned;
    await requireFilters(host, run.repository, run.base, namedIn(planned.enforced.plan.stories));
    // From here on the repository's own code runs: its checks, its packages' scripts, what it declares for a set-up.
    worktrees.accept();
    if (requires) requireChecks(await unlessStopped(worktrees.measured.catch(throwNoSetUp), interrupts.signal));
    // From here on nothing is decided by the plan's pairs.
    return { kind: "accepted", enforced: { ...planned.enforced, pairs: [] } };
  } finally {
    if (interrupts.timeIsUp()) {
      await stream.emit({ type: "limit.reached", limit: "timeout", message: "The time is up before the work began" });
    } else run.ending?.release();
  }
}

/** Stops the work when the time is up, and ends programs that do not stop by themselves. */
function limitOf({ interrupts, ending }: Run) {
  let clock: Disposable | null = null;
  return {
    start: (ms: number) => {
      clock = interrupts.endIn(ms);
      ending?.endIn(ms + settlingMs);
    },
    stop: () => {
      clock?.[Symbol.dispose]();
      if (!interrupts.timeIsUp()) ending?.release();
    },
  };
}

/** Paths that stories will write, where they are named in full. */
function namedIn(stories: readonly Story[]): string[] {
  return stories.flatMap(({ writes }) => writes).filter((path) => !/[*?{[]|\/$/.test(path));
}

/** Waits for something that goes on by itself when nobody waits for it any more. */
async function unlessStopped<T>(coming: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await Promise.race([coming, stopped.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

async function decideAndPlan(run: Run, worktrees: RunWorktrees, state: RunState): Promise<PlanChoice> {
  if (state.enforced !== null) {
    if (state.accepted) return { kind: "accepted", enforced: state.enforced };
    // Cut off while somebody looked at the plan.
    const proposed = state.proposed ?? state.enforced.plan.stories;
    return reviewStories(run, { proposed, enforced: state.enforced }, state.decision);
  }
  const { given, decided } = state.started ?? {};
  if (given !== undefined) {
    return takePlan(run, given, decided ?? null);
  }
  const choice = await decideMode(run, state);
  if (choice.kind === "left") return choice;
  // Worktrees are made while the planner thinks: a checkout takes time.
  if (choice.mode === "parallel") worktrees.prepare(run.options.parallel);
  return planStories(run, choice, state.proposed);
}

/** From an accepted plan to what is delivered. Nothing is cleaned away before that. */
async function work(run: Run, worktrees: RunWorktrees, enforced: EnforcedPlan): Promise<StagesEnd> {
  const ended = await endDelivered(run, foldRun(run.stream.events), enforced);
  if (ended !== null) {
    worktrees.over();
    return ended;
  }
  const conducted = await conductStories(run, worktrees, enforced);
  // Folded anew: what a run delivered before it was resumed may not be all that it has now.
  const end = await deliverWork(run, foldRun(run.stream.events), enforced, conducted, worktrees.effects);
  if (conducted.outcome === "done") worktrees.over();
  return end;
}

/** A dry run ends with the plan: what was asked for. */
async function endDryRun(run: Run): Promise<StagesEnd> {
  const why = "A dry run stops after the enforced plan";
  await run.stream.emit({ type: "delivery.finished", kind: "none", branch: null, url: null, why, next: null });
  return { outcome: "delivered", exitCode: 0 };
}

/** Ends the stream with the run's figures; once, however the run ended. */
async function finish(open: Run, end: StagesEnd): Promise<void> {
  const { stream, run } = open;
  const state = foldRun(stream.events);
  const { enforced, mode, accepted } = state;
  const loss = open.interrupts.loss();
  if (loss !== null) await stream.emit({ type: "run.notice", message: loss.message });
  const isKept = end.left !== true && !open.options.dryRun;
  if (isKept && (end.outcome === "interrupted" || end.outcome === "ceiling")) {
    await stream.emit({ type: "run.notice", message: `Nothing is lost; go on with: baro resume ${run}` });
  }
  const lost = accepted && (end.outcome === "partial" || end.outcome === "failed") ? lostStories(state) : [];
  if (lost.length > 0) {
    const message = `Not everything landed; rerun ${listText(lost)} with: baro resume ${run}`;
    await stream.emit({ type: "run.notice", message });
  }
  const dry = open.options.dryRun ? { dryRun: true as const } : {};
  const shape = { mode: enforced?.plan.mode ?? mode, stories: enforced?.plan.stories.length ?? 0, ...dry };
  const { outcome, exitCode } = end;
  const told = foldRun(stream.events);
  const byPerson = outcome === "failed" && areStopped(told.stories.values()) ? { stopped: true as const } : {};
  countTo(told, open.host.now());
  await stream.emit({ type: "run.finished", ...figuresFrom(told, outcome), ...shape, ...byPerson, outcome, exitCode });
  await exportEnded(open);
}

/** An error that came while stories were at work has stopped them, not ended them: the run can be resumed. */
function endOf(thrown: unknown, { interrupts, stream, ending }: Run): StagesEnd {
  if (interrupts.signal.aborted) return interruptedEnd(interrupts);
  const error = namedShortage(thrown);
  if (error instanceof BaroError && ending?.wasUp() === true)
    return { outcome: "ceiling", exitCode: exitCodeOf.ceiling };
  const exitCode = error instanceof BaroError ? exitCodeOf[error.code] : bugExitCode;
  if (exitCode === exitCodeOf["input-needed"]) return { outcome: "needs_input", exitCode };
  // So has a machine that has no more of something, at any stage.
  const stopped = foldRun(stream.events).accepted || (error instanceof BaroError && error.code === "state-unwritable");
  return { outcome: stopped ? "interrupted" : "failed", exitCode };
}

/** Gives back what an open run holds: the terminal, its journal and lock, the signals. `forget`: its folder goes too. */
function closing({ person, watcher, stream, interrupts, ending }: Run): Disposable & { forget(): void } {
  let forgotten = false;
  return {
    forget: () => {
      forgotten = true;
    },
    [Symbol.dispose]: () => {
      watcher.pause();
      person?.leave?.();
      stream.close(forgotten);
      interrupts.close();
      ending?.release();
    },
  };
}
