import type { Plan } from "../../core/plan.ts";
import type { Story, StoryId } from "../../core/story.ts";

/** The plan without a story; what waited for it waits for what it waited for. */
export function dropStory(plan: Plan, id: StoryId): Plan {
  const dropped = plan.stories.find((story) => story.id === id);
  if (dropped === undefined) return plan;
  const stories = plan.stories
    .filter((story) => story !== dropped)
    .map((story) => ({ ...story, dependsOn: without(story, dropped) }));
  return { ...plan, stories };
}

function without(story: Story, dropped: Story): StoryId[] {
  if (!story.dependsOn.includes(dropped.id)) return story.dependsOn;
  const inherited = story.dependsOn.flatMap((id) => (id === dropped.id ? dropped.dependsOn : [id]));
  return [...new Set(inherited)].filter((id) => id !== story.id && id !== dropped.id);
}

/** The plan with a story in the place of the one of the same id. */
export function replaceStory(plan: Plan, changed: Story): Plan {
  return { ...plan, stories: plan.stories.map((story) => (story.id === changed.id ? changed : story)) };
}
