import type { DeliveryPlan, DeliverySettings } from "../core/delivery.ts";
import type { Host } from "../host/host.ts";
import { requestName } from "./forge.ts";
import type { LocalFacts } from "./plan-delivery.ts";

/** What `auto` and `pr` know when they look for the way to a request. */
export interface RequestInquiry {
  root: string;
  local: LocalFacts;
  settings: DeliverySettings;
  signal: AbortSignal;
}

/** Why no request can be opened, and what the person can do about it. */
export interface NoRequest {
  impossible: string;
  hint: string;
  question: string | null;
}

/** The part of the plan that only requests have. */
export type RequestPlan = Pick<
  DeliveryPlan,
  "why" | "notices" | "forge" | "head" | "route" | "target" | "targetProtected" | "makesFork"
>;

/** Finds the way to a request, or the reason why there is none. */
export function planRequest(_host: Host, { local, settings }: RequestInquiry): Promise<RequestPlan | NoRequest> {
  const local_ = offlineObstacle(local);
  if (local_ !== null) return Promise.resolve(local_);
  const { forge } = local;
  if (forge === null) return Promise.resolve(noForge(local));
  const target = settings.target ?? local.baseBranch;
  return Promise.resolve({
    why: `A branch for a ${requestName(forge.kind)} into ${target ?? "the default branch"} of ${forge.path} on ${forge.host}`,
    notices: [],
    forge,
    head: null,
    route: "form",
    target,
    targetProtected: null,
    makesFork: false,
  });
}

/** What rules a request out without a look at the network. */
export function offlineObstacle(local: LocalFacts): NoRequest | null {
  if (!("missing" in local.remote)) return local.url === null ? noForge(local) : null;
  if (local.remote.missing === "none") {
    return {
      impossible: "the repository has no remote",
      hint: "Add one with git remote add origin URL, or use --deliver branch",
      question: null,
    };
  }
  return {
    impossible: `the repository has several remotes (${local.names.join(", ")}) and none is preferred`,
    hint: "Choose one with git config remote.pushDefault NAME, or use --deliver branch",
    question: null,
  };
}

function noForge(local: LocalFacts): NoRequest {
  const name = "name" in local.remote ? local.remote.name : "";
  return {
    impossible: `remote "${name}" is on no forge that is known`,
    hint: "Say which forge it is with BARO_FORGE=KIND (github, gitlab, gitea, bitbucket), or use --deliver branch",
    question: null,
  };
}
