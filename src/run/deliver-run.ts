import { verdictOf } from "../conduct/verify-result.ts";
import { BaroError, workingIn } from "../core/error.ts";
import type { Emit, EventOf, RunEvent } from "../core/event.ts";
import type { EnforcedPlan } from "../core/plan.ts";
import { deliver, fellShort } from "../deliver/deliver.ts";
import { isAncestor, readRef } from "../git/refs.ts";
import { passedVariables } from "../host/environment.ts";
import { figuresOf } from "../report/figures.ts";
import { restoreOptions } from "../settings/recorded-options.ts";
import { foldRun, type RunState, storyOf } from "../state/run-state.ts";
import { runFolder } from "../store/run-folder.ts";
import { shellLine } from "../text/quoting.ts";
import { localEffects } from "../worktrees/local-effects.ts";
import { chooseRun } from "./choose-run.ts";
import { worktreeOptions } from "./effect-options.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { type OpeningTime, openInTime } from "./opening-time.ts";
import { outcomeOf } from "./outcome.ts";
import { planRunDelivery } from "./plan-run-delivery.ts";
import { readRun } from "./read-run.ts";
import { hideRepositorySecrets, inspectRepository } from "./repository.ts";
import { bodyFacts, earlierHeads } from "./request-facts.ts";
import { requireSameRepository } from "./resume.ts";
import type { Invocation } from "./run-context.ts";
import { openSandbox } from "./sandbox.ts";
import { openStream } from "./stream.ts";

export type Delivered = EventOf<"delivery.finished">;

/** A run that has its end, with what it left on a branch. */
interface Ended {
  run: string;
  state: RunState;
  started: NonNullable<RunState["started"]>;
  enforced: EnforcedPlan;
  branch: string;
  /** The newest commit that landed. */
  commit: string;
}

/**
 * Opens the pull request of a run that has left a branch, or brings the one that is open up to date: as often as it is asked
 * for. The run's journal gets what came of it. Throws `usage` for a run without a result, `delivery-impossible` where no
 * request can be had, `git-failed` when the branch does not stand where the run left it.
 */
export async function deliverRun(
  invocation: Invocation,
  wanted: { run: string | null; all: boolean },
): Promise<{ delivered: Delivered; exitCode: number; root: string }> {
  const { host } = invocation;
  const listing = await chooseRun(host, { ...invocation.options, all: wanted.all }, wanted.run);
  if (listing.state === "live") throw cannot(listing.run, "it is still running", `baro show ${listing.run} --follow`);
  const events = readRun(invocation.options.stateDir, listing.run);
  const ended = requireEnd(listing.run, foldRun(events));
  const { root } = ended.started.repo;
  return await workingIn(root, async () => {
    const open = (time: OpeningTime, looking: AbortSignal) => openEnded(time, ended, looking);
    const { time, means, ...opened } = await openInTime(invocation, open, "deliver");
    return { ...(await leave({ ...invocation, ...opened }, ended, { ...means, events, time })), root };
  });
}

/** All that is looked at before anything is delivered. */
async function openEnded(
  time: OpeningTime,
  ended: Ended,
  looking: AbortSignal,
): Promise<Pick<Invocation, "host" | "options"> & { time: OpeningTime; means: Pick<Means, "delivery" | "sandbox"> }> {
  const { invocation } = time;
  const { host } = invocation;
  const { root } = ended.started.repo;
  time.waitsFor("git");
  const restored = restoreOptions({ ...invocation.options, cwd: root }, ended.started.flags, ended.run);
  const options = { ...restored, deliver: "pr" as const };
  const repository = await inspectRepository(host, root);
  await hideRepositorySecrets(host, root);
  await requireSameRepository(host, repository, ended.started);
  await requireBranch(invocation, ended);
  const target = ended.started.follows?.target ?? null;
  time.waitsFor("the remote and its forge");
  const delivery = await planRunDelivery({ ...invocation, options }, { root, target, isLeft: true }, looking);
  const sandbox = await openSandbox(host, options, root);
  // Whoever waited has left.
  looking.throwIfAborted();
  // What is left of the time is this command's, whatever the run had.
  const { timeoutMs } = time.left(invocation.options);
  return { host, options: { ...options, timeoutMs }, time, means: { delivery, sandbox } };
}

function cannot(run: string, why: string, command: string): BaroError {
  return new BaroError("usage", `Cannot deliver run "${run}": ${why}`, { hint: `Try: ${command}` });
}

/** What there is to deliver. A run that was cut off delivers by itself when it goes on. */
function requireEnd(run: string, state: RunState): Ended {
  const { started, enforced, finished, delivered } = state;
  if (finished === null || finished.outcome === "interrupted" || finished.outcome === "ceiling") {
    throw cannot(run, "it has not finished", `baro resume ${run}`);
  }
  const newest = state.landed.at(-1);
  const commit = newest === undefined ? null : storyOf(state, newest).landed;
  const branch = delivered?.branch ?? null;
  if (started === null || enforced === null || commit === null || branch === null) {
    throw cannot(run, "none of its work landed on a branch", `baro show ${run}`);
  }
  return { run, state, started, enforced, branch, commit };
}

