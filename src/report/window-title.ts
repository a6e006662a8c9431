import type { RunState } from "../state/run-state.ts";
import { statusOf } from "../state/story-state.ts";
import { cutText } from "../text/cells.ts";
import { plainLine } from "../text/plain.ts";

/** Cells of a goal in a title: a tab has room for few. */
const longestGoal = 50;

/** What a window or a tab says of a run: the stories that are done of those there are, and the goal. */
export function windowTitle(view: RunState): string {
  const stories = [...view.stories.values()];
  const done = stories.filter((story) => statusOf(story) === "done").length;
  const goal = cutText(plainLine(view.givenGoal), longestGoal);
  const count = stories.length > 1 ? `${done}/${stories.length} ` : "";
  return goal === "" ? "baro" : `${count}${goal} - baro`;
}
