import type { Decision } from "../core/decision.ts";
import type { Plan } from "../core/plan.ts";
import { titleOfGoal } from "../text/goal-title.ts";

/** Words by which a goal itself draws the line. */
const confines =
  /\b(?:only (?:change|touch|edit|modify|in|within)|(?:change|touch|edit|modify) only|(?:touch|change|edit|modify) (?:nothing|no (?:other )?files?)|nothing else|no other files?)\b/i;

/**
 * The plan of a focused run: the goal is the story, and no model is asked. Its surface stays undeclared, the whole
 * repository, unless the goal says to stay within what it names: a fix needs its test and its callers, which no goal lists.
 */
export function focusedPlan(goal: string, decision: Decision | null): Plan {
  const named = (decision?.signals ?? []).flatMap(({ path }) => path ?? []);
  return {
    version: 1,
    goal,
    mode: "focused",
    stories: [
      {
        id: "S1",
        title: titleOfGoal(goal),
        brief: goal,
        writes: confines.test(goal) ? [...new Set(named)] : [],
        reads: [],
        dependsOn: [],
        acceptance: [],
        verify: [],
        weight: "standard",
      },
    ],
  };
}
