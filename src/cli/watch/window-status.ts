import type { RunState } from "../../state/run-state.ts";
import { statusOf } from "../../state/story-state.ts";
import { cutText } from "../../text/cells.ts";
import { plainLine } from "../../text/plain.ts";
import type { WindowStatus } from "../terminal/window.ts";

/** Cells of a goal in a title: a tab has room for few. */
const longestGoal = 50;

/** What the terminal's window says of a run: the stories that are done of those there are, and the goal. */
export function windowStatus(view: RunState): WindowStatus {
  const stories = [...view.stories.values()];
  const done = stories.filter((story) => statusOf(story) === "done").length;
  const goal = cutText(plainLine(view.givenGoal), longestGoal);
  const count = stories.length > 1 ? `${done}/${stories.length} ` : "";
  const title = goal === "" ? "baro" : `${count}${goal} - baro`;
  if (done === 0) return { title, progress: { kind: "unknown" } };
  const failed = stories.some(({ outcome }) => outcome === "failed");
  const kind = view.paused ? "held" : failed ? "failing" : "running";
  return { title, progress: { kind, percent: (100 * done) / stories.length } };
}
