import type { EnforcedPlan } from "../core/plan.ts";
import { conductStories } from "./conduct-stories.ts";
import { decideMode } from "./decide-mode.ts";
import { deliverWork } from "./deliver-work.ts";
import { planStories } from "./plan-stories.ts";
import { interruptedEnd, type Session, type StagesEnd } from "./session.ts";
import type { StageState } from "./stage-state.ts";

/** The whole main job in order, from wherever the run stands. */
export async function runStages(session: Session, state: StageState): Promise<StagesEnd> {
  session.goal = state.goal === "" ? session.goal : state.goal;
  const choice = await decideMode(session, state);
  if (choice.kind === "left") return interruptedEnd(session.interrupts);
  const planned = await planStories(session, state, choice.mode, choice.decision);
  if (planned.kind === "left") return interruptedEnd(session.interrupts);
  if (session.options.dryRun) return endDryRun(session);
  return work(session, state, planned.enforced);
}

/** From an accepted plan to what is delivered. */
export async function work(session: Session, state: StageState, enforced: EnforcedPlan): Promise<StagesEnd> {
  const conducted = await conductStories(session, enforced);
  return deliverWork(session, state, enforced, conducted);
}

/** A dry run ends with the plan: what was asked for. */
export async function endDryRun(session: Session): Promise<StagesEnd> {
  const why = "A dry run stops after the enforced plan";
  await session.stream.emit({ type: "delivery.finished", kind: "none", branch: null, url: null, why, next: null });
  return { outcome: "delivered", exitCode: 0 };
}
