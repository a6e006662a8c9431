import { shorten } from "../text/shorten.ts";

const longestTitle = 72;

/** A one-line title for a goal: its first line, cut between words. It becomes the subject of a commit. */
export function titleOfGoal(goal: string): string {
  const line = goal.trim().split("\n")[0]?.replaceAll(/\s+/g, " ").trim() ?? "";
  return shorten(line, longestTitle);
}
