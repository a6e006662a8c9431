import type { DeliveryPlan } from "../core/delivery.ts";
import type { PushedRef } from "../worktrees/push-hook.ts";
import type { BodyFacts } from "./body-facts.ts";

/** What is to be delivered, and what is known about it. */
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
  /** Asks the person's `pre-push` hook about what is to be pushed; `null`: it agrees, or there is none. */
  askHook?: (push: PushedRef) => Promise<string | null>;
  signal: AbortSignal;
}
