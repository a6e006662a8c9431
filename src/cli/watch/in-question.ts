import type { RunEvent } from "../../core/event.ts";
import type { RunOptions } from "../../settings/options.ts";
import type { RunState } from "../../state/run-state.ts";

/**
 * Whether a question at the terminal says it, or has said it just above: what is suggested and why, what the person
 * answered, and which check can't run before the first agent is started.
 */
export function isInQuestion(
  event: RunEvent,
  { yes, noInput, ask }: Pick<RunOptions, "yes" | "noInput" | "ask">,
  view: Pick<RunState, "accepted" | "stories">,
): boolean {
  const asks = !yes && !noInput && ask === "terminal";
  switch (event.type) {
    case "intake.decided":
      return asks && event.clarity === "clear" && event.source !== "flag";
    case "mode.chosen":
      return event.by === "person";
    case "check.skipped":
      return asks && event.cause === "missing" && view.accepted && isBeforeWork(view);
    default:
      return event.type === "goal.clarified";
  }
}

function isBeforeWork({ stories }: Pick<RunState, "stories">): boolean {
  return [...stories.values()].every(({ attempts }) => attempts === 0);
}
