import { rm } from "node:fs/promises";
import type { ConductResult } from "../conduct/conduct.ts";
import { deliveringMs } from "../conduct/limits.ts";
import type { RealEffects } from "../conduct/real-effects.ts";
import { verdictOf } from "../conduct/verify-result.ts";
import { BaroError } from "../core/error.ts";
import type { EventOf, RunEventBody } from "../core/event.ts";
import type { EnforcedPlan } from "../core/plan.ts";
import { deliver, fellShort } from "../deliver/deliver.ts";
import { forgetFetched } from "../deliver/remote/fetch-head.ts";
import { signsCommits } from "../git/commit.ts";
import { git } from "../git/git.ts";
import { replayCommits } from "../git/merge/replay.ts";
import { isAncestor, readRef, removeRefAt } from "../git/refs.ts";
import { foldRun, type RunState, storyOf } from "../state/run-state.ts";
import { shellWord } from "../text/quoting.ts";
import { attributesFolder } from "../worktrees/attributes-folder.ts";
import { settleFollowUp } from "./follow-up.ts";
import { interruptedEnd, outcomeOf } from "./outcome.ts";
import { bodyFacts, earlierHeads } from "./request-facts.ts";
import type { Run, StagesEnd } from "./run-context.ts";
import { timeSpent } from "./time-spent.ts";

/** Leaves what landed as the delivery plan promised, and says how the run ended. */
export async function deliverWork(
  run: Run,
  state: RunState,
  enforced: EnforcedPlan,
  conducted: ConductResult,
  effects: Pick<RealEffects, "runPushHook">,
): Promise<StagesEnd> {
  if (conducted.outcome === "interrupted") return interruptedEnd(run.interrupts);
  const landed = conducted.head !== run.base;
  for (const event of unsaid(run, conducted, landed)) await run.stream.emit(event);
  const delivered =
    state.delivered ??
    (landed ? await inTime(run, conducted, () => leave(run, enforced, conducted, effects)) : await leaveNothing(run));
  if (run.interrupts.signal.aborted) return interruptedEnd(run.interrupts);
  return outcomeOf({
    conducted: conducted.outcome,
    stories: conducted.stories,
    verified: conducted.verified,
    fellShort: landed && fellShort(run.delivery, delivered),
  });
}

/**
 * What is left of the run's time is for delivering, and a little more: a push, a hook, a forge or a signer that does not
 * answer ends with it. The branch is there, and a run that goes on delivers it then.
 */
async function inTime<T>(run: Run, { head }: Pick<ConductResult, "head">, act: () => Promise<T>): Promise<T> {
  const { host, options, interrupts, stream, branch } = run;
  if (options.timeoutMs === null) return act();
  const left = Math.max(deliveringMs(options.timeoutMs), options.timeoutMs - timeSpent(host, stream.events));
  using _clock = interrupts.endIn(left);
  run.ending?.endIn(left);
  try {
    return await act();
  } finally {
    if (interrupts.timeIsUp()) {
      const message = `The time is up, and the work is not delivered yet: it is on ${branch}, at ${head.slice(0, 10)}`;
      await stream.emit({ type: "limit.reached", limit: "timeout", message });
    }
  }
}

/** The end of a run that an earlier process delivered and died before it said so; null: there is work left. */
export async function endDelivered(
  run: Run,
  { delivered }: RunState,
  enforced: EnforcedPlan,
): Promise<StagesEnd | null> {
  const { host, repository, branch } = run;
  const progress = foldRun(run.stream.events);
  const stories = enforced.plan.stories.map(({ id }) => storyOf(progress, id));
  if (delivered === null || stories.some(({ outcome }) => outcome === null)) return null;
  const newest = progress.landed.at(-1);
  const commit = newest === undefined ? null : storyOf(progress, newest).landed;
  // A follow-up's work is on the branch that it follows.
  if (commit !== null && delivered.branch !== null && delivered.branch !== branch) {
    await removeRefAt(host, repository.root, `refs/heads/${branch}`, commit);
  }
  const short = commit !== null && fellShort(run.delivery, delivered);
  return outcomeOf({ conducted: "done", stories, verified: verdictOf(progress.verified), fellShort: short });
}

