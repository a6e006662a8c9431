import type { AgentEvent } from "../core/agent-event.ts";
import type { CheckFacts, Emit } from "../core/event.ts";
import type { Story, StoryId } from "../core/story.ts";
import type { Change } from "../worktrees/change.ts";
import type { ProbeEffects } from "./probe/probe-effects.ts";

/** Where a story's agent works: outside the person's repository, with the story's base checked out. */
export interface StoryWorktree {
  path: string;
  base: string;
}

export interface WorktreeRequest {
  story: Story;
  /** The commit to start from. */
  base: string;
  /** The worktree of an earlier attempt, to go on in; `null`: a fresh one. */
  path: string | null;
  /** The commit to take the story's files from when `path` is gone; `null`: whatever was kept of the story. */
  work: string | null;
}

/** Who writes a story. */
export interface StoryAgent {
  /** `NAME[:MODEL]`. */
  name: string;
  model: string | null;
  /** Whose limits it shares with the other agents. */
  provider: string;
}

export interface AgentRequest {
  story: Story;
  attempt: number;
  worktree: StoryWorktree;
  prompt: string;
  /** The agent's own session to go on with, or `null`. */
  session: string | null;
}

export interface CommitRequest {
  story: Story;
  attempt: number;
  worktree: StoryWorktree;
  /** The paths to take; everything else in the worktree stays out. */
  paths: string[];
  /** Nothing else differs from the base: the worktree's files are the commit's. */
  whole: boolean;
  /** What a hook made of the commit's message; `null`: the story's own. */
  message: string | null;
}

export interface IntegrationRequest {
  story: Story;
  /** The story's one commit and the commit that it was made from. */
  commit: string;
  base: string;
}

/** What became of a story's commit on the run's branch. */
export type Integration =
  | { kind: "merged"; commit: string; files: number; insertions: number; deletions: number }
  /** `detail`: the conflicting places, bounded. Nothing has landed. */
  | { kind: "conflict"; paths: string[]; detail: string };

/** `at`: the position of the first commit that does not go on those before it. */
export type Combination = { kind: "combined"; commit: string } | { kind: "conflict"; at: number };

/**
 * Everything the conductor does to the world. Each is safe to repeat: a process may die after any of them and the next
 * one asks for the same again.
 */
export interface ConductEffects extends ProbeEffects {
  /** Milliseconds since 1970, for reset times that providers tell. */
  now(): number;
  /** Milliseconds of a clock that never jumps. */
  elapsed(): number;
  /** Resolves early when the signal is aborted; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  emit: Emit;
  agentOf(story: Story): StoryAgent;
  /** The newest integrated commit of the run; makes the run's branch when there is none. */
  head(): Promise<string>;
  /** Throws when the run's branch does not hold this commit, which landed on it: somebody has moved or deleted it. */
  requireLanded(commit: string): Promise<void>;
  openWorktree(request: WorktreeRequest): Promise<StoryWorktree>;
  runAgent(request: AgentRequest, signal: AbortSignal): AsyncIterable<AgentEvent>;
  /** What differs from the worktree's base, ignored files apart. */
  inspect(worktree: StoryWorktree): Promise<Change[]>;
  /** Puts paths back to what the base has. */
  revert(worktree: StoryWorktree, paths: string[]): Promise<void>;
  /**
   * Runs the person's commit hooks on the worktree; no checks when there are none. `again`: the agent was told what they
   * said before.
   */
  runHooks(
    worktree: StoryWorktree,
    story: Story,
    again: boolean,
    signal: AbortSignal,
  ): Promise<{ checks: CheckFacts[]; message: string | null }>;
  /**
   * Makes the story's one commit from the worktree's files and holds it on a ref of the run. `null`: it would not differ
   * from its base.
   */
  commit(request: CommitRequest): Promise<string | null>;
  checkWorktree(worktree: StoryWorktree, story: Story, command: string, signal: AbortSignal): Promise<CheckFacts>;
  /** A check of a commit as it is, in a worktree of its own; the same tree is not checked twice. */
  checkCommit(commit: string, command: string, signal: AbortSignal): Promise<CheckFacts>;
  integrate(request: IntegrationRequest): Promise<Integration>;
  /** A commit of these landed commits alone, in this order, on the run's base. */
  combine(landed: readonly string[]): Promise<Combination>;
  /** Makes the run's branch anew from these landed stories; the answer has their commits in the same order. */
  rebuild(landed: readonly { story: StoryId; commit: string }[]): Promise<string[]>;
  /** Holds the worktree's state on a ref of the run. `null`: nothing differs from its base. */
  keep(story: Story, worktree: StoryWorktree): Promise<{ commit: string; ref: string } | null>;
  /** The story is over: its worktree may be used for another one. */
  release(story: StoryId, worktree: StoryWorktree): Promise<void>;
}
