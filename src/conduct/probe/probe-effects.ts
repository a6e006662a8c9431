import type { Change } from "../../worktrees/change.ts";
import type { StoryWorktree } from "../effects.ts";

/** What probes ask of the world. Nothing is checked out, no ref moves, and the agents see nothing of it. */
export interface ProbeEffects {
  /**
   * What differs from the worktree's base, while somebody may be at work in it. `null`: it changed while it was looked
   * at, or is not the story's any more.
   */
  peek(worktree: StoryWorktree): Promise<Change[] | null>;
  /** A commit on no ref of these paths as they are now. `null`: as for `peek`, or nothing differs. */
  snapshot(worktree: StoryWorktree, paths: readonly string[]): Promise<string | null>;
  /** The paths in which two commits conflict when they are merged in memory; none: they go together. */
  conflictsOf(ours: string, theirs: string): Promise<string[]>;
}