/** Nothing is delivered but what the run landed: what others have put on the branch since is theirs to push. */
async function requireBranch(
  { host }: Pick<Invocation, "host">,
  { run, started, branch, commit }: Ended,
): Promise<void> {
  const { root } = started.repo;
  const head = await readRef(host, root, `refs/heads/${branch}`);
  if (head === commit) return;
  const fail = (why: string, hint: string) =>
    new BaroError("git-failed", `Cannot deliver run "${run}": the branch "${branch}" ${why}`, { hint });
  if (head === null) throw fail("was deleted", `Bring it back with: ${shellLine(["git", "branch", branch, commit])}`);
  if (await isAncestor(host, root, commit, head)) {
    const hint = "If a follow-up moved it, deliver that run; push your own commits yourself";
    throw fail(`has moved on to ${head.slice(0, 10)}, and holds more than this run made`, hint);
  }
  const back = shellLine(["git", "branch", "--force", branch, commit]);
  throw fail(`was moved to ${head.slice(0, 10)}, which lacks what this run landed`, `Put it back with: ${back}`);
}

interface Means {
  events: readonly RunEvent[];
  time: OpeningTime;
  delivery: Awaited<ReturnType<typeof planRunDelivery>>;
  sandbox: Awaited<ReturnType<typeof openSandbox>>;
}

/** Delivers with the journal open, so that nobody else works on the run meanwhile and every view knows what came of it. */
async function leave(
  { host, options, watcher }: Invocation,
  { run, state, started, enforced, branch, commit }: Ended,
  { events, time, delivery, sandbox }: Means,
): Promise<{ delivered: Delivered; exitCode: number }> {
  const { root } = started.repo;
  const stream = openStream(host, runFolder(options.stateDir, run), events, watcher);
  const interrupts = listenForInterrupts(host);
  const follows = started.follows ?? null;
  const { base } = started;
  const stories = enforced.plan.stories.map(({ id }) => {
    const { outcome, held } = storyOf(state, id);
    return { story: id, outcome, held };
  });
  const worktrees = localEffects(host, {
    ...worktreesOf({ host, options, run, base, sandbox, stream, typedGoal: null, repository: { root } }),
    startAgent: () => {
      throw new Error("No agent works on a run that is only delivered");
    },
  });
  const { timeoutMs } = options;
  using _clock = timeoutMs === null ? null : interrupts.endIn(timeoutMs);
  if (timeoutMs !== null) time.ending?.endIn(timeoutMs);
  try {
    const verified = verdictOf(state.verified);
    const delivered = await deliver(host, {
      plan: delivery,
      root,
      branch,
      base,
      commit,
      run,
      runFolder: stream.folder.path,
      body: bodyFacts({ goal: started.goal, stream: { events } }, enforced, { outcome: "done", verified, stories }),
      ours: earlierHeads({ base, follows, stream: { events } }),
      ...(follows === null ? {} : { remoteBranch: follows.branch }),
      askHook: (push) => worktrees.runPushHook(push, interrupts.signal),
      signal: interrupts.signal,
    });
    // Told together: a process that dies before has changed nothing of the run, and it can be delivered again.
    const variables = Object.keys(passedVariables(host.env, options.env));
    await stream.emit({ type: "run.resumed", pid: host.pid, variables });
    await stream.emit(delivered);
    const short = fellShort(delivery, delivered);
    const end = outcomeOf({ conducted: "done", stories, verified, fellShort: short });
    const figures = figuresOf(stream.events, end.outcome);
    const shape = { mode: enforced.plan.mode, stories: stories.length };
    await stream.emit({ type: "run.finished", ...figures, ...shape, outcome: end.outcome, exitCode: end.exitCode });
    return { delivered, exitCode: short ? 1 : 0 };
  } catch (error) {
    if (!interrupts.timeIsUp()) throw error;
    throw new BaroError("ceiling", `Cannot deliver run "${run}": the time was up before it was done`, {
      hint: `The work is on ${branch}; deliver it with more --timeout: baro deliver ${run}`,
      cause: error,
    });
  } finally {
    await worktrees.close(true).catch(() => {});
    stream.close();
    interrupts.close();
  }
}

/** For the person's own hook alone, which runs as they have asked for a push. */
function worktreesOf(of: Parameters<typeof worktreeOptions>[0] & { stream: { emit: Emit } }) {
  const { setUp, ...options } = worktreeOptions(of, Promise.resolve());
  const tell = (message: string) => of.stream.emit({ type: "run.notice", message });
  return { ...options, setUp: setUp === null ? null : { ...setUp, tell } };
}
