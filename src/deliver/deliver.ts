import type { DeliveryPlan } from "../core/delivery.ts";
import type { Host } from "../host/host.ts";
import type { BodyFacts } from "./body-facts.ts";
import { deliverPatch } from "./deliver-patch.ts";
import { deliverRequest } from "./deliver-request.ts";
import { nextForBranch } from "./next-command.ts";
import { type Delivered, left } from "./request-outcome.ts";

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
  /** Commits that earlier deliveries of this work left on the remote's branch: they alone may be replaced there. */
  ours?: readonly string[];
  signal: AbortSignal;
}

/** Leaves what the plan promised. What could not be left as promised is said in `why`; the branch always stays. */
export async function deliver(host: Host, input: DeliverInput): Promise<Delivered> {
  const { plan, branch } = input;
  switch (plan.kind) {
    case "none":
      return { ...left(branch, "none"), why: `Nothing was delivered, as asked; the work is on ${branch}` };
    case "branch":
      return { ...left(branch, "branch"), why: plan.why, next: nextForBranch(input) };
    case "patch":
      return await deliverPatch(host, input);
    case "pr":
      return await deliverRequest(host, input);
  }
}

/** Whether less was left than the plan promised. */
export function fellShort(plan: DeliveryPlan, delivered: Delivered): boolean {
  return plan.route === "form" ? delivered.pushed !== true : plan.kind !== delivered.kind;
}
