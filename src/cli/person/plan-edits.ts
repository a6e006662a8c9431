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

/** The patterns of a line, with commas between; a comma in a pattern's braces is part of it. */
export function patternsOf(line: string): string[] {
  const entries = [""];
  let depth = 0;
  for (const character of line) {
    if (character === "{") depth++;
    if (character === "}") depth = Math.max(0, depth - 1);
    if (character === "," && depth === 0) entries.push("");
    else entries[entries.length - 1] += character;
  }
  return filled(entries);
}

/** The sentences of a line, with semicolons between. */
export function sentencesOf(line: string): string[] {
  return filled(line.split(";"));
}

function filled(entries: readonly string[]): string[] {
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== "");
}
