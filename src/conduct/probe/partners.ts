import type { StoryId } from "../../core/story.ts";
import { type Progress, progressOf } from "../../state/progress.ts";
import type { PlanGraph } from "../plan-graph.ts";
import { isAhead } from "./give-way.ts";

/**
 * The stories that this one could conflict with: under way beside it, or landed since its base. None for a story that is
 * not under way, and none but those at work for one whose agent has ended: two such meet at the landing anyway.
 */
export function partnersOf(graph: PlanGraph, progress: Progress, id: StoryId): StoryId[] {
  const state = progressOf(progress, id);
  if (state.phase === "finished" || !isAhead(state)) return [];
  return graph.stories.flatMap((other) => {
    const theirs = progressOf(progress, other.id);
    if (other.id === id || !isAhead(theirs)) return [];
    if (state.phase !== "started" && theirs.phase !== "started") return [];
    const together = isBelow(progress, state.base, other.id) || isBelow(progress, theirs.base, id);
    return together ? [] : [other.id];
  });
}

/** Whether a base holds what a story landed. */
function isBelow(progress: Progress, base: string | null, id: StoryId): boolean {
  const landedAt = progress.landed.indexOf(id);
  if (landedAt < 0) return false;
  return progress.landed.findLastIndex((other) => progressOf(progress, other).landed === base) >= landedAt;
}
