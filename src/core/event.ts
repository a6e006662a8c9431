import type { AgentEvent } from "./agent-event.ts";
import type { CheckFacts, ScopedCheck, SkippedCheck } from "./check.ts";
import type { Decision } from "./decision.ts";
import type { Mode } from "./mode.ts";
import type { PairVerdict, Plan, PlanChange } from "./plan.ts";
import type { AnswerOrigin, Question } from "./question.ts";
import type { Story, StoryId } from "./story.ts";
import type { Estimates, Usage } from "./usage.ts";

/** The repository a run works on. Paths are absolute; `remote` never holds credentials. */
export interface RepositoryFacts {
  root: string;
  /** `null` when HEAD is detached. */
  branch: string | null;
  head: string;
  dirty: boolean;
  remote: string | null;
}

/** A name that landed work took away, and the file that defined it. */
export interface GoneName {
  name: string;
  from: string;
}

export type StoryOutcome = "merged" | "empty" | "failed" | "skipped";
/** What people read of a story's end: one that a person stopped did not fail by itself. */
export type StoryEnd = StoryOutcome | "stopped";
export type RunOutcome = "delivered" | "partial" | "failed" | "empty" | "needs_input" | "ceiling" | "interrupted";
export type DeliveryKind = "pr" | "branch" | "patch" | "none";

/**
 * Why an agent was started on a story. Every attempt but the first has something new to work from: another base, an
 * error to read, time that passed.
 */
export const attemptReasons = [
  "first",
  "resumed",
  "crash",
  "provider",
  "surface",
  "repair",
  "conflict",
  "composition",
  "again",
] as const;
export type AttemptReason = (typeof attemptReasons)[number];

/** An agent's event on the run's stream, where `attempt` is the story's. */
export type StoryAgentEvent = AgentEvent & { story: StoryId; attempt: number };

/** What an agent tells, as an event of its story. */
export function ofStory(event: AgentEvent, story: StoryId, attempt: number): StoryAgentEvent {
  return { ...event, ...(event.type === "agent.retry" ? { retry: event.attempt } : {}), story, attempt };
}

