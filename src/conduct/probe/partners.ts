import type { StoryId } from "../../core/story.ts";
import { isAhead } from "../../state/give-way.ts";
import { type RunState, storyOf } from "../../state/run-state.ts";
import type { PlanGraph } from "../plan-graph.ts";

/**
 * The stories that this one could conflict with: under way beside it, or landed since its base. None for a story that is
 * not under way, and none but those at work for one whose agent has ended: two such meet at the landing anyway.
 */
export function partnersOf(graph: PlanGraph, progress: RunState, id: StoryId): StoryId[] {
  const state = storyOf(progress, id);
  if (state.phase === "finished" || !isAhead(state)) return [];
  return graph.stories.flatMap((other) => {
    const theirs = storyOf(progress, other.id);
    if (other.id === id || !isAhead(theirs)) return [];
    if (state.phase !== "started" && theirs.phase !== "started") return [];
    const together = isBelow(progress, state.base, other.id) || isBelow(progress, theirs.base, id);
    return together ? [] : [other.id];
  });
}

/** Whether a base holds what a story landed. */
function isBelow(progress: RunState, base: string | null, id: StoryId): boolean {
  const landedAt = progress.landed.indexOf(id);
  if (landedAt < 0) return false;
  return progress.landed.findLastIndex((other) => storyOf(progress, other).landed === base) >= landedAt;
}
