import type { CheckFacts } from "../core/check.ts";
import { isBlamed, verdictOfCheck } from "../core/check.ts";
import type { StoryId } from "../core/story.ts";
import { storyOf } from "../state/run-state.ts";
import { isInFlight } from "../state/story-state.ts";
import { failureText } from "../text/failing-lines.ts";
import { tailOf } from "../text/shorten.ts";
import { worktreeOf } from "./attempt.ts";
import { smallestBreakingSet } from "./blame.ts";
import { compareResult, recordCheck } from "./compare-with-base.ts";
import { type Conductor, keepStory, letGo, record } from "./conductor.ts";
import { withTrouble } from "./story-life.ts";

/** What the checks of the merged result say in one word. */
export function verdictOf(checks: readonly CheckFacts[]): "passed" | "failed" | "none" {
  if (checks.some(isBlamed)) return "failed";
  return checks.some((check) => verdictOfCheck(check) !== "not_run") ? "passed" : "none";
}

/** Whether every check has spoken about the branch as it is. */
export function isVerified({ input, progress }: Conductor): boolean {
  const done = new Set(progress.verified.map((check) => check.command));
  return progress.landed.length === 0 || input.checks.every((command) => done.has(command));
}

/**
 * Checks the merged result against the base. When stories that were green apart are red together, the last of the
 * smallest set that breaks is taken off the branch: `again` says that it is to be repaired on top of the rest.
 */
export async function verifyResult(conductor: Conductor): Promise<"settled" | "again"> {
  const { effects, input, progress, allStop } = conductor;
  if (progress.landed.length === 0 || allStop.signal.aborted) return "settled";
  // An earlier process may have died before it acted on what it found.
  const found = progress.verified.find(isBlamed);
  if (found !== undefined && (await dropCulprit(conductor, found)) === "again") return "again";
  const done = new Set(progress.verified.map((check) => check.command));
  const head = await effects.head();
  for (const command of input.checks) {
    if (done.has(command)) continue;
    const known = await effects.knownCheck(head, command);
    const facts = known ?? (await effects.checkCommit(head, command, allStop.signal));
    if (allStop.signal.aborted) return "settled";
    const compared = await compareResult(conductor, input.base, facts);
    if (allStop.signal.aborted) return "settled";
    await recordCheck(conductor, compared, { type: "run.verified" });
    // The branch does not stay as it is: what the other checks say of it is not asked.
    if (isBlamed(compared) && (await dropCulprit(conductor, compared)) === "again") return "again";
  }
  return "settled";
}

async function dropCulprit(conductor: Conductor, red: CheckFacts): Promise<"settled" | "again"> {
  const { progress, graph, allStop } = conductor;
  const order = [...progress.landed];
  const stories = new Map(graph.stories.map((story) => [story.id, story]));
  const needs = (id: StoryId) => (stories.get(id)?.dependsOn ?? []).filter((need) => order.includes(need));
  const set = await smallestBreakingSet(order, needs, (subset) => isRed(conductor, order, subset, red.command));
  const culprit = set.at(-1);
  if (culprit === undefined || allStop.signal.aborted) return "settled";
  const others = set.slice(0, -1);
  const together = others.length === 0 ? "" : ` together with ${others.join(", ")}`;
  await standAside(conductor);
  const isNamed = red.why == null || (red.newlyFailing ?? []).length > 0;
  const because = isNamed ? failureText(red).slice(red.command.length) : ` (${red.why})`;
  const why = `\`${red.command}\` fails with ${culprit}${together}${because}:\n${tailOf(red.tail, 4000)}`;
  // From the last one down: a process that dies in between leaves nothing without what it was written on.
  for (const id of (await inseparable(conductor, order, culprit, needs)).reverse()) {
    const commit = storyOf(progress, id).landed;
    if (commit !== null) await record(conductor, { type: "story.dropped", story: id, commit, why });
  }
  await rebuildBranch(conductor);
  return "again";
}

/**
 * A story that was stopped half-way may stand on what is about to be taken off. What it has is kept; it goes on with
 * that on the branch as it will be.
 */
async function standAside(conductor: Conductor): Promise<void> {
  for (const story of conductor.graph.stories) {
    if (!isInFlight(storyOf(conductor.progress, story.id))) continue;
    await withTrouble(conductor, story, async () => {
      const worktree = await worktreeOf(conductor, story);
      await keepStory(conductor, story, worktree);
      await letGo(conductor, story, worktree);
    });
  }
}

/** A landed story with everything that can't stay without it: what depends on it, and what was written on top of it. */
async function inseparable(
  conductor: Conductor,
  order: readonly StoryId[],
  culprit: StoryId,
  needs: (id: StoryId) => readonly StoryId[],
): Promise<StoryId[]> {
  const gone = new Set<StoryId>();
  for (let next: StoryId | undefined = culprit; next !== undefined; ) {
    const lost = next;
    for (const id of order) if (id === lost || reaches(id, lost, needs)) gone.add(id);
    const rest = order.filter((id) => !gone.has(id));
    const made = await conductor.effects.combine(rest.map((id) => storyOf(conductor.progress, id).landed ?? ""));
    next = made.kind === "conflict" ? rest[made.at] : undefined;
  }
  return order.filter((id) => gone.has(id));
}

/** Makes the branch anew when stories were dropped from it, in this process or in an earlier one. */
export async function rebuildBranch(conductor: Conductor): Promise<void> {
  const { progress, effects } = conductor;
  if (!progress.rebuild) return;
  const landed = progress.landed.flatMap((story) => {
    const commit = storyOf(progress, story).landed;
    return commit === null ? [] : [{ story, commit }];
  });
  const commits = await effects.rebuild(landed);
  const moved = landed.map(({ story, commit }, position) => ({ story, commit: commits[position] ?? commit }));
  await record(conductor, { type: "branch.rebuilt", head: await effects.head(), landed: moved });
}

/** Whether a check fails on these stories alone. What does not go together can't be asked, and counts as green. */
async function isRed(
  conductor: Conductor,
  order: readonly StoryId[],
  subset: readonly StoryId[],
  command: string,
): Promise<boolean> {
  const { progress, effects, input, allStop } = conductor;
  if (allStop.signal.aborted) return false;
  if (subset.length === order.length) return true;
  const landed = subset.map((id) => storyOf(progress, id).landed ?? "");
  // Stories that landed first, in their order, are a commit of the branch already.
  const isPrefix = subset.every((id, position) => id === order[position]);
  const made = isPrefix
    ? ({ kind: "combined", commit: landed.at(-1) ?? input.base } as const)
    : await effects.combine(landed);
  if (made.kind !== "combined") return false;
  const facts = await effects.checkCommit(made.commit, command, allStop.signal);
  return isBlamed(await compareResult(conductor, input.base, facts));
}

function reaches(from: StoryId, to: StoryId, needs: (id: StoryId) => readonly StoryId[]): boolean {
  return needs(from).some((need) => need === to || reaches(need, to, needs));
}
