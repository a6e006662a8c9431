import { BaroError } from "../core/error.ts";
import type { Person } from "../core/person.ts";

/** The most characters of a goal: a specification fits, a pasted log file doesn't. */
const maxGoalLength = 64 * 1024;

/** The goal to work on: as given, or asked for. Null when the person left. Throws `usage` and `input-needed`. */
export async function readGoal(goal: string | null, person: Person | null): Promise<string | null> {
  if (goal === null) {
    if (person !== null) return person.askGoal();
    throw new BaroError("usage", "Cannot start: no goal was given", { hint: 'Write: baro "GOAL", or --goal-file F' });
  }
  if (goal.length > maxGoalLength) {
    throw new BaroError("usage", `Cannot take a goal of ${goal.length} characters: the most is ${maxGoalLength}`, {
      hint: "Put the specification into a file of the repository and name that file in the goal",
    });
  }
  return goal;
}
