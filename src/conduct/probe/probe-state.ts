import type { StoryId } from "../../core/story.ts";
import type { Change } from "../../worktrees/change.ts";
import type { StoryWorktree } from "../../worktrees/effects.ts";

/** What was seen of a story's work: the changes that would land now. */
export interface Look {
  worktree: StoryWorktree;
  changes: Change[];
}

/** What the probes of one process share. It is memory alone: the next process looks anew. */
export interface ProbeState {
  looks: Map<StoryId, Look>;
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
  return { looks: new Map(), unseen: new Map(), round: null, restUntil: 0, off: false, stops: new Map() };
}
