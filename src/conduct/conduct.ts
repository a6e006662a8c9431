import { isBlamed } from "../core/check.ts";
import type { StoryOutcome } from "../core/event.ts";
import type { Story, StoryId } from "../core/story.ts";
import type { Usage } from "../core/usage.ts";
import { explainFailure } from "../git/explain.ts";
import { storyOf } from "../state/run-state.ts";
import { commandIn } from "../text/quoting.ts";
import { watchLimits } from "./attempt.ts";
import { type ConductInput, type Conductor, fail, keepStory, newProbeState, stateOf, stopAll } from "./conductor.ts";
import type { ConductEffects } from "./effects.ts";
import { agentTimeLeft } from "./limits.ts";
import { obey } from "./obey.ts";
import { planGraph } from "./plan-graph.ts";
import { runStories } from "./run-stories.ts";
import { isVerified, rebuildBranch, verdictOf, verifyResult } from "./verify-result.ts";
import { Queue, WakeUp } from "./waiting.ts";

export interface ConductResult {
  /**
   * `done`: every story has its outcome, and the merged result was checked. `ceiling`, `interrupted` and `paused` (a
   * provider's usage limit) can be resumed: some stories are not finished, and what they have is kept on refs of the run.
   */
  outcome: "done" | "ceiling" | "interrupted" | "paused";
  /** Why it is not `done`; empty when it is. */
  reason: string;
  stories: { story: StoryId; outcome: StoryOutcome | null; held: boolean }[];
  /** The newest integrated commit. */
  head: string;
  /**
   * The checks of the merged result against the base: `none` when there are no checks or nothing landed, `unfinished` when
   * the run ended before they did.
   */
  verified: "passed" | "failed" | "none" | "unfinished";
  usage: Usage;
  usd: number | null;
  agentMs: number;
}

/**
 * Runs a plan's stories: agents in worktrees, their work judged, committed, checked and integrated. Everything that
 * happens is emitted first; a later call with the fold of those events goes on where this one ended.
 */
export async function conduct(
  effects: ConductEffects,
  input: ConductInput,
  signal: AbortSignal,
): Promise<ConductResult> {
  const conductor = newConductor(effects, input);
  const interrupt = () => stopAll(conductor);
  signal.addEventListener("abort", interrupt, { once: true });
  if (signal.aborted) interrupt();
  const over = new AbortController();
  const clock = watchClock(conductor, over.signal);
  const deaf = input.orders?.((order) => void obey(conductor, order).catch((error: unknown) => fail(conductor, error)));
  try {
    // What came before, or an earlier process, may have used everything up.
    await watchLimits(conductor);
    await requireBranch(conductor);
    await rebuildBranch(conductor);
    let paused = await runStories(conductor);
    // What was dropped from a red result gets its one repair, if agents may still start, and the result is looked at
    // again: what is delivered at a ceiling is what was verified.
    while ((await verifyResult(conductor)) === "again") paused = await runStories(conductor);
    await keepUnfinished(conductor);
    return await resultOf(conductor, outcomeOf(conductor, signal, paused), paused);
  } catch (error) {
    throw explainFailure(error);
  } finally {
    deaf?.();
    over.abort();
    signal.removeEventListener("abort", interrupt);
    await clock;
    await conductor.probe.round;
  }
}

function newConductor(effects: ConductEffects, input: ConductInput): Conductor {
  const left = agentTimeLeft(input.limits, input.spent.ms);
  return {
    effects,
    input,
    graph: planGraph(input.stories.map((story) => checkedFrom(story, input.folder ?? ""))),
    progress: input.progress,
    policy: {
      parallelism: input.parallelism,
      waitForReset: input.waitForReset,
      endsAt: left === null ? undefined : effects.elapsed() + left,
    },
    providers: new Map(),
    suspects: new Map(),
    agents: new Map(),
    active: new Set(),
    worktrees: new Map(),
    inboxes: new Map(),
    begun: new Map(),
    landing: new Queue(),
    checking: new Map(),
    wakeUp: new WakeUp(),
    probe: newProbeState(),
    startedAt: effects.elapsed(),
    limit: null,
    failure: null,
    agentsStop: new AbortController(),
    allStop: new AbortController(),
  };
}

/** What a story is proved with is run where the person stands, as what they name themselves. */
function checkedFrom(story: Story, folder: string): Story {
  return { ...story, verify: story.verify.map((command) => commandIn(folder, command)) };
}

/** What an earlier process landed is still there: nobody has moved or deleted the branch since. */
async function requireBranch({ effects, progress }: Conductor): Promise<void> {
  const newest = progress.landed.at(-1);
  const commit = newest === undefined ? null : storyOf(progress, newest).landed;
  // A branch that is to be made anew is made from what landed, wherever it is.
  if (commit !== null && !progress.rebuild) await effects.requireLanded(commit);
}

/** Ends what runs when the time is up: first the agents, and with the reserve used up, everything. */
async function watchClock(conductor: Conductor, over: AbortSignal): Promise<void> {
  const { input, effects } = conductor;
  const left = agentTimeLeft(input.limits, input.spent.ms);
  if (left === null || input.limits.timeoutMs === null) return;
  await effects.sleep(left, over);
  if (over.aborted) return;
  await watchLimits(conductor).catch((error: unknown) => fail(conductor, error));
  await effects.sleep(input.limits.timeoutMs - input.spent.ms - left, over);
  if (!over.aborted) stopAll(conductor);
}

/** All at once: a machine that does not answer is waited for, and the others are not to wait for that. */
async function keepUnfinished(conductor: Conductor): Promise<void> {
  await Promise.all(
    conductor.graph.stories.map(async (story) => {
      const worktree = conductor.worktrees.get(story.id);
      if (worktree !== undefined) await keepStory(conductor, story, worktree);
    }),
  );
}

function outcomeOf(conductor: Conductor, signal: AbortSignal, paused: string | null): ConductResult["outcome"] {
  const finished = conductor.graph.stories.every((story) => stateOf(conductor, story).phase === "finished");
  if (signal.aborted) return "interrupted";
  // At a ceiling a result that nobody had the time to check or to repair is not done: skipped is not passed.
  const settled = finished && isVerified(conductor) && !conductor.progress.verified.some(isBlamed);
  if (conductor.limit !== null && !settled) return "ceiling";
  return paused === null ? "done" : "paused";
}

async function resultOf(
  conductor: Conductor,
  outcome: ConductResult["outcome"],
  paused: string | null,
): Promise<ConductResult> {
  const { progress, graph, effects } = conductor;
  const reasons = { done: "", ceiling: conductor.limit?.message ?? "", interrupted: "", paused: paused ?? "" };
  return {
    outcome,
    reason: reasons[outcome],
    stories: graph.stories.map((story) => {
      const { outcome, held } = stateOf(conductor, story);
      return { story: story.id, outcome, held };
    }),
    head: await effects.head(),
    verified: isVerified(conductor) ? verdictOf(progress.verified) : "unfinished",
    usage: progress.usage,
    usd: progress.usd,
    agentMs: progress.agentMs,
  };
}
