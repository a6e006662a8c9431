const longestTitle = 72;

/** A one-line title for a goal: its first line, cut between words. It becomes the subject of a commit. */
export function titleOfGoal(goal: string): string {
  const line = goal.trim().split("\n")[0]?.replaceAll(/\s+/g, " ").trim() ?? "";
  if (line.length <= longestTitle) return line;
  const cut = line.slice(0, longestTitle - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > longestTitle / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:.-]+$/, "")}…`;
}
