import { foldPrediction } from "../conduct/probe/give-way.ts";
import type { AgentErrorKind } from "../core/agent-event.ts";
import type { AttemptReason, CheckFacts, EventOf, RunEventBody, StoryOutcome } from "../core/event.ts";
import type { StoryId } from "../core/story.ts";
import { addUsage, noUsage, type Usage } from "../core/usage.ts";
import { beginAttempt, endAgent, standAfresh } from "./fold-attempt.ts";

/** What an attempt has to work from that the one before had not. */
export type News =
  | { kind: "reverted"; paths: string[] }
  | { kind: "red"; checks: CheckFacts[] }
  /** `earlier`: the commit that did not fit. */
  | { kind: "conflict"; paths: string[]; earlier: string | null }
  | { kind: "error"; message: string };

/**
 * Where a story stands. `started`: an agent is, or was, at work; `worked`: it has ended; `committed`: its work is on a
 * ref; `waiting` is also where a dropped story stands.
 */
export type StoryPhase = "waiting" | "started" | "worked" | "committed" | "conflicted" | "merged" | "finished";

/** Everything that must be known of a story to go on with it. */
export interface StoryProgress {
  phase: StoryPhase;
  attempts: number;
  /** Attempts so far, by reason. */
  used: Partial<Record<AttemptReason, number>>;
  worktree: string | null;
  base: string | null;
  session: string | null;
  news: News | null;
  /** Why the current attempt's agent could not go on. */
  error: { kind: AgentErrorKind; message: string; resetAt: string | null } | null;
  /** Paths of the current attempt that were put back, and whether the agent has yet to be told. */
  reverted: string[];
  tell: boolean;
  commit: string | null;
  /** The commit that holds what a stopped attempt had. */
  kept: string | null;
  /** The checks of the current commit. */
  checks: CheckFacts[];
  conflict: string[];
  /** A predicted conflict: the story waits until that one is over. */
  givesWayTo: StoryId | null;
  /** It was stopped for another story, and what it had by then conflicted with what landed. */
  gaveWay: boolean;
  /** The commit that was taken off the branch, and what the merged result said. */
  dropped: { commit: string; why: string } | null;
  landed: string | null;
  outcome: StoryOutcome | null;
  usage: Usage;
  agentMs: number;
}

/** The run's state: a fold of its events and nothing else. */
export interface Progress {
  stories: Map<StoryId, StoryProgress>;
  usage: Usage;
  /** `null`: no agent has named a price. */
  usd: number | null;
  agentMs: number;
  /** Stories in the order in which they landed. */
  landed: StoryId[];
  /** Stories were dropped, and the branch has yet to be made anew without them. */
  rebuild: boolean;
  /** The checks of the merged result, since the branch was last moved. */
  verified: CheckFacts[];
  predicted: EventOf<"conflict.predicted">[];
}

export function newProgress(): Progress {
  return {
    stories: new Map(),
    usage: noUsage,
    usd: null,
    agentMs: 0,
    landed: [],
    rebuild: false,
    verified: [],
    predicted: [],
  };
}

/** The state after these events. Events that are not about conducting change nothing. */
export function foldProgress(events: Iterable<RunEventBody>): Progress {
  const progress = newProgress();
  for (const event of events) applyEvent(progress, event);
  return progress;
}

/** The progress of one story, made when it is first asked for. */
export function progressOf(progress: Progress, id: StoryId): StoryProgress {
  const known = progress.stories.get(id);
  if (known !== undefined) return known;
  const fresh: StoryProgress = {
    phase: "waiting",
    attempts: 0,
    used: {},
    worktree: null,
    base: null,
    session: null,
    news: null,
    error: null,
    reverted: [],
    tell: false,
    commit: null,
    kept: null,
    checks: [],
    conflict: [],
    givesWayTo: null,
    gaveWay: false,
    dropped: null,
    landed: null,
    outcome: null,
    usage: noUsage,
    agentMs: 0,
  };
  progress.stories.set(id, fresh);
  return fresh;
}

/** Takes one event in. */
export function applyEvent(progress: Progress, event: RunEventBody): void {
  switch (event.type) {
    case "run.verified":
      progress.verified.push(event);
      return;
    case "branch.rebuilt":
      for (const { story, commit } of event.landed) progressOf(progress, story).landed = commit;
      Object.assign(progress, { rebuild: false, verified: [] });
      return;
    case "conflict.predicted":
      foldPrediction(progress.predicted, event, (id) => progressOf(progress, id));
      return;
    default:
      if ("story" in event) applyToStory(progress, progressOf(progress, event.story), event);
  }
}

type StoryEvent = Extract<RunEventBody, { story: StoryId }>;

function applyToStory(progress: Progress, story: StoryProgress, event: StoryEvent): void {
  switch (event.type) {
    case "story.started":
      beginAttempt(story, event);
      return;
    case "agent.session":
      story.session = event.session;
      return;
    case "agent.usage":
      story.usage = addUsage(story.usage, event);
      progress.usage = addUsage(progress.usage, event);
      if (event.usd !== null) progress.usd = (progress.usd ?? 0) + event.usd;
      return;
    case "agent.error":
      story.error = { kind: event.kind, message: event.message, resetAt: event.resetAt };
      return;
    case "agent.finished":
      progress.agentMs += event.ms;
      endAgent(story, event);
      return;
    case "surface.violated":
      if (event.action === "reverted") story.reverted.push(...event.paths);
      story.tell ||= event.tell === true;
      return;
    case "story.committed":
      Object.assign(story, { phase: "committed", commit: event.commit, checks: [] });
      return;
    case "story.kept":
      story.kept = event.commit;
      return;
    case "story.verified":
      story.checks.push(event);
      return;
    case "story.conflicted":
      story.gaveWay ||= story.givesWayTo !== null;
      Object.assign(story, { phase: "conflicted", conflict: event.paths, givesWayTo: null });
      return;
    case "story.merged":
      Object.assign(story, { phase: "merged", landed: event.commit });
      progress.landed = [...progress.landed.filter((id) => id !== event.story), event.story];
      progress.verified = [];
      return;
    case "story.dropped":
      drop(progress, story, event);
      return;
    case "story.finished":
      Object.assign(story, { phase: "finished", outcome: event.outcome, givesWayTo: null });
      return;
    default:
  }
}

function drop(progress: Progress, story: StoryProgress, event: EventOf<"story.dropped">): void {
  Object.assign(story, { phase: "waiting", outcome: null, landed: null, commit: null, dropped: event });
  progress.landed = progress.landed.filter((id) => id !== event.story);
  progress.rebuild = true;
  for (const other of progress.stories.values()) if (isInFlight(other)) standAfresh(other);
}

/** Whether a story has been begun, and has its next attempt on the commit that it was begun on. */
export function isInFlight({ phase }: StoryProgress): boolean {
  return phase === "started" || phase === "worked" || phase === "committed";
}
