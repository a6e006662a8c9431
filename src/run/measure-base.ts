import { verdictOfCheck } from "../core/check-verdict.ts";
import { BaroError } from "../core/error.ts";
import type { CheckFacts } from "../core/event.ts";
import { skippedText } from "../core/skipped-check.ts";
import { foldRun } from "../state/run-state.ts";
import type { Run } from "./run-context.ts";

/**
 * Runs the checks on the base, while a model or a person still thinks: what can't run here is said before an agent is
 * started, and what is red there is known when a story is compared with it.
 */
export async function measureBase(
  { stream, base }: Pick<Run, "stream" | "base">,
  checks: readonly string[],
  check: (commit: string, command: string, signal: AbortSignal) => Promise<CheckFacts>,
  signal: AbortSignal,
): Promise<void> {
  for (const command of checks) {
    if (signal.aborted) return;
    const facts = await check(base, command, signal);
    if (signal.aborted || verdictOfCheck(facts) !== "not_run") continue;
    if (foldRun(stream.events).unchecked.some((one) => one.command === command)) continue;
    const why = facts.why ?? "it could not be started";
    await stream.emit({ type: "check.skipped", command, cause: "missing", why, next: facts.next ?? null });
  }
}

/** Every check that there is can run here; what could not was said on the stream. */
export function requireChecks({ stream }: Pick<Run, "stream">): void {
  const [first] = foldRun(stream.events).unchecked;
  if (first === undefined) return;
  throw new BaroError("checks-missing", `Cannot run without its checks: ${skippedText(first)}`, {
    hint: "Make it run here, name another check with --verify, or leave --require-checks out",
  });
}
