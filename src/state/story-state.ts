import type { AgentErrorKind } from "../core/agent-event.ts";
import type { CheckFacts, ScopedCheck } from "../core/check.ts";
import type { AttemptReason, Changes, EventOf, GoneName, StoryEnd, StoryOutcome } from "../core/event.ts";
import type { Story, StoryId } from "../core/story.ts";
import { noUsage, type Usage } from "../core/usage.ts";

/** Paths that were put back for what they are. */
export interface Unfit {
  paths: string[];
  why: string;
}

/** What an attempt has to work from that the one before had not. */
export type News =
  | { kind: "reverted"; paths: string[]; unfit: Unfit[]; leftOut: string[] }
  | { kind: "red"; checks: CheckFacts[] }
  /** `earlier`: the commit that did not fit. */
  | { kind: "conflict"; paths: string[]; gone: GoneName[]; earlier: string | null }
  | { kind: "error"; message: string }
  | ({ kind: "lost" } & Lost);

/** What is known of a story that ended without landing and is run again. */
export interface Lost {
  why: string;
  /** The checks that were red. */
  checks: CheckFacts[];
  /** The commit that holds what it had; `null`: it had nothing. */
  earlier: string | null;
}

/**
 * Where a story stands. `started`: an agent is, or was, at work; `worked`: it has ended; `committed`: its work is on a
 * ref; `waiting` is also where a dropped story stands.
 */
export type StoryPhase = "waiting" | "started" | "worked" | "committed" | "conflicted" | "merged" | "finished";

/** One attempt of an agent at a story. Times are milliseconds since 1970, null where the stream has told none. */
export interface AttemptState {
  attempt: number;
  agent: string;
  model: string | null;
  startedAt: number | null;
  /** Null while the agent works. */
  finishedAt: number | null;
  ok: boolean | null;
  /** Why it ended, when not by being done. */
  why: string | null;
}

/** Everything that is known of a story: what has to be known to go on with it, and what is shown of it. */
export interface StoryState {
  story: Story;
  phase: StoryPhase;
  /** The number of the newest attempt. */
  attempts: number;
  /** Attempts so far, by reason. */
  used: Partial<Record<AttemptReason, number>>;
  worktree: string | null;
  /** The machine that its newest attempt is or was on; `null`: this one. */
  worker: string | null;
  /** How often its files made trouble since an agent was last started on them. */
  troubles: number;
  /** How often the machine that had it was lost. */
  leasesLost: number;
  base: string | null;
  session: string | null;
  /** The current attempt goes on with a session. */
  goesOn: boolean;
  news: News | null;
  /** Why the current attempt's agent could not go on. */
  error: { kind: AgentErrorKind; message: string; resetAt: string | null } | null;
  /** Paths of the current attempt that were put back, and whether the agent has yet to be told. */
  reverted: string[];
  unfit: Unfit[];
  tell: boolean;
  /** Ignored files of the current attempt that no commit takes. */
  leftOut: string[];
  /** The ref that holds them. */
  leftOutRef: string | null;
  commit: string | null;
  /** What a stopped attempt had, as a commit on a ref of the run. */
  kept: { commit: string; ref: string } | null;
  /** The run's checks that the current commit takes in another form. */
  scoped: ScopedCheck[];
  /** The checks of the current commit. */
  checks: CheckFacts[];
  conflict: string[];
  /** Names that landed work took away, where that is the conflict. */
  gone: GoneName[];
  /** A predicted conflict: the story waits until that one is over. */
  givesWayTo: StoryId | null;
  /** It was stopped for another story, and what it had by then conflicted with what landed. */
  gaveWay: boolean;
  /** The commit that was taken off the branch, and what the merged result said. */
  dropped: { commit: string; why: string } | null;
  /** It had ended without landing, and was begun then; `null`: nobody ran it again. */
  lost: Lost | null;
  /** Its commit on the run's branch. */
  landed: string | null;
  /** What that commit changed. */
  changes: Changes | null;
  /** A person ended it. */
  stopped: boolean;
  /** What a person told its agents, and how much of that the one at work was given when it started. */
  told: string[];
  heard: number;
  outcome: StoryOutcome | null;
  /** Nothing had to change: its own checks passed on what it started from. */
  held: boolean;
  reason: string | null;
  usage: Usage;
  agentMs: number;
  startedAt: number | null;
  finishedAt: number | null;
  /** Whether an agent works on it, as far as the stream tells. */
  working: boolean;
  /** What its agent is doing, in a few words. */
  activity: string | null;
  /** The last thing that its agent said. */
  said: string | null;
  /** When its agent gave its last sign of life. */
  signAt: number | null;
  /** How many tools its agents called. */
  tools: number;
  /** Every attempt, and every check, intrusion and conflict of any of them. */
  history: AttemptState[];
  /** Each time that another agent took over. */
  switches: EventOf<"agent.switched">[];
  checked: CheckFacts[];
  violations: EventOf<"surface.violated">[];
  conflicts: EventOf<"story.conflicted">[];
}

/** A story of which nothing but the plan has spoken. */
export function newStory(story: Story): StoryState {
  return {
    story,
    phase: "waiting",
    attempts: 0,
    used: {},
    worktree: null,
    worker: null,
    troubles: 0,
    leasesLost: 0,
    base: null,
    session: null,
    goesOn: false,
    news: null,
    error: null,
    reverted: [],
    unfit: [],
    tell: false,
    leftOut: [],
    leftOutRef: null,
    commit: null,
    kept: null,
    scoped: [],
    checks: [],
    conflict: [],
    gone: [],
    givesWayTo: null,
    gaveWay: false,
    dropped: null,
    lost: null,
    landed: null,
    changes: null,
    stopped: false,
    told: [],
    heard: 0,
    outcome: null,
    held: false,
    reason: null,
    usage: noUsage,
    agentMs: 0,
    startedAt: null,
    finishedAt: null,
    working: false,
    activity: null,
    said: null,
    signAt: null,
    tools: 0,
    history: [],
    switches: [],
    checked: [],
    violations: [],
    conflicts: [],
  };
}

/** A story that no plan named. */
export function unplannedStory(id: StoryId): StoryState {
  const nothing = { brief: "", writes: [], reads: [], dependsOn: [], acceptance: [], verify: [] };
  return newStory({ id, title: id, ...nothing, weight: "standard" });
}

/** `working`: an agent is at it; `landing`: its work is being checked and merged. */
export type StoryStatus = "waiting" | "working" | "landing" | "done";

/** How a story ended, in people's words; null: it has not. */
export function storyEnd({ outcome, stopped }: Pick<StoryState, "outcome" | "stopped">): StoryEnd | null {
  return stopped && (outcome === "failed" || outcome === "skipped") ? "stopped" : outcome;
}

/** Whether stories left nothing because a person stopped them: what never began waited for one that was stopped. */
export function areStopped(stories: Iterable<Pick<StoryState, "outcome" | "stopped">>): boolean {
  const ends = [...stories].map(storyEnd);
  return ends.includes("stopped") && ends.every((end) => end === "stopped" || end === "skipped" || end === "empty");
}

/** What a story is at, for people. */
export function statusOf({ phase, working }: StoryState): StoryStatus {
  switch (phase) {
    case "finished":
      return "done";
    case "waiting":
      return "waiting";
    case "started":
      // An agent that was stopped has its work before it still.
      return working ? "working" : "waiting";
    default:
      return "landing";
  }
}

/** Whether a story has been begun, and has its next attempt on the commit that it was begun on. */
export function isInFlight({ phase }: StoryState): boolean {
  return phase === "started" || phase === "worked" || phase === "committed";
}
