import type { Ruled } from "../../core/plan.ts";
import type { Story } from "../../core/story.ts";
import { inOrder } from "../order.ts";
import { joinStories, union } from "./join-stories.ts";

/** Makes one story of any plan: the goal first, then every story's brief as steps in order. */
export function collapseToOne(goal: string, stories: readonly Story[], why: string): Ruled {
  const [first, ...rest] = inOrder(stories);
  if (first === undefined || rest.length === 0) return { stories: [...stories], changes: [] };
  const one = joinStories([first, ...rest], goal);
  const change = { rule: "focused-is-one" as const, stories: stories.map((story) => story.id), why };
  return { stories: [{ ...one, dependsOn: [] }], changes: [change] };
}

/** Puts all stories in one line: each waits for the one before it, and keeps what it waited for already. */
export function chain(stories: readonly Story[]): Ruled {
  const sorted = inOrder(stories);
  const moved = sorted.some((story, place) => story !== stories[place]);
  const chained = sorted.map((story, place) => {
    const previous = sorted[place - 1];
    return previous === undefined ? story : { ...story, dependsOn: union([story.dependsOn, [previous.id]]) };
  });
  const linked = chained.filter((story, place) => story.dependsOn.length !== sorted[place]?.dependsOn.length);
  if (linked.length === 0 && !moved) return { stories: chained, changes: [] };
  const line = chained.map((story) => story.id).join(", ");
  const why = `Sequential stories run one after another: ${line}`;
  return { stories: chained, changes: [{ rule: "sequential-is-a-chain", stories: chained.map(({ id }) => id), why }] };
}
