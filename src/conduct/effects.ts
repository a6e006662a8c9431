import type { CheckFacts } from "../core/check.ts";
import type { Emit } from "../core/event.ts";
import type { Story, StoryId } from "../core/story.ts";
import type { MissingName } from "../repository/missing-names.ts";
import type { WorktreeEffects } from "../worktrees/effects.ts";

/** Who writes a story. */
export interface StoryAgent {
  /** `NAME[:MODEL]`. */
  name: string;
  model: string | null;
  /** Whose limits it shares with the other agents. */
  provider: string;
  /** It takes messages in while it works. */
  hears?: boolean;
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
 * What the conductor does itself: the clock, the run's stream and the run's branch. Each is safe to repeat: a process may
 * die after any of them and the next one asks for the same again.
 */
export interface BranchEffects {
  /** Milliseconds since 1970, for reset times that providers tell. */
  now(): number;
  /** Milliseconds of a clock that never jumps. */
  elapsed(): number;
  /** Resolves early when the signal is aborted; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  emit: Emit;
  agentOf(story: Story): StoryAgent;
  /** Who takes over from that one, in this order, when its provider takes nobody any more. */
  fallbacksOf?(story: Story): StoryAgent[];
  /** The newest integrated commit of the run; makes the run's branch when there is none. */
  head(): Promise<string>;
  /** Throws when the run's branch does not hold this commit, which landed on it: somebody has moved or deleted it. */
  requireLanded(commit: string): Promise<void>;
  /** Names that work which landed since the commit's base took away, and that it newly uses. A commit that landed uses none. */
  missingNames(request: IntegrationRequest): Promise<MissingName[]>;
  /**
   * What an earlier run found of a commit's files: green, with everything around them as it was. `null`: nobody knows. It
   * saves time alone: what is red is compared with what this run has seen of the base.
   */
  knownCheck(commit: string, command: string): Promise<CheckFacts | null>;
  integrate(request: IntegrationRequest): Promise<Integration>;
  /** The paths in which two commits conflict when they are merged in memory; none: they go together. */
  conflictsOf(ours: string, theirs: string): Promise<string[]>;
  /** A commit of these landed commits alone, in this order, on the run's base. */
  combine(landed: readonly string[]): Promise<Combination>;
  /** Makes the run's branch anew from these landed stories; the answer has their commits in the same order. */
  rebuild(landed: readonly { story: StoryId; commit: string }[]): Promise<string[]>;
}

/** Everything the conductor does to the world: its own half, and what is done where the stories' files are. */
export interface ConductEffects extends BranchEffects, WorktreeEffects {}
