import { type Story, type StoryId, type Weight, weights } from "../../core/story.ts";
import { shorten } from "../../text/shorten.ts";

const longestTitle = 100;

/** The pattern that says of a joined story what an empty list says of an undeclared one: it may write anything. */
export const wholeRepository = "**";

/**
 * One story that does what `parts` did, in that order. It keeps the first one's id and dependencies; those of the others
 * are the caller's to add. `lead` is what the story says before its steps.
 */
export function joinStories(parts: readonly [Story, ...Story[]], lead: string | null): Story {
  const steps = parts.map((part, place) => `${place + 1}. ${part.title}\n${part.brief}`);
  const brief = [...(lead === null ? [] : [lead]), "Steps, in this order:", ...steps].join("\n\n");
  return {
    id: parts[0].id,
    title: joinTitles(parts.map((part) => part.title)),
    brief,
    writes: unionOfSurfaces(parts.map((part) => part.writes)),
    reads: union(parts.map((part) => part.reads)),
    dependsOn: parts[0].dependsOn,
    acceptance: union(parts.map((part) => part.acceptance)),
    verify: union(parts.map((part) => part.verify)),
    weight: heaviest(parts.map((part) => part.weight)),
    ...(parts.every(({ needs }) => needs === undefined) ? {} : { needs: union(parts.map(({ needs = [] }) => needs)) }),
  };
}

/** All lists as one, in order, each text once. */
export function union(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())];
}

/** An undeclared surface is the whole repository: beside declared ones it has to be said, or it would be lost. */
function unionOfSurfaces(surfaces: readonly (readonly string[])[]): string[] {
  const declared = union(surfaces);
  const undeclared = surfaces.some((surface) => surface.length === 0);
  return undeclared && declared.length > 0 ? union([declared, [wholeRepository]]) : declared;
}

export function heaviest(all: readonly Weight[]): Weight {
  return weights.findLast((weight) => all.includes(weight)) ?? "standard";
}

/** Titles become subjects of commits: what does not fit is counted, the briefs hold it in full. */
function joinTitles(titles: readonly string[]): string {
  const all = titles.join("; ");
  if (all.length <= longestTitle) return all;
  const first = titles[0] ?? "";
  const more = `; and ${titles.length - 1} more`;
  return `${shorten(first, longestTitle - more.length)}${more}`;
}

/** The stories without those that were joined; whoever waited for one of them waits for its host. */
export function withoutJoined(stories: readonly Story[], hostOf: ReadonlyMap<StoryId, StoryId>): Story[] {
  return stories
    .filter((story) => !hostOf.has(story.id))
    .map((story) => ({
      ...story,
      dependsOn: union([story.dependsOn.map((id) => hostOf.get(id) ?? id)]).filter((id) => id !== story.id),
    }));
}
