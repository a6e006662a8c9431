import type { Story, StoryId } from "../core/story.ts";

/** Which stories are done before which, by their place in a list. Never cyclic; always transitively closed. */
export interface Order {
  readonly size: number;
  /** Whether `first` is done before `second` starts, directly or through others. */
  isBefore(first: number, second: number): boolean;
  /** Whether either comes before the other. */
  areOrdered(a: number, b: number): boolean;
  /** Puts `first` before `second`. False, and nothing changed, when that would close a cycle. */
  add(first: number, second: number): boolean;
}

/** Starts an order in which nothing waits for anything. */
export function newOrder(size: number): Order {
  // Bit sets: a plan of 200 stories has 20,000 pairs, and every one of them is asked about.
  const words = Math.ceil(size / 32);
  const before = new Uint32Array(size * words);
  const isBefore = (first: number, second: number) =>
    (((before[second * words + (first >> 5)] ?? 0) >>> (first & 31)) & 1) === 1;
  const putBefore = (first: number, second: number) => {
    for (let word = 0; word < words; word++) {
      const index = second * words + word;
      before[index] = (before[index] ?? 0) | (before[first * words + word] ?? 0);
    }
    const index = second * words + (first >> 5);
    before[index] = (before[index] ?? 0) | (1 << (first & 31));
  };
  return {
    size,
    isBefore,
    areOrdered: (a, b) => isBefore(a, b) || isBefore(b, a),
    add(first, second) {
      if (first === second || isBefore(second, first)) return false;
      if (isBefore(first, second)) return true;
      for (let later = 0; later < size; later++) {
        if (later === second || isBefore(second, later)) putBefore(first, later);
      }
      return true;
    },
  };
}

/** The place of each story in the list. */
export function placesOf(stories: readonly Story[]): Map<StoryId, number> {
  return new Map(stories.map((story, place) => [story.id, place]));
}

/** The order that the stories declare. A dependency that is unknown or closes a cycle is left out. */
export function orderOf(stories: readonly Story[]): Order {
  const places = placesOf(stories);
  const order = newOrder(stories.length);
  for (const [place, story] of stories.entries()) {
    for (const id of story.dependsOn) {
      const first = places.get(id);
      if (first !== undefined) order.add(first, place);
    }
  }
  return order;
}

/** The stories, each after all that it depends on; otherwise as they were listed. */
export function inOrder(stories: readonly Story[]): Story[] {
  const order = orderOf(stories);
  return placesInOrder(order).flatMap((place) => stories[place] ?? []);
}

/** The places of an order, each after all that come before it; among those that are free the lowest first. */
export function placesInOrder(order: Order): number[] {
  const left = Array.from({ length: order.size }, (_, place) => place);
  const sorted: number[] = [];
  while (left.length > 0) {
    const next = left.findIndex((place) => left.every((other) => !order.isBefore(other, place)));
    sorted.push(...left.splice(next, 1));
  }
  return sorted;
}