/** What no event has said yet about a run that stopped before it was done. */
function unsaid({ run }: Run, { outcome, reason, verified }: ConductResult, landed: boolean): RunEventBody[] {
  const why = "the run stopped before its checks ended";
  const next = `go on with: baro resume ${run}`;
  return [
    ...(outcome === "paused" ? [{ type: "run.notice" as const, message: reason }] : []),
    ...(landed && verified === "unfinished"
      ? [{ type: "check.skipped" as const, command: null, cause: "stopped" as const, why, next }]
      : []),
  ];
}

type Delivered = EventOf<"delivery.finished">;

async function leave(
  run: Run,
  enforced: EnforcedPlan,
  conducted: ConductResult,
  effects: Pick<RealEffects, "runPushHook">,
): Promise<Delivered> {
  const { host, base, follows } = run;
  const { root } = run.repository;
  const commit = conducted.head;
  const own = run.branch;
  await requireBranch(run, commit);
  const branch = follows === null ? own : await settleFollowUp(host, root, { followed: follows.branch, own, commit });
  const delivered = await deliver(host, {
    plan: run.delivery,
    root,
    branch,
    base,
    commit,
    run: run.run,
    runFolder: run.stream.folder.path,
    body: bodyFacts(run, enforced, conducted),
    ours: earlierHeads(run),
    ...(follows === null ? {} : { remoteBranch: follows.branch }),
    replay: (onto) => replayOnto(run, commit, onto),
    askHook: (push) => effects.runPushHook(push, run.interrupts.signal),
    signal: run.interrupts.signal,
  });
  await run.stream.emit(delivered);
  // A run that goes on needs its own branch.
  if (branch !== own && conducted.outcome === "done") await removeRefAt(host, root, `refs/heads/${own}`, commit);
  return delivered;
}

/** Nobody has moved the branch or deleted it since the last story landed, so what was said to have landed is on it. */
async function requireBranch({ host, repository, branch }: Run, commit: string): Promise<void> {
  const head = await readRef(host, repository.root, `refs/heads/${branch}`);
  if (head !== null && (head === commit || (await isAncestor(host, repository.root, commit, head)))) return;
  const why = head === null ? "was deleted" : `was moved to ${head.slice(0, 10)}, which lacks what this run landed`;
  throw new BaroError("git-failed", `Cannot deliver: the branch "${branch}" ${why}`, {
    hint: `Run: git branch --force ${shellWord(branch)} ${commit}; then run: baro resume`,
  });
}

/** Makes the run's commits again on what somebody else pushed meanwhile; null: they do not fit. */
async function replayOnto(
  { host, repository, base, run, options }: Run,
  commit: string,
  onto: string,
): Promise<string | null> {
  const { root } = repository;
  const list = await git(host, root, ["rev-list", "--reverse", "--first-parent", `${base}..${commit}`]);
  const commits = list.split("\n").filter((line) => line !== "");
  // As a merge there would have them: of what is merged into.
  const attributes = await attributesFolder(host, { root, run, cacheDir: options.cacheDir }, onto);
  const sign = await signsCommits(host, root);
  const request = { root, onto, commits, sign, attributes: () => Promise.resolve(attributes) };
  const replayed = await replayCommits(host, request).finally(() => removeFolder(attributes));
  return replayed.kind === "replayed" ? (replayed.commits.at(-1) ?? null) : null;
}

async function removeFolder(path: string | null): Promise<void> {
  if (path !== null) await rm(path, { recursive: true, force: true });
}

/** A branch on which nothing landed is of no use to anybody. */
async function leaveNothing(run: Run): Promise<Delivered> {
  const { host, repository, base } = run;
  await removeRefAt(host, repository.root, `refs/heads/${run.branch}`, base);
  if (run.follows !== null) await forgetFetched(host, repository.root, base);
  const why = "Nothing landed, so there is nothing to deliver";
  const delivered: Delivered = { type: "delivery.finished", kind: "none", branch: null, url: null, why, next: null };
  await run.stream.emit(delivered);
  return delivered;
}
