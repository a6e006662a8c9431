import type { CheckFacts } from "../core/check.ts";
import { type SkippedCheck, skippedText, verdictOfCheck, whyBehind } from "../core/check.ts";
import { BaroError } from "../core/error.ts";
import { nobody } from "../core/person.ts";
import { foldRun, storyOf } from "../state/run-state.ts";
import type { Run } from "./run-context.ts";

/**
 * Runs the checks on the base, once the plan is accepted: what can't run here is said before an agent is started, and what
 * is red there is known when a story is compared with it. Each that can't run is `found`. `check` gives
 * `null` for what need not be run again.
 */
export async function measureBase(
  { stream, base }: Pick<Run, "stream" | "base">,
  checks: readonly string[],
  check: (commit: string, command: string, signal: AbortSignal) => Promise<CheckFacts | null>,
  found: (skipped: SkippedCheck) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const command of checks) {
    if (signal.aborted) return;
    const facts = await check(base, command, signal);
    const skipped = facts === null || signal.aborted ? null : skippedOf(facts);
    if (skipped === null) continue;
    found(skipped);
    if (foldRun(stream.events).unchecked.some((one) => one.command === command)) continue;
    await stream.emit({ type: "check.skipped", ...skipped });
  }
}

/** What can't run here, or stops before it ran all that it should; `null`: it says all that it can. */
function skippedOf(facts: CheckFacts): SkippedCheck | null {
  const { command, stops, why, next = null } = facts;
  if (verdictOfCheck(facts) === "not_run") {
    return { command, cause: "missing", why: why ?? "it could not be started", next };
  }
  return stops === undefined ? null : { command, cause: "behind", ...whyBehind(stops) };
}

/** Throws `checks-missing` unless every check that there is can run here. What could not was said on the stream. */
export function requireChecks([first]: readonly SkippedCheck[]): void {
  if (first === undefined) return;
  throw checksMissing(skippedText(first));
}

/** A worktree that can't be set up has no checks either. */
export function throwNoSetUp(error: unknown): never {
  throw error instanceof BaroError && error.code === "failed" ? checksMissing(error.message) : error;
}

function checksMissing(why: string): BaroError {
  return new BaroError("checks-missing", `Cannot run without its checks: ${why}`, {
    hint: "Make it run here, name another check with --verify, or leave --require-checks out",
  });
}

/**
 * Whether the work goes on although some of its checks can't run here. Whoever is there is asked, once, before the first
 * agent is started.
 */
export async function goesOnWithout(run: Run, skipped: readonly SkippedCheck[]): Promise<boolean> {
  const { person, options, stream, watcher, interrupts } = run;
  const missing = skipped.filter(({ cause }) => cause === "missing");
  if (missing.length === 0 || person === null || options.yes || options.dryRun) return true;
  const state = foldRun(stream.events);
  const stories = state.enforced?.plan.stories ?? [];
  if (stories.some(({ id }) => storyOf(state, id).attempts > 0)) return true;
  watcher.pause();
  const what = missing.length === 1 ? "this check" : "these checks";
  const answer = await person.choose(
    {
      kind: "checks",
      question: [`Go on without ${what}?`, ...missing.map(skippedText)].join("\n"),
      answers: [
        { value: "stop", label: "Stop", hint: "baro resume goes on, once it can run" },
        { value: "go-on", label: `Go on without ${what}`, hint: "the result says so" },
      ],
    },
    interrupts.signal,
  );
  return answer === nobody || answer === "go-on";
}
