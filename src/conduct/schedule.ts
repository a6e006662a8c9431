import type { Story, StoryId } from "../core/story.ts";
import { type RunState, storyOf } from "../state/run-state.ts";
import type { StoryState } from "../state/story-state.ts";
import type { Admission } from "./governor.ts";
import { nextStep } from "./next-step.ts";
import type { PlanGraph } from "./plan-graph.ts";

/** What is going on right now, beside the run's state. */
export interface Now {
  /** Stories that somebody is working on, with or without an agent. */
  active: ReadonlySet<StoryId>;
  /** Agents at work. */
  agents: number;
  parallelism: number;
  commands: readonly string[];
  /** False once a ceiling was reached: what is done goes on, no agent starts. */
  agentsMayStart: boolean;
  /** Whether the story's provider takes one more agent; a yes counts it as started. */
  admission(story: Story): Admission;
  /** Whether another agent takes over from the story's, whose provider takes nobody any more. */
  isTakenOver?(story: Story): boolean;
}

export interface Schedule {
  /** Stories whose next step starts an agent, in the order in which they start. */
  start: Story[];
  /** Stories that go on without one. */
  advance: Story[];
  /** Stories that will never start. */
  skip: { story: Story; reason: string }[];
  /** When somebody who has to wait for a provider may ask again; `null`: nobody has to. */
  wakeAt: number | null;
  /** Why stories wait for a provider without an end in sight. */
  paused: string | null;
}

/** Decides what may start now. This is the one place that lets agents start. */
export function schedule(graph: PlanGraph, progress: RunState, now: Now): Schedule {
  const redoing = [...now.active].some((id) => isRedone(storyOf(progress, id)));
  const draft: Draft = {
    graph,
    progress,
    now,
    busy: new Set(now.active),
    redoing,
    result: { start: [], advance: [], skip: [], wakeAt: null, paused: null },
  };
  for (const story of inOrder(graph, progress)) {
    const state = storyOf(progress, story.id);
    if (state.phase !== "finished" && !now.active.has(story.id)) place(draft, story, state);
  }
  return draft.result;
}

/** A story that conflicted and is at work: its new worktree may still be on the way. */
function isRedone(state: StoryState): boolean {
  return state.phase === "conflicted" || (state.used.conflict ?? 0) > 0;
}

interface Draft {
  graph: PlanGraph;
  progress: RunState;
  now: Now;
  /** Active stories and those that this schedule lets go on. */
  busy: Set<StoryId>;
  /** A story that conflicted is being done again; a second one would only collide with it. */
  redoing: boolean;
  result: Schedule;
}

function place(draft: Draft, story: Story, state: StoryState): void {
  const { result, progress, now } = draft;
  if (!state.stopped && waitsForFirst(state, progress)) return;
  const step = nextStep(story, state, now.commands, now.isTakenOver?.(story) ?? false);
  const lost = lostDependency(story, progress);
  // A story that is further than its agent needs no dependency any more; one that needs an agent again does.
  if (lost !== null && !state.stopped && (state.phase === "waiting" || step.do === "attempt")) {
    result.skip.push({ story, reason: `${lost} did not land` });
    return;
  }
  if (step.do !== "attempt") {
    result.advance.push(story);
    draft.busy.add(story.id);
    return;
  }
  const redo = step.why === "conflict";
  if (!ready(story, progress) || (redo && draft.redoing) || !hasRoom(draft) || meetsBusy(draft, story)) return;
  if (!admitted(result, now.admission(story), story)) return;
  result.start.push(story);
  draft.busy.add(story.id);
  draft.redoing ||= redo;
}

/** Stories that were begun come first, then the longest chain, then the plan's order. */
function inOrder(graph: PlanGraph, progress: RunState): Story[] {
  const begun = (story: Story) => (storyOf(progress, story.id).attempts > 0 ? 0 : 1);
  const chain = (story: Story) => graph.chain.get(story.id) ?? 0;
  return [...graph.stories].sort((a, b) => begun(a) - begun(b) || chain(b) - chain(a));
}

/** A story that gave way goes on when the other one is over, however that ended. */
export function waitsForFirst(state: StoryState, progress: RunState): boolean {
  return state.givesWayTo !== null && storyOf(progress, state.givesWayTo).phase !== "finished";
}

function lostDependency(story: Story, progress: RunState): StoryId | null {
  const lost = story.dependsOn.find((id) => {
    const outcome = storyOf(progress, id).outcome;
    return outcome === "failed" || outcome === "skipped";
  });
  return lost ?? null;
}

function ready(story: Story, progress: RunState): boolean {
  return story.dependsOn.every((id) => {
    const outcome = storyOf(progress, id).outcome;
    return outcome === "merged" || outcome === "empty";
  });
}

/** Agents are bounded by the parallelism; stories in their checks too, so that worktrees do not pile up. */
function hasRoom({ now, busy, result }: Draft): boolean {
  if (!now.agentsMayStart) return false;
  const mostActive = now.parallelism === 1 ? 1 : 2 * now.parallelism;
  return now.agents + result.start.length < now.parallelism && busy.size < mostActive;
}

/** Plans order stories whose surfaces meet; this holds whatever the plan says. */
function meetsBusy({ graph, progress, busy }: Draft, story: Story): boolean {
  for (const other of graph.overlaps.get(story.id) ?? []) {
    if (busy.has(other) || occupies(storyOf(progress, other))) return true;
  }
  return false;
}

/** A story between two of its steps still owns what it wrote; one that gave way holds nobody up. */
function occupies(state: StoryState): boolean {
  return state.givesWayTo === null && ["started", "worked", "committed", "merged"].includes(state.phase);
}

function admitted(result: Schedule, admission: Admission, story: Story): boolean {
  switch (admission.kind) {
    case "now":
      return true;
    case "at":
      result.wakeAt = Math.min(result.wakeAt ?? Number.POSITIVE_INFINITY, admission.at);
      return false;
    case "later":
      return false;
    case "paused":
      result.paused ??= admission.why;
      return false;
    case "refused":
      result.skip.push({ story, reason: `The agent cannot be used: ${admission.why}` });
      return false;
  }
}
