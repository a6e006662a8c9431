import type { DeliveryPlan } from "../../core/delivery.ts";
import { shellLine } from "../../text/shell-word.ts";

/** The exact command that takes a local branch further. */
export function nextForBranch(work: { plan: DeliveryPlan; branch: string; remoteBranch?: string }): string {
  const { plan, branch, remoteBranch = branch } = work;
  if (plan.remote === null) return shellLine(["git", "merge", branch]);
  return shellLine(["git", "push", plan.remote.name, branch === remoteBranch ? branch : `${branch}:${remoteBranch}`]);
}
