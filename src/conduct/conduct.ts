import type { StoryOutcome } from "../core/event.ts";
import type { Story, StoryId } from "../core/story.ts";
import type { Usage } from "../core/usage.ts";
import { watchLimits } from "./attempt.ts";
import { Bell } from "./bell.ts";
import {
  type ConductInput,
  type Conductor,
  fail,
  finishStory,
  isStopped,
  record,
  stateOf,
  stopAll,
} from "./conductor.ts";
import type { ConductEffects } from "./effects.ts";
import { type Admission, admit, newProvider } from "./governor.ts";
import { agentTimeLeft } from "./limits.ts";
import { planGraph } from "./plan-graph.ts";
import { type Now, type Schedule, schedule } from "./schedule.ts";
import { advanceStory } from "./story-life.ts";
import { Turnstile } from "./turnstile.ts";
import { verdictOf, verifyResult } from "./verify-result.ts";

export interface ConductResult {
  /**
   * `done`: every story has its outcome. `ceiling`, `interrupted` and `paused` (a provider's usage limit) can be resumed:
   * some stories are not finished, and what they have is kept on refs of the run.
   */
  outcome: "done" | "ceiling" | "interrupted" | "paused";
  /** Why it is not `done`; empty when it is. */
  reason: string;
  stories: { story: StoryId; outcome: StoryOutcome | null }[];
  /** The newest integrated commit. */
  head: string;
  /** The checks of the merged result against the base: `none` when there are no checks or nothing landed. */
  verified: "passed" | "failed" | "none";
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
  try {
    let paused = await runStories(conductor);
    // What was dropped from a red result gets its one repair, and the result is looked at again.
    while (paused === null && !isStopped(conductor) && (await verifyResult(conductor)) === "again") {
      paused = await runStories(conductor);
    }
    await keepUnfinished(conductor);
    return await resultOf(conductor, outcomeOf(conductor, signal, paused), paused);
  } finally {
    over.abort();
    signal.removeEventListener("abort", interrupt);
    await clock;
  }
}

function newConductor(effects: ConductEffects, input: ConductInput): Conductor {
  return {
    effects,
    input,
    graph: planGraph(input.stories),
    progress: input.progress,
    policy: { parallelism: input.parallelism, waitForReset: input.waitForReset },
    providers: new Map(),
    agents: new Map(),
    active: new Set(),
    worktrees: new Map(),
    begun: new Map(),
    landing: new Turnstile(),
    bell: new Bell(),
    startedAt: effects.elapsed(),
    limit: null,
    failure: null,
    agentsStop: new AbortController(),
    allStop: new AbortController(),
  };
}

/** Drives every story until nothing more can start. Gives why the rest waits for a provider, or `null`. */
async function runStories(conductor: Conductor): Promise<string | null> {
  for (;;) {
    const stopped = conductor.allStop.signal.aborted;
    const next = stopped ? nothing : schedule(conductor.graph, conductor.progress, now(conductor));
    await skipAll(conductor, next.skip);
    // A skipped story may be what others waited for.
    if (next.skip.length > 0) continue;
    for (const story of next.start) launch(conductor, story, true);
    for (const story of next.advance) launch(conductor, story, false);
    const waits = next.wakeAt !== null && !isStopped(conductor);
    if (conductor.active.size === 0 && !waits) {
      if (conductor.failure !== null) throw conductor.failure.error;
      return next.paused;
    }
    await rung(conductor, next.wakeAt);
  }
}

async function skipAll(conductor: Conductor, stories: Schedule["skip"]): Promise<void> {
  for (const { story, reason } of stories) {
    const begun = stateOf(conductor, story).attempts > 0;
    await finishStory(conductor, story, begun ? "failed" : "skipped", reason);
  }
}

const nothing: Schedule = { start: [], advance: [], skip: [], wakeAt: null, paused: null };

function launch(conductor: Conductor, story: Story, start: boolean): void {
  conductor.active.add(story.id);
  const life = advanceStory(conductor, story, start);
  void life
    .catch((error: unknown) => fail(conductor, error))
    .finally(() => {
      conductor.active.delete(story.id);
      conductor.bell.ring();
    });
}

/** Waits until something has changed, or until a provider may be asked again. */
async function rung(conductor: Conductor, wakeAt: number | null): Promise<void> {
  if (wakeAt === null) return conductor.bell.heard();
  const awake = new AbortController();
  const wait = Math.max(0, wakeAt - conductor.effects.elapsed());
  void conductor.effects.sleep(wait, awake.signal).then(() => conductor.bell.ring());
  await conductor.bell.heard();
  awake.abort();
}

function now(conductor: Conductor): Now {
  const { effects, input, agents, providers, policy } = conductor;
  const at = effects.elapsed();
  const asked = new Map<string, number>();
  return {
    active: conductor.active,
    agents: [...agents.values()].reduce((sum, one) => sum + one, 0),
    parallelism: input.parallelism,
    commands: input.checks,
    agentsMayStart: !conductor.agentsStop.signal.aborted,
    admission: (story) => {
      const { provider } = effects.agentOf(story);
      const more = asked.get(provider) ?? 0;
      const running = (agents.get(provider) ?? 0) + more;
      const admission: Admission = admit(providers.get(provider) ?? newProvider(policy), running, at);
      if (admission.kind === "now") asked.set(provider, more + 1);
      return admission;
    },
  };
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

async function keepUnfinished(conductor: Conductor): Promise<void> {
  for (const story of conductor.graph.stories) {
    const worktree = conductor.worktrees.get(story.id);
    if (worktree === undefined) continue;
    const kept = await conductor.effects.keep(story, worktree);
    if (kept !== null) await record(conductor, { type: "story.kept", story: story.id, ...kept });
  }
}

function outcomeOf(conductor: Conductor, signal: AbortSignal, paused: string | null): ConductResult["outcome"] {
  const whole = conductor.graph.stories.every((story) => stateOf(conductor, story).phase === "finished");
  if (signal.aborted) return "interrupted";
  if (conductor.limit !== null && !whole) return "ceiling";
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
    stories: graph.stories.map((story) => ({ story: story.id, outcome: stateOf(conductor, story).outcome })),
    head: await effects.head(),
    verified: verdictOf(progress.verified),
    usage: progress.usage,
    usd: progress.usd,
    agentMs: progress.agentMs,
  };
}
