import type { Story, StoryId } from "../core/story.ts";
import { isTitleOf } from "../text/goal-title.ts";
import { neutralLine } from "../text/neutral.ts";

/** Names of a run's refs. Only the branch is seen in the person's list of branches. */
export const runRefs = (run: string) => ({
  /** Every ref of the run but its branch is below this. */
  prefix: `refs/baro/${run}/`,
  /** The story's one commit. */
  work: (story: StoryId) => `refs/baro/${run}/work/${story}`,
  /** The story's commit on the run's branch. */
  landed: (story: StoryId) => `refs/baro/${run}/landed/${story}`,
  /** Files of a story that no commit took. */
  leftOut: (story: StoryId) => `refs/baro/${run}/left-out/${story}`,
  /** What an unfinished story has. */
  kept: (story: StoryId) => `refs/baro/${run}/kept/${story}`,
});

interface MessageOptions {
  run: string;
  trailers: boolean;
  /** The goal, when the person typed it. */
  typedGoal?: string | null;
  /** Takes out what nobody else may read. */
  shown(text: string): string;
}

/**
 * A story's commit message: its title, what it had to achieve, and where it came from. The story's texts are a goal's and
 * a model's: they are neutral here, but for the mark of a breaking change in a title that the person typed. The last lines are
 * ours.
 */
export function commitMessage(story: Story, { run, trailers, typedGoal = null, shown }: MessageOptions): string {
  const line = (text: string) => neutralLine(shown(text));
  const typed = typedGoal !== null && isTitleOf(typedGoal, story.title);
  const title = neutralLine(shown(story.title), { typed });
  const body = story.acceptance.map((text) => `- ${line(text)}`).join("\n");
  const trailer = trailers ? `Baro-Story: ${run}/${story.id}` : "";
  const parts = [title === "" ? `Story ${story.id}` : title, body, trailer];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
