import type { EnforcedPlan, Plan } from "../core/plan.ts";
import { conductStories } from "./conduct-stories.ts";
import { decideMode } from "./decide-mode.ts";
import { deliverWork } from "./deliver-work.ts";
import { planStories, takePlan } from "./plan-stories.ts";
import { interruptedEnd, type Session, type StagesEnd } from "./session.ts";
import { foldStages, type StageState } from "./stage-state.ts";

/** The whole main job in order, from wherever the run stands. */
export async function runStages(session: Session, state: StageState): Promise<StagesEnd> {
  if (state.accepted && state.enforced !== null) return work(session, state, state.enforced);
  const given = state.started?.given;
  if (given !== undefined) return runGivenPlan(session, given);
  const choice = await decideMode(session, state);
  if (choice.kind === "left") return interruptedEnd(session.interrupts);
  const planned = await planStories(session, choice.mode, choice.decision);
  if (planned.kind === "left") return interruptedEnd(session.interrupts);
  if (session.options.dryRun) return endDryRun(session);
  return work(session, state, planned.enforced);
}

/** A plan that was made earlier or by hand: no intake, and the same enforcement. */
export async function runGivenPlan(session: Session, plan: Plan): Promise<StagesEnd> {
  const { options, stream } = session;
  await stream.emit({ type: "mode.chosen", mode: plan.mode, by: "flag", suggested: plan.mode });
  const planned = await takePlan(session, plan);
  if (planned.kind === "left") return interruptedEnd(session.interrupts);
  return options.dryRun ? endDryRun(session) : work(session, foldStages(stream.events), planned.enforced);
}

/** From an accepted plan to what is delivered. */
async function work(session: Session, state: StageState, enforced: EnforcedPlan): Promise<StagesEnd> {
  const conducted = await conductStories(session, enforced);
  return deliverWork(session, state, enforced, conducted);
}

/** A dry run ends with the plan: what was asked for. */
async function endDryRun(session: Session): Promise<StagesEnd> {
  const why = "A dry run stops after the enforced plan";
  await session.stream.emit({ type: "delivery.finished", kind: "none", branch: null, url: null, why, next: null });
  return { outcome: "delivered", exitCode: 0 };
}
