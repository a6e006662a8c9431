import type { StoryId } from "../../core/story.ts";
import { isAhead } from "../../state/give-way.ts";
import { type RunState, storyOf } from "../../state/run-state.ts";
import type { Change } from "../../worktrees/change.ts";
import type { PlanGraph } from "../plan-graph.ts";

/**
 * The stories that this one could conflict with: under way beside it, or landed since its base. None for a story that is
 * not under way, and none but those at work for one whose agent has ended: two such meet at the landing anyway.
 */
export function partnersOf(graph: PlanGraph, progress: RunState, id: StoryId): StoryId[] {
  const state = storyOf(progress, id);
  if (state.phase === "finished" || !isAhead(state)) return [];
  return graph.stories.flatMap((other) => {
    const theirs = storyOf(progress, other.id);
    if (other.id === id || !isAhead(theirs)) return [];
    if (state.phase !== "started" && theirs.phase !== "started") return [];
    const together = isBelow(progress, state.base, other.id) || isBelow(progress, theirs.base, id);
    return together ? [] : [other.id];
  });
}

/** Whether a base holds what a story landed. */
function isBelow(progress: RunState, base: string | null, id: StoryId): boolean {
  const landedAt = progress.landed.indexOf(id);
  if (landedAt < 0) return false;
  return progress.landed.findLastIndex((other) => storyOf(progress, other).landed === base) >= landedAt;
}

/**
 * Whether two stories' changes could conflict. Where this says no, a merge is clean, so it need not be made; where it says
 * yes, a merge has to tell.
 */
export function comeNear(a: readonly Change[], b: readonly Change[]): boolean {
  return sharePath(a, b) || takesPlaceOf(a, b) || takesPlaceOf(b, a) || movesUnder(a, b) || movesUnder(b, a);
}

/** A moved file is a deletion and an addition: whoever edits it meets it at its old place. */
function sharePath(a: readonly Change[], b: readonly Change[]): boolean {
  const paths = new Set(a.map((change) => change.path));
  return b.some((change) => paths.has(change.path));
}

/** One has a file where the other has a folder. */
function takesPlaceOf(a: readonly Change[], b: readonly Change[]): boolean {
  const files = new Set(a.map((change) => change.path));
  return b.some((change) => foldersOf(change.path).some((folder) => files.has(folder)));
}

/** Git takes what one adds along when the other has moved the folder that it is added to. */
function movesUnder(a: readonly Change[], b: readonly Change[]): boolean {
  // Without an addition nothing has moved.
  if (!a.some((change) => change.kind === "added")) return false;
  const left = new Set(a.filter((change) => change.kind === "deleted").map((change) => topOf(change.path)));
  return b.some((change) => change.kind === "added" && left.has(topOf(change.path)));
}

function foldersOf(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, depth) => parts.slice(0, depth + 1).join("/"));
}

/** The first folder of a path; a folder that moves may take every folder above it along, but for the root. */
function topOf(path: string): string {
  const end = path.indexOf("/");
  return end < 0 ? "" : path.slice(0, end);
}
