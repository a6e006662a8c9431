import type { Story } from "../core/story.ts";
import { type Order, orderOf, placesInOrder } from "./order.ts";

/** The most stories that may run at the same time: the size of the largest set in which nobody waits for another. */
export function widthOf(stories: readonly Story[]): number {
  const order = orderOf(stories);
  // Dilworth: the largest such set has as many members as the fewest chains that cover all stories, and every
  // pair matched from one story to a later one saves a chain.
  const before: (number | undefined)[] = [];
  let matched = 0;
  for (let place = 0; place < order.size; place++) {
    if (match(order, place, before, new Set())) matched++;
  }
  return order.size - matched;
}

/** Kuhn's augmenting path: finds `first` a story to come before, moving earlier matches if it must. */
function match(order: Order, first: number, before: (number | undefined)[], seen: Set<number>): boolean {
  for (let second = 0; second < order.size; second++) {
    if (!order.isBefore(first, second) || seen.has(second)) continue;
    seen.add(second);
    const rival = before[second];
    if (rival === undefined || match(order, rival, before, seen)) {
      before[second] = first;
      return true;
    }
  }
  return false;
}

/** What the longest line of stories that wait for one another takes, in whatever `costOf` counts. */
export function criticalPath(stories: readonly Story[], costOf: (story: Story) => number): number {
  const order = orderOf(stories);
  const ends: number[] = [];
  for (const place of placesInOrder(order)) {
    const story = stories[place];
    if (story === undefined) continue;
    const starts = ends.reduce(
      (latest, end, other) => (order.isBefore(other, place) ? Math.max(latest, end) : latest),
      0,
    );
    ends[place] = starts + costOf(story);
  }
  return ends.reduce((latest, end) => Math.max(latest, end), 0);
}

/** How long the stories take when at most `agents` work at once and whoever is free takes the first story that may start. */
export function makespan(stories: readonly Story[], agents: number, costOf: (story: Story) => number): number {
  const order = orderOf(stories);
  const places = [...stories.keys()];
  // How many stories each still waits for.
  const awaited = places.map((place) => places.filter((other) => order.isBefore(other, place)).length);
  const waiting = new Set(places);
  const running: { place: number; end: number }[] = [];
  for (let now = 0; ; ) {
    const room = Math.max(1, agents) - running.length;
    for (const place of [...waiting].filter((one) => awaited[one] === 0).slice(0, room)) {
      const story = stories[place];
      waiting.delete(place);
      running.push({ place, end: now + (story === undefined ? 0 : costOf(story)) });
    }
    const done = running.sort((a, b) => a.end - b.end).shift();
    if (done === undefined) return now;
    now = done.end;
    for (const place of waiting) if (order.isBefore(done.place, place)) awaited[place] = (awaited[place] ?? 0) - 1;
  }
}
