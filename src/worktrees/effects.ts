import type { AgentEvent } from "../core/agent-event.ts";
import type { CheckFacts } from "../core/check.ts";
import type { Inbox } from "../core/person.ts";
import type { Story, StoryId } from "../core/story.ts";
import type { Change } from "./change.ts";
import type { LeaseLost } from "./lease-lost.ts";

/** Where a story's agent works: outside the person's repository, with the story's base checked out. */
export interface StoryWorktree {
  /** Below a worker's name where it is on another machine. */
  path: string;
  base: string;
  /** The machine that it is on; left out: this one. */
  worker?: string;
}

/** What is held of a story's files on a ref of the run. */
export interface Kept {
  commit: string;
  ref: string;
  /** The worktree's machine is gone: this is what was held before. */
  lost?: LeaseLost;
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

export interface AgentRequest {
  story: Story;
  attempt: number;
  worktree: StoryWorktree;
  prompt: string;
  /** Who works: the story's own agent, or one that took over from it. Names as in `story.started`. */
  agent: { name: string; model: string | null };
  /** The agent's own session to go on with, or `null`. */
  session: string | null;
  /** What a person says meanwhile, for an agent that hears. */
  inbox?: Inbox | undefined;
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

/**
 * Everything that is done in and with a story's worktree. The files of it may lie on another machine: nothing here hands
 * out more than paths, facts and commits. Each effect is safe to repeat, because a process may die after any of them. Where
 * that machine is lost, each throws `LeaseLost`, but for `peek`, `snapshot`, `keep` and what ends with the worktree.
 */
export interface WorktreeEffects {
  /** `signal`: it is not wanted any more. Where that comes while it is waited for, this rejects with the signal's reason. */
  openWorktree(request: WorktreeRequest, signal: AbortSignal): Promise<StoryWorktree>;
  /** Waits until the worktree's machine may have one more agent at work, or until `signal`; disposing of it makes room. */
  takeSlot(worktree: StoryWorktree, signal: AbortSignal): Promise<Disposable>;
  /** Throws `WorktreeTrouble` when the folder is not the one that was made. */
  requireOurs(worktree: StoryWorktree): Promise<void>;
  runAgent(request: AgentRequest, signal: AbortSignal): AsyncIterable<AgentEvent>;
  /**
   * What differs from the worktree's base; of ignored files those that no tool and no set-up explains. As all that follows,
   * it throws `WorktreeTrouble` for what is this story's trouble alone.
   */
  inspect(worktree: StoryWorktree): Promise<Change[]>;
  /**
   * As `inspect`, while somebody may be at work in it; the agent sees nothing of it. `null`: it changed while it was looked
   * at, or is not the story's any more.
   */
  peek(worktree: StoryWorktree): Promise<Change[] | null>;
  /** A commit on no ref of these paths as they are now. `null`: as for `peek`, or nothing differs. */
  snapshot(worktree: StoryWorktree, paths: readonly string[]): Promise<string | null>;
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
  /**
   * A check of a commit as it is, in a worktree of its own; the same tree is not checked twice. `beside`: on the machine of
   * that worktree, with which it is compared.
   */
  checkCommit(commit: string, command: string, signal: AbortSignal, beside?: StoryWorktree): Promise<CheckFacts>;
  /**
   * Holds files that no commit takes on a ref of the run, for the person: ignored ones that nobody explains. `null`: they
   * are gone.
   */
  keepLeftOut(story: Story, worktree: StoryWorktree, paths: string[]): Promise<string | null>;
  /**
   * Holds the worktree's state on a ref of the run. `null`: nothing differs from its base. Where the worktree's machine is
   * gone, what was kept before is there, with the loss; with nothing kept the loss is thrown.
   */
  keep(story: Story, worktree: StoryWorktree): Promise<Kept | null>;
  /** The story is over: its worktree may be used for another one. */
  release(story: StoryId, worktree: StoryWorktree): Promise<void>;
  /** The worktree is not what was made: nothing is done in it any more, and the story gets another one. */
  abandon(story: StoryId, worktree: StoryWorktree): Promise<void>;
}
