import type { EventOf } from "../core/event.ts";
import type { StoryId } from "../core/story.ts";
import type { StoryState } from "./story-state.ts";

type Predicted = Pick<EventOf<"conflict.predicted">, "stories" | "paths">;

/** A story as the order of two sees it. */
export interface Side {
  id: StoryId;
  /** Its position in the plan. */
  place: number;
  state: StoryState;
}

/**
 * Of two stories that will conflict, who goes first: one whose agent has ended, which is never made to wait; then one that
 * was done again already; then the plan's order.
 */
export function inOrder(a: Side, b: Side): [first: Side, later: Side] {
  return (rank(a.state) - rank(b.state) || a.place - b.place) <= 0 ? [a, b] : [b, a];
}

function rank(state: StoryState): number {
  if (state.phase !== "started") return 0;
  return mayGiveWay(state) ? 2 : 1;
}

/** Takes a prediction in: notes it, and lets the later story give way. */
export function foldPrediction(
  known: EventOf<"conflict.predicted">[],
  event: EventOf<"conflict.predicted">,
  stateOf: (id: StoryId) => StoryState,
): void {
  const [first, later] = event.stories;
  const pairIsKnown = known.some((one) => isSamePair(one, event));
  known.push(event);
  if (givesWay(stateOf(first), stateOf(later), pairIsKnown)) stateOf(later).givesWayTo = first;
}

/**
 * Whether a predicted conflict makes the later story wait until the first one is over. Once for a pair: a story that was
 * stopped for another goes on in earnest after it.
 */
export function givesWay(first: StoryState, later: StoryState, pairIsKnown: boolean): boolean {
  return !pairIsKnown && later.phase === "started" && mayGiveWay(later) && isAhead(first);
}

/** A story that may be gone before: it has something to land, and waits for nobody itself, so that no two wait for each other. */
export function isAhead(state: StoryState): boolean {
  if (state.phase === "finished") return state.outcome === "merged";
  return state.givesWayTo === null && ["started", "worked", "committed", "merged"].includes(state.phase);
}

/** Whether the same conflict was predicted before: the same two stories, the same paths. */
export function isPredicted(known: readonly Predicted[], next: Predicted): boolean {
  const paths = next.paths.join("\0");
  return known.some((one) => isSamePair(one, next) && one.paths.join("\0") === paths);
}

/** Whether two predictions are about the same two stories. */
function isSamePair(a: Predicted, b: Predicted): boolean {
  return a.stories.every((id) => b.stories.includes(id));
}

/** Only the first conflict, predicted or met, may make a story wait. */
function mayGiveWay(state: StoryState): boolean {
  return (state.used.conflict ?? 0) === 0;
}
