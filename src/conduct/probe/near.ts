import type { Change } from "../../worktrees/change.ts";

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
