import { windowTitle } from "../../report/window-title.ts";
import type { RunState } from "../../state/run-state.ts";
import { statusOf, storyEnd } from "../../state/story-state.ts";
import type { WindowStatus } from "../terminal/window.ts";

/** What the terminal's window says of a run, and how far it is. */
export function windowStatus(view: RunState): WindowStatus {
  const stories = [...view.stories.values()];
  const done = stories.filter((story) => statusOf(story) === "done").length;
  const title = windowTitle(view);
  if (done === 0) return { title, progress: { kind: "unknown" } };
  const failed = stories.some((story) => storyEnd(story) === "failed");
  const kind = view.paused ? "held" : failed ? "failing" : "running";
  return { title, progress: { kind, percent: (100 * done) / stories.length } };
}
