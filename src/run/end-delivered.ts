import { verdictOf } from "../conduct/verify-result.ts";
import type { EnforcedPlan } from "../core/plan.ts";
import { fellShort } from "../deliver/deliver.ts";
import { removeRefAt } from "../git/refs.ts";
import type { RunState } from "../state/run-state.ts";
import { foldRun, storyOf } from "../state/run-state.ts";
import { outcomeOf } from "./outcome.ts";
import type { Session, StagesEnd } from "./run-context.ts";

/** The end of a run that an earlier process delivered and died before it said so; null: there is work left. */
export async function endDelivered(
  session: Session,
  { delivered }: RunState,
  enforced: EnforcedPlan,
): Promise<StagesEnd | null> {
  const { host, repository, branch } = session;
  const progress = foldRun(session.stream.events);
  const stories = enforced.plan.stories.map(({ id }) => storyOf(progress, id).outcome);
  if (delivered === null || stories.includes(null)) return null;
  const newest = progress.landed.at(-1);
  const commit = newest === undefined ? null : storyOf(progress, newest).landed;
  // A follow-up's work is on the branch that it follows.
  if (commit !== null && delivered.branch !== null && delivered.branch !== branch) {
    await removeRefAt(host, repository.root, `refs/heads/${branch}`, commit);
  }
  const short = commit !== null && fellShort(session.delivery, delivered);
  return outcomeOf({ conducted: "done", stories, verified: verdictOf(progress.verified), fellShort: short });
}
