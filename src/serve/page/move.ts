import type { Plan } from "../../core/plan.ts";
import type { StoryId } from "../../core/story.ts";

/**
 * The plan with a story one place further up (-1) or down (1). In a sequence each story then waits for the one before it; in
 * other plans nothing waits any more for what comes after it.
 */
export function movedStory(plan: Plan, id: StoryId, by: -1 | 1): Plan {
  const from = plan.stories.findIndex((story) => story.id === id);
  const other = plan.stories[from + by];
  const own = plan.stories[from];
  if (own === undefined || other === undefined) return plan;
  const stories = plan.stories.map((story, place) => (place === from ? other : place === from + by ? own : story));
  const places = new Map(stories.map((story, place) => [story.id, place]));
  return {
    ...plan,
    stories: stories.map((story, place) => {
      const before = stories[place - 1];
      if (plan.mode === "sequential") return { ...story, dependsOn: before === undefined ? [] : [before.id] };
      return { ...story, dependsOn: story.dependsOn.filter((each) => (places.get(each) ?? -1) < place) };
    }),
  };
}
