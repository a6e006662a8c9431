/** The most characters of a goal: a specification fits, a pasted log file doesn't. */
export const mostGoalLength = 64 * 1024;

/** What to say of a goal that is too long; null: it fits. */
export function longGoalText(goal: string): string | null {
  if (goal.length <= mostGoalLength) return null;
  return `The goal is too long (${goal.length} characters; the limit is ${mostGoalLength}): put the details in a file in the repository and name it in the goal`;
}
