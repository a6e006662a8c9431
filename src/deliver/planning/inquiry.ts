import type { DeliveryPlan, DeliverySettings, ForgeRepository } from "../../core/delivery.ts";
import type { DeliverChoice } from "../../core/options.ts";
import type { RemoteChoice } from "../remote/remote.ts";

/** What an offline look at the repository tells. */
export interface LocalFacts {
  remote: RemoteChoice;
  names: readonly string[];
  /** With credentials, when it holds any. */
  url: string | null;
  /** What git is told to push to; the remote's name when that says it. */
  to: string;
  /** Why nothing can be pushed there whoever asks, and what to do; null: nothing is known against it. */
  closed: { why: string; hint: string } | null;
  forge: ForgeRepository | null;
  baseBranch: string | null;
}

/** What `auto` and `pr` know when they look for the way to a request. */
export interface RequestInquiry {
  root: string;
  choice: DeliverChoice;
  base: string;
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

/** The repository that the request goes into, and the one that is pushed to when that is another. */
export interface RequestPlaces {
  into: ForgeRepository;
  head: ForgeRepository | null;
  /** The remote that stands for `into`. */
  intoRemote: string;
}
