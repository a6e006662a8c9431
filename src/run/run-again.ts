import { BaroError } from "../core/error.ts";
import type { StoryId } from "../core/story.ts";
import { moveRefs, readRef, resolveCommit } from "../git/refs.ts";
import type { Host } from "../host/host.ts";
import { isLost, lostStories, withRelated } from "../state/run-again.ts";
import { type RunState, storyOf } from "../state/run-state.ts";
import { requireStory } from "./runs.ts";

/**
 * The stories of a run that are to be run again: the picked ones, else of a run that has ended all that are not in it.
 * Null: none is, the run only goes on where it was. Throws `usage` for what can't be run again.
 */
export function chooseAgain(state: RunState, run: string, picked: readonly StoryId[]): StoryId[] | null {
  for (const id of picked) requireLost(state, run, id);
  if (picked.length === 0) return hasEnded(state) ? lostStories(state) : null;
  // One that has not ended yet is gone on with anyway.
  const lost = picked.filter((id) => isLost(storyOf(state, id)));
  return lost.length === 0 ? null : withRelated(state, lost);
}

function requireLost(state: RunState, run: string, id: StoryId): void {
  requireStory(state, id);
  const { outcome, phase, held } = storyOf(state, id);
  if (outcome !== "merged" && phase !== "merged" && !held) return;
  const why = held ? "nothing had to change for it" : "it has landed";
  throw new BaroError("usage", `Cannot run ${id} again: ${why}`, {
    hint: `To change what it did, follow up with: baro continue "GOAL" (see baro show ${run})`,
  });
}

/** It conducted its plan to the end, and not to the one that was asked for. */
export function hasEnded({ finished, accepted }: Pick<RunState, "finished" | "accepted">): boolean {
  return accepted && finished !== null && ["partial", "failed", "empty"].includes(finished.outcome);
}

/**
 * The branch of a run that has ended may be gone by now: its work went to the branch that it follows, or somebody merged
 * it and removed it. It is made again where it was.
 */
export async function restoreBranch(host: Host, root: string, branch: string, state: RunState): Promise<void> {
  const newest = state.landed.at(-1);
  const commit = newest === undefined ? null : storyOf(state, newest).landed;
  const ref = `refs/heads/${branch}`;
  if (commit === null || (await readRef(host, root, ref)) !== null) return;
  if ((await resolveCommit(host, root, commit)) === null) return;
  await moveRefs(host, root, [{ ref, to: commit, from: null }]);
}
