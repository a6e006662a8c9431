import { type CheckFacts, isBlamed } from "../core/check.ts";
import type { Story } from "../core/story.ts";
import { WorktreeTrouble } from "../git/place.ts";
import { shorten } from "../text/shorten.ts";
import { LeaseLost } from "../worktrees/lease-lost.ts";
import { runAttempt, worktreeOf } from "./attempt.ts";
import { isTakenOver } from "./choose-agent.ts";
import { compareWithBase, recordCheck } from "./compare-with-base.ts";
import { begin, type Conductor, finishStory, isCalledOff, letGo, record, recordLoss, stateOf } from "./conductor.ts";
import { stopMootChecks, whileItMatters } from "./moot-checks.ts";
import { mayRedo, nextStep, type Step } from "./next-step.ts";
import { settle, usesGoneNames } from "./settle.ts";

/**
 * Takes a story as far as it goes without another agent: to its end, or to where the schedule has to let an agent start.
 * With `start` the first step is that agent.
 */
export async function advanceStory(conductor: Conductor, story: Story, start: boolean): Promise<void> {
  // A story that this process goes on with; setting up for its first agent is no time of its own.
  if (stateOf(conductor, story).attempts > 0) begin(conductor, story);
  let mayStart = start;
  while (!conductor.allStop.signal.aborted && stateOf(conductor, story).phase !== "finished") {
    const step = nextStep(story, stateOf(conductor, story), conductor.input.checks, isTakenOver(conductor, story));
    const isAttempt = step.do === "attempt";
    if (isAttempt && !mayStart) return;
    if (isAttempt) mayStart = false;
    await withTrouble(conductor, story, () =>
      isAttempt ? runAttempt(conductor, story, step.why) : perform(conductor, story, step),
    );
    // An agent that was stopped leaves its story in flight.
    if (isAttempt && stateOf(conductor, story).phase !== "worked") return;
  }
}

/** What is wrong with a story's files is told to its agent, and no other story hears of it. */
export async function withTrouble(conductor: Conductor, story: Story, work: () => Promise<void>): Promise<void> {
  try {
    return await work();
  } catch (error) {
    if (isCalledOff(conductor, error)) return;
    if (error instanceof LeaseLost) return await loseLease(conductor, story, error);
    if (!(error instanceof WorktreeTrouble)) throw error;
    await takeTrouble(conductor, story, error);
  }
}

/** The machine that had the story is gone: it goes on somewhere else from what was kept of it. */
async function loseLease(conductor: Conductor, story: Story, lost: LeaseLost): Promise<void> {
  await recordLoss(conductor, story, lost);
  const worktree = conductor.worktrees.get(story.id);
  if (worktree === undefined) return;
  conductor.worktrees.delete(story.id);
  await conductor.effects.abandon(story.id, worktree);
}

const mostTold = 600;

async function takeTrouble(conductor: Conductor, story: Story, { message, lost }: WorktreeTrouble): Promise<void> {
  // A path alone may have thousands of characters.
  const told = shorten(message, mostTold);
  await record(conductor, { type: "story.troubled", story: story.id, message: told, lost });
  const worktree = conductor.worktrees.get(story.id);
  if (!lost || worktree === undefined) return;
  await letGo(conductor, story, worktree, "abandon");
}

function perform(conductor: Conductor, story: Story, step: Exclude<Step, { do: "attempt" }>): Promise<void> {
  switch (step.do) {
    case "settle":
      return settle(conductor, story);
    case "check":
      return whileItMatters(conductor, story, (signal) => check(conductor, story, step, signal));
    case "integrate":
      return conductor.landing.run(conductor.graph.index.get(story.id) ?? 0, () => land(conductor, story));
    case "finish":
      return finishStory(conductor, story, step.outcome, step.reason);
  }
}

/** One check of the story's work. The base is asked only about what is red, and in the same form. */
async function check(
  conductor: Conductor,
  story: Story,
  { command, whole }: Asked,
  signal: AbortSignal,
): Promise<void> {
  const { effects } = conductor;
  const worktree = await worktreeOf(conductor, story);
  let facts = await effects.checkWorktree(worktree, story, command, signal);
  if (signal.aborted) return;
  // A part in which nothing ran proves nothing, and may have been named wrong.
  if (command !== whole && tellsNothing(facts)) {
    facts = await effects.checkWorktree(worktree, story, whole, signal);
    if (signal.aborted) return;
  }
  const compared = await compareWithBase(conductor, worktree.base, facts, worktree);
  if (signal.aborted) return;
  await recordCheck(conductor, compared, { type: "story.verified", story: story.id });
}

type Asked = Extract<Step, { do: "check" }>;

function tellsNothing({ ok, failing = [], counts = null }: CheckFacts): boolean {
  return !ok && failing.length === 0 && (counts === null || counts.failed === 0);
}

async function land(conductor: Conductor, story: Story): Promise<void> {
  const { commit, base, checks } = stateOf(conductor, story);
  if (commit === null || base === null) throw new Error(`Story ${story.id} has nothing to integrate`);
  if (checks.some(isBlamed)) throw new Error(`Story ${story.id} must not land: its checks are red`);
  if (conductor.allStop.signal.aborted) return;
  if (await usesGoneNames(conductor, story, commit, base)) return;
  const result = await conductor.effects.integrate({ story, commit, base });
  if (result.kind === "merged") {
    const { commit, files, insertions, deletions } = result;
    await record(conductor, { type: "story.merged", story: story.id, commit, files, insertions, deletions });
    return stopMootChecks(conductor);
  }
  const next = mayRedo(stateOf(conductor, story)) ? "redo" : "failed";
  await record(conductor, { type: "story.conflicted", story: story.id, paths: result.paths, next });
}
