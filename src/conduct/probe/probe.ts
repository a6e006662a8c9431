import type { Story, StoryId } from "../../core/story.ts";
import { inOrder, isPredicted } from "../../state/give-way.ts";
import { storyOf } from "../../state/run-state.ts";
import type { Change } from "../../worktrees/change.ts";
import { type Conductor, fail, isStopped, type Look, record } from "../conductor.ts";
import { judgeChanges } from "../guard.ts";
import { comeNear, partnersOf } from "./who-meets.ts";

/** After a round of looks, this many times its length passes without another. */
const restShare = 10;

/**
 * An agent did something that may have changed files: its story is looked at when there is anybody to conflict with. One
 * round at a time; what happens meanwhile waits for the next thing that an agent does, but for its end.
 */
export function probeSoon(conductor: Conductor, story: Story, ended: boolean): void {
  const { probe, graph, progress, effects } = conductor;
  probe.fresh.delete(story.id);
  if (probe.off || partnersOf(graph, progress, story.id).length === 0) return;
  probe.unseen.set(story.id, ended || probe.unseen.get(story.id) === true);
  if (probe.round !== null || isStopped(conductor) || (!ended && effects.elapsed() < probe.restUntil)) return;
  probe.round = rounds(conductor)
    .catch((error: unknown) => goWithout(conductor, error))
    .catch((error: unknown) => fail(conductor, error))
    .finally(() => {
      probe.round = null;
    });
}

/** A run needs no probes: what one trips over is told, and not tried again. */
export function goWithout(conductor: Conductor, error: unknown): Promise<void> {
  conductor.probe.off = true;
  const why = error instanceof Error ? error.message : String(error);
  return record(conductor, {
    type: "run.notice",
    message: `Conflicts between stories will show only when they land: the early check failed (${why})`,
  });
}

async function rounds(conductor: Conductor): Promise<void> {
  const { probe, effects } = conductor;
  do {
    const began = effects.elapsed();
    const unseen = [...probe.unseen.keys()];
    probe.unseen.clear();
    for (const id of unseen) await probeStory(conductor, id);
    const now = effects.elapsed();
    probe.restUntil = now + restShare * (now - began);
  } while (!isStopped(conductor) && [...probe.unseen.values()].includes(true));
}

async function probeStory(conductor: Conductor, id: StoryId): Promise<void> {
  const { graph, progress } = conductor;
  const story = plannedStory(conductor, id);
  if (partnersOf(graph, progress, id).length === 0) return;
  // It may have been looked at as another's partner, and done nothing since.
  const known = conductor.probe.fresh.has(id) ? currentLook(conductor, id) : null;
  const look = known ?? (await lookAt(conductor, story));
  if (look === null) return;
  // Partners are found anew after each wait: any of them may have gone on.
  for (const other of graph.stories) {
    if (isStopped(conductor) || !partnersOf(graph, progress, id).includes(other.id)) continue;
    // Before anybody worked beside it there was no reason to look at that one.
    const theirs = currentLook(conductor, other.id) ?? (await lookAt(conductor, other));
    if (theirs !== null && comeNear(look.changes, theirs.changes)) await probePair(conductor, story, other);
  }
}

/** What would land of a story's work if its agent ended now. */
async function lookAt(conductor: Conductor, story: Story): Promise<Look | null> {
  const worktree = conductor.worktrees.get(story.id);
  if (worktree === undefined || isStopped(conductor)) return null;
  // What it does while it is looked at may not be in what is seen.
  conductor.probe.fresh.add(story.id);
  const seen = await conductor.effects.peek(worktree);
  // Given back meanwhile, it may be another story's.
  if (seen === null || conductor.worktrees.get(story.id) !== worktree) return null;
  const look = { worktree, changes: landing(conductor, story, seen) };
  conductor.probe.looks.set(story.id, look);
  return look;
}

function landing(conductor: Conductor, story: Story, seen: readonly Change[]): Change[] {
  const taken = new Set(judgeChanges(story, conductor.graph.stories, seen).take);
  return seen.filter((change) => taken.has(change.path));
}

async function probePair(conductor: Conductor, one: Story, other: Story): Promise<void> {
  const { graph, progress, effects, probe } = conductor;
  const [ours, theirs] = [await commitOf(conductor, one), await commitOf(conductor, other)];
  if (ours === null || theirs === null) return;
  const paths = (await effects.conflictsOf(ours, theirs)).sort();
  // Whoever got an outcome meanwhile has nothing to wait for.
  if (paths.length === 0 || isStopped(conductor) || !partnersOf(graph, progress, one.id).includes(other.id)) return;
  const side = (id: StoryId) => ({ id, place: graph.index.get(id) ?? 0, state: storyOf(progress, id) });
  const [first, later] = inOrder(side(one.id), side(other.id));
  const predicted = { stories: [first.id, later.id] as [StoryId, StoryId], paths };
  if (isPredicted(progress.predicted, predicted)) return;
  await record(conductor, { type: "conflict.predicted", ...predicted });
  if (later.state.givesWayTo === first.id) probe.stops.get(later.id)?.abort();
}

/** The story's work as a commit: the one that it made, or a snapshot of what is there. */
async function commitOf(conductor: Conductor, story: Story): Promise<string | null> {
  const state = storyOf(conductor.progress, story.id);
  const made = state.phase === "committed" || state.phase === "merged" || state.phase === "finished";
  if (made) return state.commit;
  const look = currentLook(conductor, story.id);
  if (look === null) return null;
  const paths = look.changes.map((change) => change.path);
  const commit = await conductor.effects.snapshot(look.worktree, paths);
  return conductor.worktrees.get(story.id) === look.worktree ? commit : null;
}

/** What was seen of a story, unless it was begun anew since. */
function currentLook(conductor: Conductor, id: StoryId): Look | null {
  const look = conductor.probe.looks.get(id);
  const worktree = conductor.worktrees.get(id);
  return look === undefined || (worktree !== undefined && worktree !== look.worktree) ? null : look;
}

function plannedStory(conductor: Conductor, id: StoryId): Story {
  const story = conductor.graph.stories.find((one) => one.id === id);
  if (story === undefined) throw new Error(`No story ${id}`);
  return story;
}
