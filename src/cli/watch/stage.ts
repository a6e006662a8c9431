import type { RunEvent } from "../../core/event.ts";
import { storyCounts } from "../../report/outcome-words.ts";
import type { RunOptions } from "../../settings/options.ts";
import { modeOf, type RunState } from "../../state/run-state.ts";
import { statusOf } from "../../state/story-state.ts";

const planning = "planning";
const settingUp = "setting up worktrees and checking the base";
const checking = "checking the result";

/** What the run is at, for the time in which no story says it. */
export function stageOf(view: RunState): string {
  const mode = modeOf(view);
  // A plan that was made earlier is run without a decision.
  if (view.chosen === null) {
    return view.decision === null ? "looking at the goal and the repository" : `${mode} is suggested`;
  }
  if (view.stories.size === 0) return `${mode}: ${planning}`;
  const all = [...view.stories.values()];
  if (all.every((story) => statusOf(story) === "waiting")) {
    return `${mode}: ${view.accepted ? settingUp : "planned"}`;
  }
  if (!all.every((story) => statusOf(story) === "done")) return `${mode}: ${storyCounts(view)}`;
  return view.delivered === null ? `${mode}: ${checking}` : `${mode}: finishing`;
}

/**
 * What begins with an event and says nothing until it is done: where nothing is drawn that goes on, it is told as a line. Null:
 * nothing of the kind. `view` has the event already.
 */
export function quietStage(event: RunEvent, view: RunState, { dryRun }: Pick<RunOptions, "dryRun">): string | null {
  switch (event.type) {
    case "mode.chosen":
      // A focused plan is the goal, and a plan that was given is there.
      return event.mode === "focused" || event.by === "plan" ? null : planning;
    case "plan.accepted":
      return dryRun ? null : settingUp;
    case "story.finished": {
      const all = [...view.stories.values()];
      const isLast = all.every(({ outcome }) => outcome !== null);
      return isLast && all.some(({ checks }) => checks.length > 0) ? checking : null;
    }
    default:
      return null;
  }
}
