import type { DeliveryPlan } from "../core/delivery.ts";
import type { EventOf } from "../core/event.ts";
import type { Host } from "../host/host.ts";
import type { BodyFacts } from "./body-facts.ts";
import { deliverPatch } from "./deliver-patch.ts";
import { requestForm } from "./forge.ts";

export interface DeliverInput {
  plan: DeliveryPlan;
  root: string;
  /** Our branch that holds the result. */
  branch: string;
  /** The commit that the work started from. */
  base: string;
  /** The commit that is delivered. */
  commit: string;
  run: string;
  /** The run's own folder, outside the repository: a patch goes there unless the settings say otherwise. */
  runFolder: string;
  /** What the title and the body of a request say. */
  body: BodyFacts;
  signal: AbortSignal;
}

export type Delivered = EventOf<"delivery.finished">;

/** Leaves what the plan promised. What could not be left as promised is said in `why`; the branch always stays. */
export async function deliver(host: Host, input: DeliverInput): Promise<Delivered> {
  switch (input.plan.kind) {
    case "none":
      return { ...finished(input, "none"), why: `Nothing was delivered, as asked; the work is on ${input.branch}` };
    case "branch":
      return { ...finished(input, "branch"), why: input.plan.why, next: nextForBranch(input) };
    case "patch":
      return await deliverPatch(host, input);
    case "pr":
      return { ...finished(input, "branch"), why: "The branch is ready for a request", next: nextForForm(input) };
  }
}

/** Whether less was left than the plan promised. */
export function fellShort(plan: DeliveryPlan, delivered: Delivered): boolean {
  return plan.kind !== delivered.kind && plan.route !== "form";
}

function finished(input: DeliverInput, kind: Delivered["kind"]): Delivered {
  return { type: "delivery.finished", kind, branch: input.branch, url: null, why: "", next: null };
}

/** The exact command that takes a local branch further. */
export function nextForBranch({ plan, branch }: Pick<DeliverInput, "plan" | "branch">): string {
  return plan.remote === null ? `git merge ${branch}` : `git push ${plan.remote.name} ${branch}`;
}

function nextForForm({ plan, branch }: DeliverInput): string {
  const push = nextForBranch({ plan, branch });
  if (plan.forge === null || plan.target === null) return push;
  return `${push}  # then open ${requestForm(plan.forge, branch, plan.target, null)}`;
}