/** What a run says, without the envelope. */
export type RunEventBody =
  | {
      type: "run.started";
      goal: string;
      /** A person typed the goal, at a terminal or on the page; left out: it came from a file, a pipe, a program, a link or a job. */
      typed?: true;
      repo: RepositoryFacts;
      agent: string;
      version: string;
      flags: Record<string, unknown>;
      /** The commit that the work starts from. */
      base: string;
      /** The folder below the root that the person stood in; left out at the root. */
      folder?: string;
      /** The branch the run's work is integrated on. */
      workBranch: string;
      /** True when the built-in scripted model plays the agent. */
      scripted: boolean;
      /** The names of the person's variables that agents, checks and set-up get beside the usual ones. */
      variables?: string[];
      /** The branch (and pull request) that the work goes on with; `base` is its head. */
      follows?: { branch: string; pr: number | null; target: string | null };
      /** The plan that was given, when the run did not make its own. */
      given?: Plan;
      /** What had been decided when that plan was made, as `baro plan --json` told it. */
      decided?: Decision;
    }
  /** `again`: stories that had ended without landing and are run again, on top of what landed; the result is delivered anew. */
  | { type: "run.resumed"; pid: number; variables?: string[]; again?: StoryId[] }
  | { type: "run.notice"; message: string }
  /** Waits until `question.answered` with the same id; a run that is resumed asks anew. */
  | ({ type: "question.asked"; id: string } & Question)
  | ({ type: "question.answered"; id: string } & AnswerOrigin)
  /** The run stood still for so long while a person was asked: its times leave that out. Told from a second on. */
  | { type: "run.waited"; ms: number }
  /** What came as an answer and is none; `id` null: it names no question. */
  | { type: "answer.refused"; id: string | null; why: string; ticket?: string }
  | ({ type: "intake.decided" } & Decision)
  /** The person answered intake's question; both belong to the goal from here on. */
  | { type: "goal.clarified"; question: string; answer: string }
  | { type: "mode.chosen"; mode: Mode; by: "flag" | "person" | "suggestion" | "plan"; suggested: Mode }
  /** The goal was only a link: what it leads to is the goal from here on. */
  | { type: "goal.read"; goal: string; link: string }
  /** A model answered intake's or the planner's question. */
  | ({ type: "model.answered"; question: string; ok: boolean; ms: number; usd: number | null } & Usage & Estimates)
  | { type: "plan.proposed"; stories: Story[] }
  | {
      type: "plan.enforced";
      /** The mode that runs: what was chosen, unless a rule brought it down. */
      mode?: Mode;
      stories: Story[];
      changes: PlanChange[];
      pairs: PairVerdict[];
      /** How many independent pairs are not among `pairs`, because there are thousands; absent: none. */
      pairsLeftOut?: number;
      width: number;
      parallelism: number;
    }
  | { type: "plan.accepted"; by: "flag" | "person" | "suggestion" }
  | {
      type: "story.started";
      story: StoryId;
      attempt: number;
      agent: string;
      model: string | null;
      worktree: string;
      /** The commit that the worktree starts from. */
      base: string;
      why?: AttemptReason;
      /** The machine that it is on; left out: this one. */
      worker?: string;
    }
  /** A worker can be given stories: what it offers, and the most agents that it takes at once. */
  | { type: "worker.joined"; worker: string; slots: number; agents: string[]; labels: string[]; version: string }
  /** `next`: whether it is tried again, or no story goes there any more. */
  | { type: "worker.lost"; worker: string; why: string; next: "again" | "gone" }
  /** A story goes to a worker. Of two leases of a story the one with the higher fence holds. */
  | { type: "lease.taken"; story: StoryId; worker: string; fence: number }
  /**
   * The worker can't be reached any more, or can't go on: the story goes on elsewhere from what was kept of it. `lostMs`: at
   * most this much of an agent's work is not in that.
   */
  | { type: "lease.lost"; story: StoryId; worker: string; fence: number; why: string; lostMs: number }
  | StoryAgentEvent
  /**
   * The story's agent could not go on, and another one takes over in its worktree; or, where `story` is the name of a
   * question (`decision`, `plan`), somebody else is asked. Names are `NAME[:MODEL]`.
   */
  | { type: "agent.switched"; story: StoryId; from: string; to: string; why: string }
  | {
      type: "surface.violated";
      story: StoryId;
      paths: string[];
      action: "reverted" | "granted";
      why: string;
      /** True: what was reverted mattered, so the agent is told and goes on. */
      tell?: boolean;
      /** True: it is nothing that a story can leave, wherever it lies. */
      unfit?: boolean;
    }
  /**
   * Files of a story that no commit takes: the repository ignores them, its surface does not name them, and no tool is known
   * to leave them; or they lie in a submodule. `kept`: the ref that holds them. `tell`: the agent is told and goes on.
   */
  | {
      type: "files.left_out";
      story: StoryId;
      paths: string[];
      why: "ignored" | "submodule" | "stray";
      kept: string | null;
      tell: boolean;
    }
  /**
   * Something in the story's worktree that can't be worked with. Its agent is told once; `lost`: the folder is not the one
   * that was made, and the next attempt gets another.
   */
  | { type: "story.troubled"; story: StoryId; message: string; lost: boolean }
  /** The story's work is one commit, kept on a ref: it can't be lost any more. */
  | {
      type: "story.committed";
      story: StoryId;
      attempt: number;
      commit: string;
      base: string;
      /** The run's checks that the story takes in another form. */
      scoped?: ScopedCheck[];
    }
  | ({ type: "story.verified"; story: StoryId } & CheckFacts)
  | { type: "story.merged"; story: StoryId; commit: string; files: number; insertions: number; deletions: number }
  /** What an unfinished story has so far, as a commit on a ref of the run. */
  | { type: "story.kept"; story: StoryId; commit: string; ref: string }
  /** A person ended the story, from the live view or another terminal. */
  | { type: "story.stopped"; story: StoryId }
  /**
   * A person has a message for the story's agent. `how`: it hears it at its next `turn`, it is stopped and goes on with it
   * (`restart`), or the next one that starts is given it (`next`).
   */
  | { type: "story.told"; story: StoryId; text: string; how?: "turn" | "restart" | "next" }
  /** An agent at work has taken the person's messages in: so many of the story's by now. */
  | { type: "story.heard"; story: StoryId; messages: number }
  /** A person holds back (or lets go on) the starting of agents. */
  | { type: "run.paused"; paused: boolean }
  /** Taken off the run's branch again: the merged result was red because of it. */
  | { type: "story.dropped"; story: StoryId; commit: string; why: string }
  /** The run's branch was made anew from what was not dropped. */
  | { type: "branch.rebuilt"; head: string; landed: { story: StoryId; commit: string }[] }
  | {
      type: "story.conflicted";
      story: StoryId;
      paths: string[];
      /** No line collides: these names, which the story uses in `paths`, are gone since work landed that `from` is of. */
      gone?: GoneName[];
      next: "redo" | "failed";
    }
  | { type: "conflict.predicted"; stories: [StoryId, StoryId]; paths: string[] }
  | {
      type: "story.finished";
      story: StoryId;
      outcome: StoryOutcome;
      reason: string;
      ms: number;
      usage: Usage;
      /** Nothing had to change: the story's own checks pass on what it started from. */
      held?: true;
    }
  | { type: "limit.reached"; limit: "tokens" | "usd" | "timeout"; message: string }
  | ({ type: "run.verified" } & CheckFacts)
  | ({ type: "check.skipped" } & SkippedCheck)
  | {
      type: "delivery.finished";
      kind: DeliveryKind;
      branch: string | null;
      url: string | null;
      why: string;
      /** The exact next command for the person, or null. */
      next: string | null;
      /** The remote has the branch as it was delivered. */
      pushed?: boolean;
      /** From the base to what was left. */
      changes?: Changes;
    }
  /**
   * `mode` and `stories` (null, 0: none was reached) let later runs learn what each mode costs. `dryRun`: it ended with its plan.
   * `stopped`: it has nothing because a person stopped what it would have made; nothing failed by itself.
   */
  | ({ type: "run.finished"; mode?: Mode | null; stories?: number; dryRun?: true; stopped?: true } & RunFigures);

/** How much differs between two commits. */
export interface Changes {
  files: number;
  insertions: number;
  deletions: number;
}

export interface RunFigures extends Estimates, Changes {
  outcome: RunOutcome;
  exitCode: number;
  wallMs: number;
  /** The agents' summed working time. */
  agentMs: number;
  /** The agents' time on what landed minus the wall clock of conducting, to the grain that both are shown in; `null` where fewer than two stories landed. */
  savedMs: number | null;
  speedup: number | null;
  usage: Usage;
  usd: number | null;
}

/** What every line of the stream carries. `seq` counts from 0 without gaps. */
export interface Envelope {
  v: 1;
  seq: number;
  /** ISO time. */
  at: string;
  run: string;
}

export type RunEvent = Envelope & RunEventBody;
export type EventOf<T extends RunEventBody["type"]> = Extract<RunEventBody, { type: T }>;

/** Appends to the run's one stream. Resolves when the event is as safe as its type demands. */
export type Emit = (event: RunEventBody) => Promise<void>;
