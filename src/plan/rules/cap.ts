import type { PlanChange, Ruled } from "../../core/plan.ts";
import type { Story, StoryId } from "../../core/story.ts";
import { type Pattern, parsePattern, patternsIntersect } from "../../surface/pattern/pattern.ts";
import { standardCost } from "../cost-model.ts";
import { inOrder, newOrder, type Order, orderOf } from "../order.ts";
import { joinStories, withoutJoined } from "./join-stories.ts";

interface Host {
  place: number;
  parts: [Story, ...Story[]];
  surface: Pattern[];
}

/** Folds the stories over the cap into the last ones that may hold them, those with the same surface first. */
export function joinOverCap(stories: readonly Story[], cap: number, ignoreCase: boolean): Ruled {
  const sorted = inOrder(stories);
  const limit = Math.max(1, cap);
  if (sorted.length <= limit) return { stories: [...stories], changes: [] };
  const hosts = sorted
    .slice(0, limit)
    .map((story, place): Host => ({ place, parts: [story], surface: surfaceOf(story) }));
  const hostOf = new Map<StoryId, StoryId>();
  let order = orderOf(sorted);
  for (const [offset, story] of sorted.slice(limit).entries()) {
    const place = limit + offset;
    const surface = surfaceOf(story);
    const host = chooseHost(hosts, { place, parts: [story], surface }, order, ignoreCase);
    host.parts.push(story);
    host.surface.push(...surface);
    hostOf.set(story.id, host.parts[0].id);
    order = asOne(order, host.place, place);
  }
  const joining = hosts.filter(({ parts }) => parts.length > 1);
  const byHost = new Map(joining.map(({ parts }) => [parts[0].id, joinStories(parts, null)]));
  const joined = sorted.map((story) => byHost.get(story.id) ?? story);
  const changes = joining.map(({ parts }) => describe(parts, limit));
  return { stories: withoutJoined(withDependenciesOfParts(joined, hosts), hostOf), changes };
}

function surfaceOf(story: Story): Pattern[] {
  return story.writes.map((text) => parsePattern(text));
}

/**
 * The same surface first; then whoever the story has to wait for anyway, so that nobody else has to; then whoever has
 * least to do, so that nobody holds everything; then the last.
 */
function chooseHost(hosts: readonly Host[], story: Host, order: Order, ignoreCase: boolean): Host {
  const ranked = hosts
    .filter((host) => mayHold(order, host.place, story.place))
    .map((host) => ({
      host,
      shares: host.surface.some((a) => story.surface.some((b) => patternsIntersect(a, b, { ignoreCase }))) ? 1 : 0,
      waits: hosts.filter((other) => addsWait(order, host.place, other.place, story.place)).length,
      load: host.parts.reduce((sum, part) => sum + standardCost(part), 0),
    }));
  ranked.sort((a, b) => b.shares - a.shares || a.waits - b.waits || a.load - b.load || b.host.place - a.host.place);
  const best = ranked[0]?.host;
  // The last story in any order has nothing after it, so it may hold whatever comes later.
  if (best === undefined) throw new Error("No story may hold another: the order has no end");
  return best;
}

/** Folding closes a cycle when something runs after the host and before the story. */
function mayHold(order: Order, host: number, story: number): boolean {
  for (let between = 0; between < order.size; between++) {
    if (order.isBefore(host, between) && order.isBefore(between, story)) return false;
  }
  return true;
}

/** Whether the host would have to wait for `other` only because it holds the story. */
function addsWait(order: Order, host: number, other: number, story: number): boolean {
  return other !== host && order.isBefore(other, story) && !order.isBefore(other, host);
}

/** The order in which both are one: what waits for either waits for both, and they wait for what either waits for. */
function asOne(order: Order, host: number, story: number): Order {
  const joined = newOrder(order.size);
  const rename = (place: number) => (place === story ? host : place);
  for (let first = 0; first < order.size; first++) {
    for (let second = 0; second < order.size; second++) {
      if (order.isBefore(first, second)) joined.add(rename(first), rename(second));
    }
  }
  return joined;
}

function withDependenciesOfParts(stories: readonly Story[], hosts: readonly Host[]): Story[] {
  const dependsOn = new Map(hosts.map(({ parts }) => [parts[0].id, parts.flatMap((part) => part.dependsOn)]));
  return stories.map((story) => ({ ...story, dependsOn: dependsOn.get(story.id) ?? story.dependsOn }));
}

function describe(parts: readonly [Story, ...Story[]], cap: number): PlanChange {
  const [host, ...rest] = parts.map((part) => part.id);
  const why = `At most ${cap} stories: ${rest.join(", ")} ${rest.length === 1 ? "is" : "are"} done as part of ${host}`;
  return { rule: "cap", stories: parts.map((part) => part.id), why };
}
