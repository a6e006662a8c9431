import type { EnforcedPlan, Plan } from "../core/plan.ts";
import { foldRun, type RunState } from "../state/run-state.ts";
import { conductStories, type Workshop, withWorkshop } from "./conduct-stories.ts";
import { decideMode } from "./decide-mode.ts";
import { deliverWork } from "./deliver-work.ts";
import { endDelivered } from "./end-delivered.ts";
import { type PlanChoice, planStories, reviewStories, takePlan } from "./plan-stories.ts";
import { interruptedEnd, type Session, type StagesEnd } from "./run-context.ts";

/** The whole main job in order, from wherever the run stands. */
export async function runStages(session: Session, state: RunState): Promise<StagesEnd> {
  return withWorkshop(session, async (workshop) => {
    if (state.accepted && state.enforced !== null) return work(session, workshop, state.enforced);
    const planned = await planAnyhow(session, workshop, state);
    if (planned.kind === "left") return { ...interruptedEnd(session.interrupts), left: true };
    if (session.options.dryRun) return endDryRun(session);
    return work(session, workshop, planned.enforced);
  });
}

async function planAnyhow(session: Session, workshop: Workshop, state: RunState): Promise<PlanChoice> {
  // Cut off while somebody looked at the plan.
  if (state.enforced !== null) return reviewStories(session, state.enforced, state.decision);
  const given = state.started?.given;
  if (given !== undefined) return planGiven(session, given);
  const choice = await decideMode(session, state);
  if (choice.kind === "left") return choice;
  // Worktrees are set up while the planner thinks: copying packages takes longer than any checkout.
  if (choice.mode === "parallel" && !session.options.dryRun) {
    workshop.effects.prepare(session.base, session.options.parallel);
  }
  return planStories(session, choice.mode, choice.decision, state.proposed);
}

/** A plan that was made earlier or by hand: no intake, and the same enforcement. */
async function planGiven(session: Session, plan: Plan): Promise<PlanChoice> {
  await session.stream.emit({ type: "mode.chosen", mode: plan.mode, by: "flag", suggested: plan.mode });
  return takePlan(session, plan);
}

/** From an accepted plan to what is delivered. */
async function work(session: Session, workshop: Workshop, enforced: EnforcedPlan): Promise<StagesEnd> {
  const ended = await endDelivered(session, foldRun(session.stream.events), enforced);
  if (ended !== null) return ended;
  const conducted = await conductStories(session, workshop, enforced);
  // Folded anew: what a run delivered before it was resumed may not be all that it has now.
  return deliverWork(session, foldRun(session.stream.events), enforced, conducted);
}

/** A dry run ends with the plan: what was asked for. */
async function endDryRun(session: Session): Promise<StagesEnd> {
  const why = "A dry run stops after the enforced plan";
  await session.stream.emit({ type: "delivery.finished", kind: "none", branch: null, url: null, why, next: null });
  return { outcome: "delivered", exitCode: 0 };
}
