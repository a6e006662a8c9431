import type { StoryId } from "../core/story.ts";

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
