import type { CheckFacts } from "../core/event.ts";
import { type Conductor, record } from "./conductor.ts";
import { isBlamed } from "./next-step.ts";
import { compareWithBase } from "./story-life.ts";

/** What the checks of the merged result say in one word. */
export function verdictOf(checks: readonly CheckFacts[]): "passed" | "failed" | "none" {
  if (checks.length === 0) return "none";
  return checks.some(isBlamed) ? "failed" : "passed";
}

/** Checks the merged result against the base. */
export async function verifyResult(conductor: Conductor): Promise<"settled" | "again"> {
  const { effects, input, progress, allStop } = conductor;
  if (![...progress.stories.values()].some((story) => story.outcome === "merged")) return "settled";
  const done = new Set(progress.verified.map((check) => check.command));
  const head = await effects.head();
  for (const command of input.checks) {
    if (done.has(command)) continue;
    const facts = await effects.checkCommit(head, command, allStop.signal);
    if (allStop.signal.aborted) return "settled";
    const compared = facts.ok ? facts : await compareWithBase(conductor, input.base, facts);
    if (allStop.signal.aborted) return "settled";
    await record(conductor, { type: "run.verified", ...compared });
  }
  return "settled";
}
