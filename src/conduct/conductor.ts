import type { EventOf, RunEventBody, StoryOutcome } from "../core/event.ts";
import type { Order } from "../core/person.ts";
import type { Story, StoryId } from "../core/story.ts";
import { WorktreeTrouble } from "../git/place.ts";
import { foldEvent, type RunState, storyOf } from "../state/run-state.ts";
import type { StoryState } from "../state/story-state.ts";
import { shorten } from "../text/shorten.ts";
import type { Change } from "../worktrees/change.ts";
import type { StoryWorktree } from "../worktrees/effects.ts";
import { LeaseLost } from "../worktrees/lease-lost.ts";
import type { ConductEffects } from "./effects.ts";
import type { GovernorPolicy, ProviderState } from "./governor.ts";
import type { RunLimits } from "./limits.ts";
import type { PlanGraph } from "./plan-graph.ts";
import type { Queue, WakeUp } from "./waiting.ts";

/** What is asked of the conductor. */
export interface ConductInput {
  run: string;
  goal: string;
  /** The folder below the root that agents start in; left out: the root. */
  folder?: string;
  /** The commit that the run builds on. */
  base: string;
  stories: Story[];
  /** The most agents at once. */
  parallelism: number;
  /** Checks that every story and the merged result must pass. */
  checks: string[];
  /** What a story that changed these paths takes in a check's place; `null`: nothing. Left out: the check itself. */
  scope?: (command: string, changed: readonly string[]) => string | null;
  limits: RunLimits;
  /** What the stages before this one used up. */
  spent: { tokens: number; usd: number; ms: number };
  waitForReset: boolean;
  /** Where a person's orders come from; gives back how to stop listening. */
  orders?: ((take: (order: Order) => void) => () => void) | undefined;
  /** The fold of the run's journal so far; `newRunState()` for a new run. It is used up: it becomes the live state. */
  progress: RunState;
}

/** A check of a story's commit that is going on. */
export interface GoingCheck {
  commit: string;
  base: string | null;
  stop: AbortController;
  /** Where the commit conflicts with what has landed. */
  paths: string[];
}

/** What the parts of one conducting process share. */
export interface Conductor {
  effects: ConductEffects;
  input: ConductInput;
  graph: PlanGraph;
  progress: RunState;
  policy: GovernorPolicy;
  providers: Map<string, ProviderState>;
  /** Stories whose agent met a provider's trouble and has not ended yet, by provider. */
  suspects: Map<string, Set<StoryId>>;
  /** Agents at work, by provider. */
  agents: Map<string, number>;
  active: Set<StoryId>;
  worktrees: Map<StoryId, StoryWorktree>;
  /** What agents that hear have still to be told, while they work. */
  inboxes: Map<StoryId, string[]>;
  /** When this process began with a story. */
  begun: Map<StoryId, number>;
  landing: Queue;
  /** The checks of stories' commits that are going on. */
  checking: Map<StoryId, GoingCheck>;
  /** Called when something has changed that may let a story start. */
  wakeUp: WakeUp;
  probe: ProbeState;
  startedAt: number;
  /** The ceiling that was reached. */
  limit: EventOf<"limit.reached"> | null;
  /** What an effect threw first; everything stops for it. */
  failure: { error: unknown } | null;
  /** Aborted when no agent may go on: a ceiling, an interruption, or a failure of an effect. */
  agentsStop: AbortController;
  /** Aborted when everything has to end. */
  allStop: AbortController;
}

/** Puts an event on the run's stream, then into the state: what is not journalled has not happened. */
export async function record(conductor: Conductor, event: RunEventBody): Promise<void> {
  await conductor.effects.emit(event);
  foldEvent(conductor.progress, event);
}

export function stateOf(conductor: Conductor, story: Story): StoryState {
  return storyOf(conductor.progress, story.id);
}

/** Notes when this process begins with a story, once. */
export function begin({ begun, effects }: Conductor, story: Story): void {
  if (!begun.has(story.id)) begun.set(story.id, effects.elapsed());
}

/**
 * Ends a story with its one outcome and gives its worktree back. What a failed one has is kept on a ref first. `held`:
 * nothing had to change.
 */
