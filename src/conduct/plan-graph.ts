import type { Story, StoryId } from "../core/story.ts";
import { patternsIntersectAny } from "../surface/pattern/pattern.ts";

/** What scheduling needs of a plan, worked out once. */
export interface PlanGraph {
  stories: readonly Story[];
  /** Position in the plan: the fixed order of ties. */
  index: ReadonlyMap<StoryId, number>;
  /** Weight of the heaviest chain of stories that starts with this one. */
  chain: ReadonlyMap<StoryId, number>;
  /** Stories whose surfaces can meet this one's. */
  overlaps: ReadonlyMap<StoryId, ReadonlySet<StoryId>>;
}

const costOf = { light: 1, standard: 2, heavy: 4 } as const;

/** Reads a plan's stories, which must be acyclic: enforcement sees to that. */
export function planGraph(stories: readonly Story[]): PlanGraph {
  return {
    stories,
    index: new Map(stories.map((story, position) => [story.id, position])),
    chain: chains(stories),
    overlaps: overlaps(stories),
  };
}

function chains(stories: readonly Story[]): Map<StoryId, number> {
  const dependents = new Map<StoryId, Story[]>();
  for (const story of stories) {
    for (const id of story.dependsOn) dependents.set(id, [...(dependents.get(id) ?? []), story]);
  }
  const chain = new Map<StoryId, number>();
  const measure = (story: Story): number => {
    const known = chain.get(story.id);
    if (known !== undefined) return known;
    const below = Math.max(0, ...(dependents.get(story.id) ?? []).map(measure));
    const length = costOf[story.weight] + below;
    chain.set(story.id, length);
    return length;
  };
  stories.forEach(measure);
  return chain;
}

function overlaps(stories: readonly Story[]): Map<StoryId, Set<StoryId>> {
  const result = new Map<StoryId, Set<StoryId>>(stories.map((story) => [story.id, new Set<StoryId>()]));
  for (const [position, a] of stories.entries()) {
    for (const b of stories.slice(position + 1)) {
      if (!meet(a, b)) continue;
      result.get(a.id)?.add(b.id);
      result.get(b.id)?.add(a.id);
    }
  }
  return result;
}

/** A story without a declared surface may write anywhere. */
function meet(a: Story, b: Story): boolean {
  if (a.writes.length === 0 || b.writes.length === 0) return true;
  return patternsIntersectAny(a.writes, b.writes);
}
