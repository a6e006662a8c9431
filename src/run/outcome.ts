import { exitCodeOf } from "../core/error.ts";
import type { StoryOutcome } from "../core/event.ts";
import { exitCodeOfInterrupt, type Interrupts } from "./interrupts.ts";
import type { StagesEnd } from "./run-context.ts";

/** What is known when the stories are over and the result was delivered, or could not be. */
export interface WorkFacts {
  conducted: "done" | "ceiling" | "paused";
  /** The outcome of every story; null: not finished. `held`: it is empty because nothing had to change. */
  stories: readonly { outcome: StoryOutcome | null; held: boolean }[];
  /** The checks of the merged result against the base's own state. */
  verified: "passed" | "failed" | "none" | "unfinished";
  /** Less was left than what was known to be possible before the run. */
  fellShort: boolean;
}

/** The run's outcome and exit code: what landed decides, not what the agents said. */
export function outcomeOf(work: WorkFacts): StagesEnd {
  // A usage limit of the provider is a ceiling too: the run can be resumed when it is over.
  if (work.conducted !== "done") return { outcome: "ceiling", exitCode: 6 };
  const { stories } = work;
  if (!stories.some(({ outcome }) => outcome === "merged")) {
    const idle = stories.every(({ outcome }) => outcome === "empty");
    return idle ? { outcome: "empty", exitCode: 4 } : { outcome: "failed", exitCode: 1 };
  }
  // What was asked for is there when it landed, or was there before.
  const complete = stories.every(({ outcome, held }) => outcome === "merged" || (outcome === "empty" && held));
  const whole = complete && (work.verified === "passed" || work.verified === "none") && !work.fellShort;
  return whole ? { outcome: "delivered", exitCode: 0 } : { outcome: "partial", exitCode: 1 };
}

/** What an interrupted run ends with; one whose time was up has met a ceiling, and one that lost a place has that error's code. */
export function interruptedEnd(interrupts: Interrupts): StagesEnd {
  if (interrupts.timeIsUp()) return { outcome: "ceiling", exitCode: exitCodeOf.ceiling };
  const loss = interrupts.loss();
  if (loss !== null) return { outcome: "interrupted", exitCode: exitCodeOf[loss.code] };
  return { outcome: "interrupted", exitCode: exitCodeOfInterrupt(interrupts.reason()) };
}
