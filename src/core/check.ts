/**
 * What a check says beside what it says of the base. `as_on_base`: exactly what failed there fails here; `not_run`: it
 * can't run on this machine, which is never a pass.
 */
export type CheckVerdict = "passed" | "failed" | "as_on_base" | "not_run";

/** How many tests ran, by how they ended. */
export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

/** The person's hooks that have a say in a commit. */
export const commitHooks = ["pre-commit", "prepare-commit-msg", "commit-msg"] as const;

/** What one check said, and what that means. */
export interface CheckFacts {
  command: string;
  /** The person's hook that the command starts, from wherever that lies. */
  hook?: (typeof commitHooks)[number];
  ok: boolean;
  ms: number;
  /** Runs from before there were verdicts have none: see `verdictOfCheck`. */
  verdict?: CheckVerdict;
  /** Names of what fails, as far as the test program tells; in the journal the first ones. */
  failing?: readonly string[];
  /** Those of them that do not fail on the base. */
  newlyFailing?: readonly string[];
  /** `null`: the test program does not say. */
  counts?: TestCounts | null;
  /** One clause: why the verdict is not what the exit code says, or what is missing. */
  why?: string | null;
  /** `null`: ended by a signal, or by us. */
  exitCode?: number | null;
  /** For `not_run`: what a person can do. */
  next?: string | null;
  /** It is red and stopped at the first failure, at this: what comes after that did not run. */
  stops?: string;
  /** Last lines of output, bounded. */
  tail: string;
  /** The same check on the base: `null` when it was not measured. */
  baseOk?: boolean | null;
  /** Red first, green on the one retry. */
  flaky?: boolean;
  /** It was not run: an earlier run found the same files green, so many milliseconds before. */
  known?: { run: string; agoMs: number };
}

/** A check as a story takes it: for what it touched alone, or (null) not at all. The merged result takes it whole. */
export interface ScopedCheck {
  command: string;
  as: string | null;
}

/**
 * Why a check does not run. `missing`: this machine lacks what it needs; `nothing`: there is nothing to check with;
 * `stopped`: the run ended before the checks of its result did; `behind`: it stops at a failure that the base has too, and what
 * comes after that does not run.
 */
export type SkipCause = "missing" | "nothing" | "stopped" | "behind";

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
  if (cause === "behind") return `The check \`${command}\` does not run to its end: ${why}${advice}`;
  return `The check \`${command}\` is skipped: ${why}${advice}`;
}

/** The verdict of a check; of a journal from before there were verdicts, by its exit code and the base's. */
export function verdictOfCheck({ verdict, ok, baseOk }: CheckFacts): CheckVerdict {
  if (verdict !== undefined) return verdict;
  if (ok) return "passed";
  return baseOk === false ? "as_on_base" : "failed";
}

/** Why a check that stops where the base is red says nothing of what comes after that, and what a person can do. */
export function whyBehind(stops: string): { why: string; next: string } {
  return {
    why: `it stops at its first failure (${stops}), and the base has one: what comes after that is not run`,
    next: "have it go on past a failure, or name another check with --verify",
  };
}

/** A check that fails, and not only as it did before the work began. */
export function isBlamed(check: CheckFacts): boolean {
  return verdictOfCheck(check) === "failed";
}
