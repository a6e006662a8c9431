import type { DeliveryPlan } from "../core/delivery.ts";
import { forgeOf } from "../forges/forges.ts";
import type { Host } from "../host/host.ts";
import { shellLine } from "../text/quoting.ts";
import { changedFiles, sumOfChanges } from "./changed-files.ts";
import { findUnclean } from "./clean/clean-diff.ts";
import { type Finding, renderFindings } from "./clean/finding.ts";
import type { DeliverInput } from "./deliver-input.ts";
import { deliverPatch } from "./deliver-patch.ts";
import { forgetFetched } from "./remote/fetch-head.ts";
import { deliverRequest } from "./request/deliver-request.ts";
import { type Delivered, left, nextForBranch } from "./request/request-outcome.ts";
import { unportableNames } from "./unportable-names.ts";

/**
 * Leaves what the plan promised. What could not be left as promised is said in `why`; the branch always stays. A finding
 * in the diff stops a push; for what stays here it is a warning, as names are that not every system can have.
 */
export async function deliver(host: Host, input: DeliverInput): Promise<Delivered> {
  const names = await unportableNames(host, input);
  const delivered = await leave(host, { ...input, body: { ...input.body, names } });
  const changes = sumOfChanges(await changedFiles(host, input.root, input.base, input.commit));
  await forgetFetched(host, input.root, input.commit);
  return { ...delivered, why: [delivered.why, ...names].join(". "), changes };
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
    branches: [branch, input.remoteBranch ?? branch],
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
  const form =
    forge === null || target === null ? null : forgeOf(forge).requestForm(forge, { branch, target, headOwner: null });
  const why = form === null ? plan.why : `${plan.why}; once it is pushed, a person can open a request at ${form}`;
  return { ...left(branch, "branch"), why, next: nextForBranch({ plan, branch }) };
}

function withWarning(delivered: Delivered, findings: readonly Finding[], input: DeliverInput): Delivered {
  if (findings.length === 0) return delivered;
  const why = `${delivered.why}. Check this before anybody else sees it: ${renderFindings(findings)}`;
  return { ...delivered, why, next: lookAt(input, findings) };
}

function stopped(input: DeliverInput, findings: readonly Finding[]): Delivered {
  const why = `Not pushed: ${renderFindings(findings)}`;
  return { ...left(input.branch, "branch"), why, next: lookAt(input, findings) };
}

function lookAt({ base, branch }: DeliverInput, findings: readonly Finding[]): string {
  const range = `${base.slice(0, 10)}..${branch}`;
  const inFiles = findings.filter(({ at }) => at === undefined);
  if (inFiles.length === 0) return shellLine(["git", "log", "--stat", range]);
  // From the root, wherever below it this is typed.
  const paths = [...new Set(inFiles.map(({ path }) => `:/${path}`))].slice(0, 3);
  return shellLine(["git", "log", "-p", range, "--", ...paths]);
}

/** Whether less was left than the plan promised. */
export function fellShort(plan: DeliveryPlan, delivered: Delivered): boolean {
  return plan.route === "form" ? delivered.pushed !== true : plan.kind !== delivered.kind;
}
