import type { Story } from "../../core/story.ts";
import type { StoryWorktree } from "../../worktrees/effects.ts";
import { type Conductor, record, stateOf } from "../conductor.ts";
import { judgeChanges } from "../guard.ts";

/**
 * The one that a stopped story gave way to is over. Whether its own work so far conflicts with what landed: then it is
 * done again on top of that, and nothing more is spent on what can't land. If not, its agent goes on where it was.
 */
export async function meetsLanded(conductor: Conductor, story: Story, worktree: StoryWorktree): Promise<boolean> {
  if (stateOf(conductor, story).givesWayTo === null) return false;
  const { effects, graph } = conductor;
  const head = await effects.head();
  if (head === worktree.base) return false;
  const { take } = judgeChanges(story, graph.stories, await effects.inspect(worktree));
  const commit = take.length === 0 ? null : await effects.snapshot(worktree, take);
  const paths = commit === null ? [] : await effects.conflictsOf(head, commit);
  if (paths.length === 0) return false;
  await record(conductor, { type: "story.conflicted", story: story.id, paths, next: "redo" });
  return true;
}
