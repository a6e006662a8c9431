import { type CheckFacts, isBlamed, type ScopedCheck } from "../core/check.ts";
import type { Story } from "../core/story.ts";
import { shorten } from "../text/shorten.ts";
import type { StoryWorktree } from "../worktrees/effects.ts";
import { worktreeOf } from "./attempt.ts";
import { compareWithBase, recordCheck } from "./compare-with-base.ts";
import { type Conductor, finishStory, record, stateOf } from "./conductor.ts";
import { type Judgement, judgeChanges } from "./guard.ts";
import { mayRedo } from "./next-step.ts";

/** Looks at what the agent really changed, puts back what it may not write, and commits the rest. */
export async function settle(conductor: Conductor, story: Story): Promise<void> {
  const { effects, allStop } = conductor;
  const worktree = await worktreeOf(conductor, story);
  const mayTell = (stateOf(conductor, story).used.surface ?? 0) === 0;
  let judged = await judgeAndRevert(conductor, story, worktree, mayTell);
  if (stateOf(conductor, story).tell) return;
  const hooks = judged.take.length === 0 ? null : await runHooks(conductor, story, worktree);
  if (allStop.signal.aborted || hooks?.red === true) return;
  // A hook may format what is about to be committed.
  if (hooks?.ran === true) judged = await judgeAndRevert(conductor, story, worktree, false);
  await tellLeftOut(conductor, story, worktree, judged, mayTell);
  if (stateOf(conductor, story).tell) return;
  const attempt = stateOf(conductor, story).attempts;
  const whole = judged.leave.length === 0;
  const request = { story, attempt, worktree, paths: judged.take, whole, message: hooks?.message ?? null };
  const commit = judged.take.length === 0 ? null : await effects.commit(request);
  if (commit === null) {
    return finishEmpty(conductor, story, worktree);
  }
  const scoped = scopedChecks(conductor, story, judged.take);
  await record(conductor, {
    type: "story.committed",
    story: story.id,
    attempt,
    commit,
    base: worktree.base,
    ...(scoped.length === 0 ? {} : { scoped }),
  });
  await usesGoneNames(conductor, story, commit, worktree.base);
}

/** The checks that the story takes in another form. Once the whole was red because of it, it takes the whole. */
function scopedChecks(conductor: Conductor, story: Story, changed: readonly string[]): ScopedCheck[] {
  const { checks, scope } = conductor.input;
  if (scope === undefined || stateOf(conductor, story).dropped !== null) return [];
  return checks
    .map((command) => ({ command, as: scope(command, changed) }))
    .filter(({ command, as }) => as !== command);
}

/**
 * Ends a story that changed nothing. What was asked for may be there already: that is shown by checks of the story's own,
 * which say more than the run's, all of which pass on the commit that it started from.
 */
async function finishEmpty(conductor: Conductor, story: Story, worktree: StoryWorktree): Promise<void> {
  const { effects, input, allStop } = conductor;
  const own = story.verify.filter((command) => !input.checks.includes(command));
  let held = own.length > 0;
  for (const command of own) {
    if (!held) break;
    held = (await effects.checkCommit(worktree.base, command, allStop.signal, worktree)).ok;
    if (allStop.signal.aborted) return;
  }
  const reason = held
    ? `Nothing had to change: ${own.join(", ")} already passes`
    : `The agent changed nothing within the story's surface${attemptBefore(conductor, story)}`;
  await finishStory(conductor, story, "empty", reason, held);
}

/** What an attempt failed with that this one had to begin anew after: its work may have gone with it. */
function attemptBefore(conductor: Conductor, story: Story): string {
  const { news } = stateOf(conductor, story);
  return news?.kind === "error" ? `; the attempt before it failed: ${shorten(news.message, 300)}` : "";
}

/** Names what would disappear in silence, and holds it for the person. */
async function tellLeftOut(
  conductor: Conductor,
  story: Story,
  worktree: StoryWorktree,
  { hidden, inSubmodule, stray }: Judgement,
  tell: boolean,
): Promise<void> {
  const all = [...hidden, ...inSubmodule, ...stray];
  if (all.length === 0) return;
  const kept = await conductor.effects.keepLeftOut(story, worktree, all);
  const leftOut = { type: "files.left_out", story: story.id, kept, tell } as const;
  if (hidden.length > 0) await record(conductor, { ...leftOut, paths: hidden, why: "ignored" });
  if (inSubmodule.length > 0) await record(conductor, { ...leftOut, paths: inSubmodule, why: "submodule" });
  if (stray.length > 0) await record(conductor, { ...leftOut, paths: stray, why: "stray" });
}

/** The guard on the real difference; says what it did. */
async function judgeAndRevert(
  conductor: Conductor,
  story: Story,
  worktree: StoryWorktree,
  mayTell: boolean,
): Promise<Judgement> {
  const { effects, graph } = conductor;
  const judged = judgeChanges(story, graph.stories, await effects.inspect(worktree));
  const violated = { type: "surface.violated", story: story.id } as const;
  if (judged.revert.length > 0) {
    await effects.revert(
      worktree,
      judged.revert.map((one) => one.path),
    );
    const undone = { ...violated, action: "reverted", tell: judged.matters && mayTell } as const;
    const outside = judged.revert.filter(({ unfit }) => unfit !== true);
    if (outside.length > 0) await record(conductor, { ...undone, ...pathsAndWhy(outside) });
    const unfit = judged.revert.filter((one) => one.unfit === true);
    for (const why of new Set(unfit.map((one) => one.why))) {
      const same = unfit.filter((one) => one.why === why);
      await record(conductor, { ...undone, ...pathsAndWhy(same), unfit: true });
    }
  }
  if (judged.grant.length > 0 && !stateOf(conductor, story).tell) {
    await record(conductor, { ...violated, action: "granted", ...pathsAndWhy(judged.grant) });
  }
  return judged;
}

/** So many are told by name: an agent may leave a hundred thousand, and a journal is read whole. */
const mostPaths = 1000;

function pathsAndWhy(some: readonly { path: string; why: string }[]): { paths: string[]; why: string } {
  const whys = [...new Set(some.map((one) => one.why))];
  const rest = some.length > mostPaths ? [`and ${some.length - mostPaths} more paths`] : [];
  return { paths: some.slice(0, mostPaths).map((one) => one.path), why: [...whys, ...rest].join("; ") };
}

/** The person's own commit hooks, as checks that come before the commit. */
async function runHooks(
  conductor: Conductor,
  story: Story,
  worktree: StoryWorktree,
): Promise<{ ran: boolean; red: boolean; message: string | null }> {
  const { effects, allStop } = conductor;
  const again = (stateOf(conductor, story).used.repair ?? 0) > 0;
  const { checks, message } = await effects.runHooks(worktree, story, again, allStop.signal);
  let red = false;
  for (const facts of checks) {
    if (allStop.signal.aborted) return { ran: true, red, message };
    const known = facts.ok || facts.baseOk !== undefined;
    const compared: CheckFacts = known ? facts : await compareWithBase(conductor, worktree.base, facts, worktree);
    if (allStop.signal.aborted) return { ran: true, red, message };
    red ||= isBlamed(compared);
    await recordCheck(conductor, compared, { type: "story.verified", story: story.id });
  }
  return { ran: checks.length > 0, red, message };
}

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
