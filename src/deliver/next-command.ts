import type { DeliveryPlan } from "../core/delivery.ts";

/** The exact command that takes a local branch further. */
export function nextForBranch({ plan, branch }: { plan: DeliveryPlan; branch: string }): string {
  return plan.remote === null ? `git merge ${branch}` : `git push ${plan.remote.name} ${branch}`;
}
