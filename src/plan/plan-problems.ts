import { BaroError } from "../core/error.ts";

/** One thing that is wrong with a plan: where, what, and what to do about it. */
export interface Problem {
  /** As one would write it in code: `stories[2].writes[0]`; `""` is the document itself. */
  at: string;
  what: string;
  remedy: string;
}

/** At least one. */
export type Problems = readonly [Problem, ...Problem[]];

/** The error for a plan that can't be used: the first problem in full, and where the others are. */
export function invalidPlan(problems: Problems, subject: string, hint: string = problems[0].remedy): BaroError {
  const [first, ...more] = problems;
  const places = more.slice(0, 3).map(placeOf).join(", ");
  const others = more.length === 0 ? "" : ` (and ${more.length} more: ${places}${more.length > 3 ? ", …" : ""})`;
  return new BaroError("plan-invalid", `Cannot use ${subject}: ${describeProblem(first)}${others}`, { hint });
}

/** One problem as one line. */
export function describeProblem(problem: Problem): string {
  return `${placeOf(problem)}: ${problem.what}`;
}

function placeOf(problem: Problem): string {
  return problem.at === "" ? "the document" : problem.at;
}
