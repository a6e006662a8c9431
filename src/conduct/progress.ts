import type { AgentErrorKind } from "../core/agent-event.ts";
import type { AttemptReason, CheckFacts, EventOf, RunEventBody, StoryOutcome } from "../core/event.ts";
import type { StoryId } from "../core/story.ts";
import { addUsage, noUsage, type Usage } from "../core/usage.ts";
import { foldPrediction } from "./probe/give-way.ts";

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
  if (event.type === "run.verified") {
    progress.verified.push(event);
    return;
  }
  if (event.type === "branch.rebuilt") {
    for (const { story, commit } of event.landed) progressOf(progress, story).landed = commit;
    Object.assign(progress, { rebuild: false, verified: [] });
    return;
  }
  if (event.type === "conflict.predicted") {
    foldPrediction(progress.predicted, event, (id) => progressOf(progress, id));
    return;
  }
  if (!("story" in event)) return;
  const story = progressOf(progress, event.story);
  switch (event.type) {
    case "story.started":
      begin(story, event);
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
      Object.assign(story, { phase: "waiting", outcome: null, landed: null, commit: null, dropped: event });
      progress.landed = progress.landed.filter((id) => id !== event.story);
      progress.rebuild = true;
      return;
    case "story.finished":
      Object.assign(story, { phase: "finished", outcome: event.outcome, givesWayTo: null });
      return;
    default:
  }
}

function begin(story: StoryProgress, event: EventOf<"story.started">): void {
  const why = event.why ?? "first";
  // An attempt that only goes on after an interruption has the news of the one that it goes on with.
  story.news = newsFor(story, why) ?? story.news;
  story.used[why] = (story.used[why] ?? 0) + 1;
  // A session belongs to the folder that it was made in, and is of no use once its context is full.
  if (event.worktree !== story.worktree || why === "conflict" || story.error?.kind === "context") story.session = null;
  Object.assign(story, {
    phase: "started",
    attempts: event.attempt,
    worktree: event.worktree,
    base: event.base,
    error: null,
    reverted: [],
    tell: false,
    checks: [],
    conflict: [],
    givesWayTo: null,
  });
}

function newsFor(story: StoryProgress, why: AttemptReason): News | null {
  switch (why) {
    case "crash":
      return { kind: "error", message: story.error?.message ?? "it ended before it was done" };
    case "surface":
      return { kind: "reverted", paths: story.reverted };
    case "repair":
      return { kind: "red", checks: story.checks.filter((check) => !check.ok) };
    case "conflict":
      return { kind: "conflict", paths: story.conflict, earlier: story.commit };
    case "composition":
      return { kind: "error", message: story.dropped?.why ?? "" };
    default:
      return null;
  }
}

function endAgent(story: StoryProgress, event: EventOf<"agent.finished">): void {
  story.agentMs += event.ms;
  // An agent that we stopped is still in flight: the next one goes on where it was.
  if (event.why === "killed") return;
  story.phase = "worked";
  story.givesWayTo = null;
  if (event.ok) {
    story.error = null;
    return;
  }
  const kind = event.why === "done" ? "crash" : event.why;
  story.error = {
    kind,
    message: story.error?.message ?? describeEnd(event),
    resetAt: story.error?.resetAt ?? null,
  };
}

function describeEnd(event: EventOf<"agent.finished">): string {
  if (event.signal !== null) return `the agent was ended by ${event.signal}`;
  return event.exitCode === null ? `the agent ended: ${event.why}` : `the agent ended with exit code ${event.exitCode}`;
}
