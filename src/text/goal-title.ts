import { shorten } from "./shorten.ts";

const longestTitle = 72;

/** The first line of a goal that says something. */
export function headOfGoal(goal: string): string {
  const lines = goal.split("\n").map((line) => line.trim());
  return lines.find((line) => line !== "") ?? "";
}

/** A one-line title for a goal: its first line, cut between words. It becomes the subject of a commit. */
export function titleOfGoal(goal: string): string {
  return shorten(headOfGoal(goal).replaceAll(/\s+/g, " "), longestTitle);
}

/** Whether a title is a goal's own first line, whole or cut, and not somebody else's words for it. */
export function isTitleOf(goal: string, title: string): boolean {
  return title !== "" && [headOfGoal(goal), titleOfGoal(goal)].includes(title);
}
