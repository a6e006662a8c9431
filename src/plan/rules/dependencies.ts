import type { PlanChange, Ruled } from "../../core/plan.ts";
import type { Story, StoryId } from "../../core/story.ts";
import { newOrder, placesOf } from "../order.ts";
import { union } from "./join-stories.ts";

/** Removes dependencies on stories that are not in the plan. */
export function dropUnknownDependencies(stories: readonly Story[]): Ruled {
  const places = placesOf(stories);
  const changes: PlanChange[] = [];
  const kept = stories.map((story) => {
    for (const id of union([story.dependsOn])) {
      if (places.has(id)) continue;
      const why = `${story.id} waits for "${id}", which is not in the plan: the dependency is removed`;
      changes.push({ rule: "unknown-dependency", stories: [story.id], why });
    }
    return { ...story, dependsOn: union([story.dependsOn]).filter((id) => places.has(id)) };
  });
  return { stories: kept, changes };
}

/** What it costs to let `second` start without waiting for `first`: 0 when nothing speaks for the dependency. */
export type CostOfCut = (first: Story, second: Story) => number;

interface Edge {
  first: number;
  second: number;
  cost: number;
}

/** Cuts every cycle at the dependency that costs least. Dependencies that are on no cycle stay. */
export function cutCycles(stories: readonly Story[], costOfCut: CostOfCut): Ruled {
  const edges = edgesOf(stories);
  if (closing(stories.length, edges).cut.length === 0) return { stories: [...stories], changes: [] };
  // Dearest first, as Kruskal would: the edge that closes a cycle is then the cheapest of that cycle.
  const weighed = edges
    .map((edge) => ({ ...edge, cost: weigh(stories, edge, costOfCut) }))
    .sort((a, b) => b.cost - a.cost || a.second - b.second || a.first - b.first);
  const { kept, cut } = closing(stories.length, weighed);
  const idOf = (place: number) => stories[place]?.id ?? "";
  const changes = cut.map(({ first, second }): PlanChange => {
    const cycle = pathBetween(kept, second, first).map(idOf);
    const line = [...cycle, idOf(second)].join(" -> ");
    const why = `${line} is a cycle: ${idOf(second)} no longer waits for ${idOf(first)}`;
    return { rule: "cycle", stories: [...new Set(cycle)], why };
  });
  const gone = new Set(cut.map(({ first, second }) => `${second} ${idOf(first)}`));
  const acyclic = stories.map((story, place) => ({
    ...story,
    dependsOn: story.dependsOn.filter((id) => !gone.has(`${place} ${id}`)),
  }));
  return { stories: acyclic, changes };
}

function edgesOf(stories: readonly Story[]): Edge[] {
  const places = placesOf(stories);
  return stories.flatMap((story, second) =>
    story.dependsOn.flatMap((id: StoryId) => {
      const first = places.get(id);
      return first === undefined ? [] : [{ first, second, cost: 0 }];
    }),
  );
}

/** Evidence counts most; without it, a dependency on a story that is listed later is the likelier mistake. */
function weigh(stories: readonly Story[], edge: Edge, costOfCut: CostOfCut): number {
  const first = stories[edge.first];
  const second = stories[edge.second];
  if (first === undefined || second === undefined || first === second) return 0;
  return 2 * costOfCut(first, second) + (edge.first < edge.second ? 1 : 0);
}

/** Takes the edges one by one and leaves out each that would close a cycle with those before it. */
function closing(size: number, edges: readonly Edge[]): { kept: Edge[]; cut: Edge[] } {
  const order = newOrder(size);
  const kept: Edge[] = [];
  const cut: Edge[] = [];
  for (const edge of edges) (order.add(edge.first, edge.second) ? kept : cut).push(edge);
  return { kept, cut };
}

/** The shortest way from one place to another along the edges, both included. */
function pathBetween(edges: readonly Edge[], from: number, to: number): number[] {
  const paths = new Map([[from, [from]]]);
  for (const [place, path] of paths) {
    if (place === to) break;
    for (const { first, second } of edges) {
      if (first === place && !paths.has(second)) paths.set(second, [...path, second]);
    }
  }
  return paths.get(to) ?? [];
}