export async function finishStory(
  conductor: Conductor,
  story: Story,
  outcome: StoryOutcome,
  reason: string,
  held = false,
): Promise<void> {
  const worktree = conductor.worktrees.get(story.id);
  if (outcome === "failed" && worktree !== undefined) await keepStory(conductor, story, worktree);
  const began = conductor.begun.get(story.id);
  const ms = began === undefined ? 0 : Math.round(conductor.effects.elapsed() - began);
  const { usage } = stateOf(conductor, story);
  const finished = { type: "story.finished", story: story.id, outcome, reason, ms, usage } as const;
  await record(conductor, held ? { ...finished, held } : finished);
  if (worktree === undefined) return;
  await letGo(conductor, story, worktree);
}

/**
 * Gives a story's worktree back, or, where it is not what was made, leaves it alone. That fails without deciding anything:
 * the person hears where it lies.
 */
export async function letGo(
  conductor: Conductor,
  story: Story,
  worktree: StoryWorktree,
  how: "release" | "abandon" = "release",
): Promise<void> {
  conductor.worktrees.delete(story.id);
  try {
    await conductor.effects[how](story.id, worktree);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `The worktree of ${story.id} could not be reset: ${why}; it is in ${worktree.path}`;
    await record(conductor, { type: "run.notice", message });
  }
}

/** Holds what a story has in its worktree on a ref of the run. */
export async function keepStory(conductor: Conductor, story: Story, worktree: StoryWorktree): Promise<void> {
  try {
    const kept = await conductor.effects.keep(story, worktree);
    if (kept === null) return;
    const { commit, ref, lost } = kept;
    if (lost !== undefined) await recordLoss(conductor, story, lost);
    await record(conductor, { type: "story.kept", story: story.id, commit, ref });
  } catch (error) {
    if (error instanceof LeaseLost) return await recordLoss(conductor, story, error);
    if (!(error instanceof WorktreeTrouble)) throw error;
    const message = `The work of ${story.id} could not be saved: ${shorten(error.message, 300)}; it is in ${worktree.path}`;
    await record(conductor, { type: "run.notice", message });
  }
}

/** That the machine which had the story is gone, and how much of its work with it. */
export async function recordLoss(conductor: Conductor, story: Story, lost: LeaseLost): Promise<void> {
  const { worker, fence, lostMs, message } = lost;
  await record(conductor, { type: "lease.lost", story: story.id, worker, fence, why: message, lostMs });
}

/** Ends everything: agents, checks, waiting. Stories stay where they are. */
export function stopAll(conductor: Conductor): void {
  conductor.allStop.abort();
  conductor.agentsStop.abort();
  conductor.wakeUp.call();
}

export function isStopped(conductor: Conductor): boolean {
  return conductor.agentsStop.signal.aborted;
}

/** Whether what was thrown only says that nobody waits for it any more. */
export function isCalledOff({ agentsStop, allStop }: Conductor, thrown: unknown): boolean {
  return [agentsStop, allStop].some(({ signal }) => signal.aborted && signal.reason === thrown);
}

/** An effect failed in a way that nothing here can mend: the run ends, and can be resumed. */
export function fail(conductor: Conductor, error: unknown): void {
  conductor.failure ??= { error };
  stopAll(conductor);
}

/** What was seen of a story's work: the changes that would land now. */
export interface Look {
  worktree: StoryWorktree;
  changes: Change[];
}

/** What the probes of one process share. It is memory alone: the next process looks anew. */
interface ProbeState {
  looks: Map<StoryId, Look>;
  /** Stories whose agents did nothing that may have changed files since the look at them began. */
  fresh: Set<StoryId>;
  /** Stories whose agents did something since they were looked at; true: they have ended, and will do no more. */
  unseen: Map<StoryId, boolean>;
  /** The round of looks that is going on; never two at once. */
  round: Promise<void> | null;
  /** No new round before this time: looking takes a small share of the machine, whatever the agents do. */
  restUntil: number;
  /** A probe failed: conflicts show at the landing, as they would without probes. */
  off: boolean;
  /** Stops the agent of one story. */
  stops: Map<StoryId, AbortController>;
}

export function newProbeState(): ProbeState {
  const looks = { looks: new Map(), fresh: new Set<StoryId>(), unseen: new Map() };
  return { ...looks, round: null, restUntil: 0, off: false, stops: new Map() };
}
