import type { Story } from "../core/story.ts";
import { type Conductor, record, stateOf } from "./conductor.ts";
import { mayRedo } from "./next-step.ts";

/**
 * Holds a story's commit against what has landed since it began: a name that landed work took away can't be used any
 * more, though no line of the two collides. The story is then done again on top, before any check runs. `true` when it
 * has to be. Once it was done again on top, the checks decide.
 */
export async function usesGoneNames(
  conductor: Conductor,
  story: Story,
  commit: string,
  base: string,
): Promise<boolean> {
  if (!mayRedo(stateOf(conductor, story))) return false;
  const missing = await conductor.effects.missingNames({ story, commit, base });
  if (missing.length === 0) return false;
  await record(conductor, {
    type: "story.conflicted",
    story: story.id,
    paths: [...new Set(missing.map(({ usedIn }) => usedIn))],
    gone: missing.slice(0, mostNamed).map(({ name, from }) => ({ name, from })),
    next: "redo",
  });
  return true;
}

/** More than these would not help the agent. */
const mostNamed = 20;
