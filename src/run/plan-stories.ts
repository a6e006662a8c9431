import type { Decision } from "../core/decision.ts";
import type { Mode } from "../core/mode.ts";
import { nobody, type PlanReview } from "../core/person.ts";
import type { EnforcedPlan, Plan, PlanChange } from "../core/plan.ts";
import type { Story } from "../core/story.ts";
import { enforcePlan } from "../plan/enforce.ts";
import { focusedPlan } from "../plan/focused-plan.ts";
import { makePlan } from "../plan/make-plan.ts";
import { readPlanEvidence } from "../plan/read-plan-evidence.ts";
import type { Interrupts } from "./interrupts.ts";
import { keepPlan } from "./plan-document.ts";
import { pastCosts } from "./recorded-runs.ts";
import type { RunContext } from "./run-context.ts";

/** The plan as it will run, or the person left. */
export type PlanChoice = { kind: "accepted"; enforced: EnforcedPlan } | Left;

/** The person left; `next`: the command that goes on from the plan that they left, null where there is none yet. */
export interface Left {
  kind: "left";
  next: string | null;
}

/**
 * Plans, enforces and lets the person look, who has `accepted` a single story already, unless a rule changed it.
 * `proposed`: the planner has answered already, before the run was cut off.
 */
export async function planStories(
  run: RunContext,
  { mode, decision, accepted }: { mode: Mode; decision: Decision; accepted: boolean },
  proposed: Story[] | null,
): Promise<PlanChoice> {
  const made =
    proposed === null
      ? await proposeAndEnforce(run, mode, decision)
      : { proposed, enforced: await enforce(run, { version: 1, goal: run.goal, mode, stories: proposed }) };
  if (accepted && made.enforced.changes.length === 0) {
    await run.stream.emit({ type: "plan.accepted", by: "person" });
    return { kind: "accepted", enforced: made.enforced };
  }
  return reviewStories(run, made, decision);
}

/**
 * Takes a plan that was made earlier or by hand through the same enforcement and review: no intake, but what it `decided`
 * when the plan was made stays with it.
 */
export async function takePlan(run: RunContext, plan: Plan, decided: Decision | null): Promise<PlanChoice> {
  if (decided !== null) await run.stream.emit({ type: "intake.decided", ...decided });
  const suggested = decided?.mode ?? plan.mode;
  await run.stream.emit({ type: "mode.chosen", mode: plan.mode, by: "plan", suggested });
  await run.stream.emit({ type: "plan.proposed", stories: plan.stories });
  return reviewStories(run, { proposed: plan.stories, enforced: await enforce(run, plan) }, null);
}

/** A plan, and the stories that it was made from. */
export interface MadePlan {
  proposed: readonly Story[];
  enforced: EnforcedPlan;
}

async function proposeAndEnforce(run: RunContext, mode: Mode, decision: Decision): Promise<MadePlan> {
  const { plan, repairs } = await propose(run, mode, decision);
  await run.stream.emit({ type: "plan.proposed", stories: plan.stories });
  return { proposed: plan.stories, enforced: await enforce(run, plan, repairs) };
}

/** In focused mode the goal is the story: no model is asked. */
async function propose(
  run: RunContext,
  mode: Mode,
  decision: Decision,
): Promise<{ plan: Plan; repairs: PlanChange[] }> {
  if (mode === "focused") return { plan: focusedPlan(run.goal, decision), repairs: [] };
  const { plan, repairs, notices } = await makePlan(run.host, {
    goal: run.goal,
    decision,
    mode,
    cap: run.options.maxStories,
    root: run.repository.root,
    base: run.base,
    folder: run.folder,
    ask: run.ask,
    signal: run.interrupts.signal,
  });
  for (const message of notices) await run.stream.emit({ type: "run.notice", message });
  return { plan, repairs };
}

/** `repairs`: what was put right before it was a plan, told with what is changed now. */
async function enforce(run: RunContext, plan: Plan, repairs: readonly PlanChange[] = []): Promise<EnforcedPlan> {
  const { host, options, repository, base, interrupts } = run;
  const evidence = await readPlanEvidence(host, {
    root: repository.root,
    base,
    stories: plan.stories,
    cacheDir: options.cacheDir,
    signal: interrupts.signal,
  });
  const ruled = enforcePlan(plan, {
    mode: plan.mode,
    cap: options.maxStories,
    parallelism: options.parallel,
    strict: options.strict,
    explain: options.explain,
    evidence,
    costs: await pastCosts(host, options.stateDir, repository.root),
  });
  const enforced = { ...ruled, changes: [...repairs, ...ruled.changes] };
  await run.stream.emit(enforcedEvent(enforced));
  return enforced;
}

