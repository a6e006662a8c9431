import { type DeliveryPlan, type DeliverySettings, defaultDeliverySettings } from "../core/delivery.ts";
import { BaroError } from "../core/error.ts";
import type { DeliverChoice } from "../core/options.ts";
import type { Host } from "../host/host.ts";
import { withoutCredentials } from "../text/redact.ts";
import type { LocalFacts } from "./planning/inquiry.ts";
import { lookLocally } from "./planning/look-around.ts";
import { planRequest } from "./planning/plan-request.ts";

export interface PlanDeliveryInput {
  root: string;
  choice: DeliverChoice;
  /** The ref that was named as the base: `HEAD`, a branch, a commit. */
  base: string;
  /** The branch that the request goes into; `null`: as the settings say. */
  target: string | null;
  settings?: Partial<DeliverySettings>;
  /** Somebody is there to answer `plan.question`. Without it, a question left open is an obstacle like any other. */
  canAsk?: boolean;
  /** The work is on a branch already, so leaving one is no way out. */
  isLeft?: boolean;
  signal: AbortSignal;
}

/**
 * Finds out what can be delivered, before anything is spent. `branch`, `patch` and `none` never touch the network.
 * `auto` takes the best that works; what was asked for by name and can't be done throws `delivery-impossible`.
 */
export async function planDelivery(host: Host, input: PlanDeliveryInput): Promise<DeliveryPlan> {
  const settings = { ...defaultDeliverySettings, ...input.settings };
  if (input.target !== null) settings.target = input.target;
  const local = await lookLocally(host, input.root, input.base, settings);
  switch (input.choice) {
    case "none":
      return localPlan(input.choice, "none", "Nothing is delivered, as asked", local, settings);
    case "patch":
      return localPlan(input.choice, "patch", "A patch file, as asked", local, settings);
    case "branch":
      return localPlan(input.choice, "branch", "A local branch, as asked", local, settings);
    case "auto":
    case "pr":
      return await planRequestOrBranch(host, input, local, settings);
  }
}

async function planRequestOrBranch(
  host: Host,
  input: PlanDeliveryInput,
  local: LocalFacts,
  settings: DeliverySettings,
): Promise<DeliveryPlan> {
  const found = await planRequest(host, { ...input, local, settings });
  if (!("impossible" in found)) return { ...localPlan(input.choice, "pr", found.why, local, settings), ...found };
  const asks = found.question !== null && input.canAsk === true;
  if (input.choice === "pr" && !asks) {
    const hint = input.isLeft === true ? found.hint : `${found.hint}, or use --deliver branch`;
    throw new BaroError("delivery-impossible", `Cannot open a pull request: ${found.impossible}`, { hint });
  }
  const plan = localPlan(input.choice, "branch", `A local branch: ${found.impossible}`, local, settings);
  const target = settings.target ?? local.baseBranch;
  return { ...plan, forge: local.closed === null ? local.forge : null, target, question: asks ? found.question : null };
}

function localPlan(
  choice: DeliverChoice,
  kind: DeliveryPlan["kind"],
  why: string,
  local: LocalFacts,
  settings: DeliverySettings,
): DeliveryPlan {
  const { remote, url, closed } = local;
  return {
    choice,
    kind,
    why,
    notices: [],
    remote:
      "name" in remote && url !== null && closed === null ? { name: remote.name, url: withoutCredentials(url) } : null,
    forge: null,
    head: null,
    route: null,
    target: settings.target,
    targetProtected: null,
    makesFork: false,
    question: null,
    settings,
  };
}
