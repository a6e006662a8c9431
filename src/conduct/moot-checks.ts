import type { Story } from "../core/story.ts";
import { type Conductor, type GoingCheck, record, stateOf } from "./conductor.ts";
import { mayRedo } from "./next-step.ts";
import { goWithout } from "./probe/probe.ts";

/**
 * Runs a check of a story's commit for as long as it matters: what conflicts with the branch is done again, whatever the
 * check would say, be it that the other work landed before the check began or while it runs.
 */
export async function whileItMatters(
  conductor: Conductor,
  story: Story,
  check: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { checking, allStop } = conductor;
  const { commit, base } = stateOf(conductor, story);
  if (commit === null) throw new Error(`Story ${story.id} has nothing to check`);
  const going: GoingCheck = { commit, base, stop: new AbortController(), paths: [] };
  checking.set(story.id, going);
  try {
    await stopWhereMoot(conductor, going);
    if (!going.stop.signal.aborted) await check(AbortSignal.any([allStop.signal, going.stop.signal]));
  } finally {
    checking.delete(story.id);
  }
  if (going.paths.length === 0 || allStop.signal.aborted) return;
  const next = mayRedo(stateOf(conductor, story)) ? "redo" : "failed";
  await record(conductor, { type: "story.conflicted", story: story.id, paths: going.paths, next });
}

/** Something has landed: the checks that it makes moot end. */
export async function stopMootChecks(conductor: Conductor): Promise<void> {
  for (const going of [...conductor.checking.values()]) await stopWhereMoot(conductor, going);
}

async function stopWhereMoot(conductor: Conductor, going: GoingCheck): Promise<void> {
  const { effects, probe, allStop } = conductor;
  if (probe.off || allStop.signal.aborted || going.stop.signal.aborted) return;
  try {
    const head = await effects.head();
    if (head === going.base) return;
    going.paths = (await effects.conflictsOf(head, going.commit)).sort();
    if (going.paths.length > 0) going.stop.abort();
  } catch (error) {
    await goWithout(conductor, error);
  }
}
