import type { AttemptReason, EventOf } from "../core/event.ts";
import type { News, StoryState } from "./story-state.ts";

/** The branch loses something that a story in flight may stand on: it goes on with what it has, on a new base. */
export function standAfresh(story: StoryState): void {
  Object.assign(story, { base: null, worktree: null, session: null, commit: story.kept?.commit ?? story.commit });
}

/** An attempt starts, with what it has to work from. */
export function beginAttempt(story: StoryState, event: EventOf<"story.started">, at: number | null): void {
  const why = event.why ?? "first";
  // An attempt that only goes on after an interruption has the news of the one that it goes on with.
  story.news = newsFor(story, why) ?? story.news;
  story.used[why] = (story.used[why] ?? 0) + 1;
  const last = story.history.at(-1);
  const otherAgent = last !== undefined && last.agent !== event.agent;
  // A session belongs to its agent and to the folder that it was made in, and is of no use once its context is full.
  if (otherAgent || event.worktree !== story.worktree || why === "conflict" || story.error?.kind === "context")
    story.session = null;
  // One in which an agent has failed that went on with it may be what failed: it may be gone.
  if (why === "crash" && story.goesOn) story.session = null;
  Object.assign(story, {
    phase: "started",
    goesOn: story.session !== null,
    attempts: event.attempt,
    worktree: event.worktree,
    worker: event.worker ?? null,
    base: event.base,
    error: null,
    troubles: 0,
    reverted: [],
    unfit: [],
    tell: false,
    leftOut: [],
    leftOutRef: null,
    checks: [],
    conflict: [],
    gone: [],
    givesWayTo: null,
    working: true,
    activity: null,
    signAt: at,
    heard: story.told.length,
  });
  story.startedAt ??= at;
  const { attempt, agent, model } = event;
  story.history.push({ attempt, agent, model, startedAt: at, finishedAt: null, ok: null, why: null });
}

function newsFor(story: StoryState, why: AttemptReason): News | null {
  switch (why) {
    case "crash":
      return { kind: "error", message: story.error?.message ?? "it ended before it was done" };
    case "surface":
      return { kind: "reverted", paths: story.reverted, unfit: story.unfit, leftOut: story.leftOut };
    case "repair":
      return { kind: "red", checks: story.checks.filter((check) => !check.ok) };
    case "conflict":
      return { kind: "conflict", paths: story.conflict, gone: story.gone, earlier: story.commit };
    case "again":
      return story.lost === null ? null : { kind: "lost", ...story.lost };
    case "composition":
      return { kind: "error", message: story.dropped?.why ?? "" };
    default:
      return null;
  }
}

/** An agent has ended, or was stopped. */
export function endAttempt(story: StoryState, event: EventOf<"agent.finished">, at: number | null): void {
  story.agentMs += event.ms;
  Object.assign(story, { working: false, activity: null });
  const attempt = story.history.findLast(({ attempt }) => attempt === event.attempt);
  if (attempt !== undefined) Object.assign(attempt, { finishedAt: at, ok: event.ok, why: event.ok ? null : event.why });
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
