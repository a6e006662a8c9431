import type { Story } from "../../core/story.ts";
import { inOrder } from "../order.ts";
import { joinStories } from "./join-stories.ts";
import type { Ruled } from "./ruled.ts";

/** Makes one story of any plan: the goal first, then every story's brief as steps in order. */
export function collapseToOne(goal: string, stories: readonly Story[], why: string): Ruled {
  const [first, ...rest] = inOrder(stories);
  if (first === undefined || rest.length === 0) return { stories: [...stories], changes: [] };
  const one = joinStories([first, ...rest], goal);
  const change = { rule: "focused-is-one" as const, stories: stories.map((story) => story.id), why };
  return { stories: [{ ...one, dependsOn: [] }], changes: [change] };
}
