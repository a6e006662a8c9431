import type { StoryId } from "../core/story.ts";
import type { RunState } from "./run-state.ts";
import type { StoryState } from "./story-state.ts";

/** The stories of a run that have ended, and whose work is not in it. */
export function lostStories({ stories }: Pick<RunState, "stories">): StoryId[] {
  return [...stories.values()].filter(isLost).map(({ story }) => story.id);
}

/** It ended without its work being in the run: it failed, was not started, or changed nothing that had to change. */
export function isLost({ outcome, held }: StoryState): boolean {
  return outcome !== null && outcome !== "merged" && !held;
}

/**
 * What is run again when these lost stories are asked for: with them those that they need and that did not land, and those
 * that were lost because of them.
 */
export function withRelated({ stories }: Pick<RunState, "stories">, picked: readonly StoryId[]): StoryId[] {
  const again = new Set<StoryId>();
  const needsOf = (id: StoryId) => stories.get(id)?.story.dependsOn ?? [];
  const lost = (id: StoryId) => ["failed", "skipped"].includes(stories.get(id)?.outcome ?? "");
  const addWithNeeds = (id: StoryId): void => {
    if (again.has(id)) return;
    again.add(id);
    needsOf(id).filter(lost).forEach(addWithNeeds);
  };
  picked.forEach(addWithNeeds);
  // One that lost nothing but what is run again now gets what it was waiting for.
  const waits = (id: StoryId) => {
    const missing = needsOf(id).filter(lost);
    return lost(id) && missing.length > 0 && missing.every((need) => again.has(need));
  };
  for (let before = -1; before !== again.size; ) {
    before = again.size;
    for (const id of stories.keys()) if (waits(id)) again.add(id);
  }
  return [...stories.keys()].filter((id) => again.has(id));
}