/** Shows the plan until it is accepted or the person leaves; an edited plan is enforced anew and shown again. */
export async function reviewStories(run: RunContext, first: MadePlan, decision: Decision | null): Promise<PlanChoice> {
  const { options, person, stream, watcher, interrupts } = run;
  const accepted = async (enforced: EnforcedPlan, by: "flag" | "person" | "suggestion"): Promise<PlanChoice> => {
    await stream.emit({ type: "plan.accepted", by });
    return { kind: "accepted", enforced };
  };
  if (person === null || options.yes || options.dryRun)
    return accepted(first.enforced, options.yes ? "flag" : "suggestion");
  const history: Reviewed[] = [{ ...first, isEdited: false }];
  for (;;) {
    watcher.pause();
    const { enforced, isEdited } = newest(history);
    const soFar = { changes: history.length - 1, isEdited, decision };
    const answer = await person.reviewPlan(enforced, interrupts.signal, soFar);
    if (answer === nobody) return accepted(enforced, "suggestion");
    if (answer.action === "accept") return accepted(enforced, "person");
    if (answer.action !== "leave") await change(run, history, answer, decision);
    else return { kind: "left", next: isStopped(interrupts) ? null : keepPlan(run, enforced.plan, decision) };
  }
}

/** From elsewhere, or because it can't go on. Ctrl-C is a person who leaves, whatever the terminal makes of it. */
function isStopped({ signal, reason }: Pick<Interrupts, "signal" | "reason">): boolean {
  return signal.aborted && reason() !== "SIGINT";
}

function newest(history: readonly Reviewed[]): Reviewed {
  const last = history.at(-1);
  if (last === undefined) throw new Error("A review has no plan");
  return last;
}

/** Makes what the person wants of the plan the newest of its history. */
async function change(
  run: RunContext,
  history: Reviewed[],
  answer: Exclude<PlanReview, { action: "accept" | "leave" }>,
  decision: Decision | null,
): Promise<void> {
  if (answer.action === "undo") {
    if (history.length > 1) await takeBack(run, history, decision);
  } else if (answer.action === "edit") {
    history.push({ ...newest(history), enforced: await enforce(run, answer.plan), isEdited: true });
  } else {
    const now = newest(history);
    const keeps = answer.keeps === true || decision === null;
    const made = await changeMode(run, now, answer.mode, keeps ? null : decision);
    history.push({ ...made, isEdited: now.isEdited && keeps });
  }
}

/** A plan as it was looked at. */
interface Reviewed extends MadePlan {
  isEdited: boolean;
}

/** The plan before is the plan again, and the journal says so. */
async function takeBack(run: RunContext, history: Reviewed[], decision: Decision | null): Promise<void> {
  const undone = history.pop()?.enforced.plan.mode;
  const before = history.at(-1)?.enforced;
  if (before === undefined) return;
  const { mode } = before.plan;
  if (mode !== undone)
    await run.stream.emit({ type: "mode.chosen", mode, by: "person", suggested: decision?.mode ?? mode });
  await run.stream.emit(enforcedEvent(before));
}

function enforcedEvent({ plan, changes, pairs, pairsLeftOut, width, parallelism }: EnforcedPlan) {
  const { stories, mode } = plan;
  const left = pairsLeftOut === undefined ? {} : { pairsLeftOut };
  return { type: "plan.enforced" as const, mode, stories, changes, pairs, ...left, width, parallelism };
}

/** Another mode means another plan, unless the stories are kept (no `decision`): they are only enforced anew. */
async function changeMode(
  run: RunContext,
  { enforced: { plan }, proposed }: MadePlan,
  mode: Mode,
  decision: Decision | null,
): Promise<MadePlan> {
  await run.stream.emit({ type: "mode.chosen", mode, by: "person", suggested: decision?.mode ?? plan.mode });
  if (decision !== null) return await proposeAndEnforce(run, mode, decision);
  const stories = mode === "parallel" && plan.mode === "sequential" ? unchained(plan.stories, proposed) : plan.stories;
  return { proposed, enforced: await enforce(run, { ...plan, mode, stories }) };
}

/**
 * The stories of a sequence without the links that make it one: each waits for the story before it only where it was
 * proposed so. What the evidence wants in order, enforcing puts in order again.
 */
function unchained(stories: readonly Story[], proposed: readonly Story[]): Story[] {
  const own = new Map(proposed.map(({ id, dependsOn }) => [id, dependsOn]));
  return stories.map((story, place) => {
    const before = stories[place - 1]?.id;
    const isOwn = (id: string) => id !== before || own.get(story.id)?.includes(id) === true;
    return { ...story, dependsOn: story.dependsOn.filter(isOwn) };
  });
}
