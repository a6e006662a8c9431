/**
 * Why a check does not run. `missing`: this machine lacks what it needs; `nothing`: there is nothing to check with;
 * `stopped`: the run ended before the checks of its result did.
 */
export type SkipCause = "missing" | "nothing" | "stopped";

/** A check that does not run: skipped is not passed. */
export interface SkippedCheck {
  /** Null: every check, or none was found. */
  command: string | null;
  cause: SkipCause;
  why: string;
  /** What a person can do about it. */
  next: string | null;
}

/** What a check that was skipped is called wherever people read of it. */
export function skippedText({ command, cause, why, next }: SkippedCheck): string {
  const advice = next === null ? "" : `; ${next}`;
  if (cause === "stopped") return `What landed is not checked as a whole: ${why}${advice}`;
  if (command === null) return `Nothing is checked: ${why}${advice}`;
  return `The check \`${command}\` is skipped: ${why}${advice}`;
}
