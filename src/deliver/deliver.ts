import type { DeliveryPlan } from "../core/delivery.ts";
import type { Host } from "../host/host.ts";
import type { BodyFacts } from "./body-facts.ts";
import { findUnclean } from "./clean-diff.ts";
import { deliverPatch, shellWord } from "./deliver-patch.ts";
import { deliverRequest } from "./deliver-request.ts";
import { forgetFetched } from "./fetch-head.ts";
import { type Finding, renderFindings } from "./finding.ts";
import { requestForm } from "./forge.ts";
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
  /** What the remote calls the branch, when that is another name: a follow-up on somebody's branch. */
  remoteBranch?: string;
  run: string;
  /** The run's own folder, outside the repository: a patch goes there unless the settings say otherwise. */
  runFolder: string;
  /** What the title and the body of a request say. */
  body: BodyFacts;
  /** Commits that earlier deliveries of this work left on the remote's branch: they alone may be replaced there. */
  ours?: readonly string[];
  /**
   * Makes the commits since `base` again on top of what somebody else pushed meanwhile; `null`: they do not fit. Without
   * it a branch that moved stops the delivery.
   */
  replay?: (onto: string) => Promise<string | null>;
  signal: AbortSignal;
}

/**
 * Leaves what the plan promised. What could not be left as promised is said in `why`; the branch always stays. A finding
 * in the diff stops a push; for what stays here it is a warning.
 */
export async function deliver(host: Host, input: DeliverInput): Promise<Delivered> {
  const delivered = await leave(host, input);
  await forgetFetched(host, input.root, input.commit);
  return delivered;
}

async function leave(host: Host, input: DeliverInput): Promise<Delivered> {
  const { plan, branch } = input;
  if (plan.kind === "none") {
    return { ...left(branch, "none"), why: `Nothing was delivered, as asked; the work is on ${branch}` };
  }
  const findings = await findUnclean(host, {
    ...input,
    ...plan.settings,
    remote: plan.kind === "pr" ? (plan.remote?.name ?? null) : null,
    stories: input.body.stories,
  });
  switch (plan.kind) {
    case "branch":
      return withWarning(localBranch(input), findings, input);
    case "patch":
      return withWarning(await deliverPatch(host, input), findings, input);
    case "pr":
      return findings.length > 0 ? stopped(input, findings) : await deliverRequest(host, input);
  }
}

/** Where a request was wanted and can't be opened from here, a person can open it once the branch is pushed. */
function localBranch({ plan, branch }: DeliverInput): Delivered {
  const { forge, target } = plan;
  const form = forge === null || target === null ? null : requestForm(forge, branch, target, null);
  const why = form === null ? plan.why : `${plan.why}; once it is pushed, a person can open a request at ${form}`;
  return { ...left(branch, "branch"), why, next: nextForBranch({ plan, branch }) };
}

function withWarning(delivered: Delivered, findings: readonly Finding[], input: DeliverInput): Delivered {
  if (findings.length === 0) return delivered;
  const why = `${delivered.why}. Look at this before anybody else does: ${renderFindings(findings)}`;
  return { ...delivered, why, next: lookAt(input, findings) };
}

function stopped(input: DeliverInput, findings: readonly Finding[]): Delivered {
  const why = `Not pushed: ${renderFindings(findings)}`;
  return { ...left(input.branch, "branch"), why, next: lookAt(input, findings) };
}

function lookAt({ base, branch }: DeliverInput, findings: readonly Finding[]): string {
  const paths = [...new Set(findings.map(({ path }) => path))].slice(0, 3);
  return `git log -p ${base.slice(0, 10)}..${branch} -- ${paths.map(shellWord).join(" ")}`;
}

/** Whether less was left than the plan promised. */
export function fellShort(plan: DeliveryPlan, delivered: Delivered): boolean {
  return plan.route === "form" ? delivered.pushed !== true : plan.kind !== delivered.kind;
}
