import type { Decision } from "../core/decision.ts";
import { defaultCap, type Mode } from "../core/mode.ts";
import type { RunOptions } from "../core/options.ts";
import type { EnforcedPlan, Plan } from "../core/plan.ts";
import type { Story } from "../core/story.ts";
import { costModel } from "../plan/cost-model.ts";
import { enforcePlan } from "../plan/enforce.ts";
import { focusedPlan } from "../plan/focused-plan.ts";
import { makePlan } from "../plan/make-plan.ts";
import { readPlanEvidence } from "../plan/read-plan-evidence.ts";
import { recordedRuns } from "./recorded-runs.ts";
import type { Thinking } from "./run-context.ts";

/** The plan as it will run, or the person left. */
export type PlanChoice = { kind: "accepted"; enforced: EnforcedPlan } | { kind: "left" };

/** Plans, enforces and lets the person look. `proposed`: the planner has answered already, before the run was cut off. */
export async function planStories(
  session: Thinking,
  mode: Mode,
  decision: Decision,
  proposed: Story[] | null,
): Promise<PlanChoice> {
  const enforced =
    proposed === null
      ? await proposeAndEnforce(session, mode, decision)
      : await enforce(session, { version: 1, goal: session.goal, mode, stories: proposed });
  return reviewStories(session, enforced, decision);
}

/** Takes a plan that was made elsewhere through the same enforcement and review. */
export async function takePlan(session: Thinking, plan: Plan): Promise<PlanChoice> {
  await session.stream.emit({ type: "plan.proposed", stories: plan.stories });
  return reviewStories(session, await enforce(session, plan), null);
}

async function proposeAndEnforce(session: Thinking, mode: Mode, decision: Decision): Promise<EnforcedPlan> {
  const plan = await propose(session, mode, decision);
  await session.stream.emit({ type: "plan.proposed", stories: plan.stories });
  return enforce(session, plan);
}

/** In focused mode the goal is the story: no model is asked. */
async function propose(session: Thinking, mode: Mode, decision: Decision): Promise<Plan> {
  if (mode === "focused") return focusedPlan(session.goal, decision);
  const { plan, notices } = await makePlan(session.host, {
    goal: session.goal,
    decision,
    mode,
    cap: capOf(session.options, mode),
    root: session.repository.root,
    base: session.base,
    ask: session.ask,
    signal: session.interrupts.signal,
  });
  for (const message of notices) await session.stream.emit({ type: "run.notice", message });
  return plan;
}

function capOf(options: RunOptions, mode: Mode): number {
  return mode === "focused" ? 1 : (options.maxStories ?? defaultCap[mode]);
}

async function enforce(session: Thinking, plan: Plan): Promise<EnforcedPlan> {
  const { host, options, repository, base, interrupts } = session;
  const evidence = await readPlanEvidence(host, {
    root: repository.root,
    base,
    stories: plan.stories,
    cacheDir: options.cacheDir,
    signal: interrupts.signal,
  });
  const enforced = enforcePlan(plan, {
    mode: plan.mode,
    cap: options.maxStories,
    parallelism: options.parallel,
    strict: options.strict,
    explain: options.explain,
    evidence,
    costs: costModel(recordedRuns(options.stateDir), repository.root),
  });
  const { stories, mode } = enforced.plan;
  const { changes, pairs, width, parallelism } = enforced;
  await session.stream.emit({ type: "plan.enforced", mode, stories, changes, pairs, width, parallelism });
  return enforced;
}

/** Shows the plan until it is accepted or the person leaves; an edited plan is enforced anew and shown again. */
export async function reviewStories(
  session: Thinking,
  first: EnforcedPlan,
  decision: Decision | null,
): Promise<PlanChoice> {
  const { options, person, stream, watcher, interrupts } = session;
  if (person === null || options.yes || options.dryRun) {
    await stream.emit({ type: "plan.accepted", by: options.yes ? "flag" : "suggestion" });
    return { kind: "accepted", enforced: first };
  }
  for (let enforced = first; ; ) {
    watcher.pause();
    const answer = await person.reviewPlan(enforced, interrupts.signal);
    switch (answer.action) {
      case "accept":
        await stream.emit({ type: "plan.accepted", by: "person" });
        return { kind: "accepted", enforced };
      case "leave":
        return { kind: "left" };
      case "edit":
        enforced = await enforce(session, answer.plan);
        break;
      case "mode":
        enforced = await changeMode(session, enforced.plan, answer.mode, decision);
        break;
    }
  }
}

/** Another mode means another plan; a plan that was given is only enforced anew. */
async function changeMode(session: Thinking, plan: Plan, mode: Mode, decision: Decision | null): Promise<EnforcedPlan> {
  await session.stream.emit({ type: "mode.chosen", mode, by: "person", suggested: decision?.mode ?? plan.mode });
  return decision === null ? enforce(session, { ...plan, mode }) : proposeAndEnforce(session, mode, decision);
}
