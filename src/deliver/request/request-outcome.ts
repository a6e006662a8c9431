import type { DeliveryPlan } from "../../core/delivery.ts";
import type { EventOf } from "../../core/event.ts";
import { explainFailure, type ForgeFailure } from "../../forges/failure.ts";
import { forgeOf } from "../../forges/forges.ts";
import { shellLine } from "../../text/quoting.ts";
import type { DeliverInput } from "../deliver-input.ts";
import type { PushOutcome } from "../remote/push.ts";
import { wordsOfRemote } from "../remote/remote-words.ts";

export type Delivered = EventOf<"delivery.finished">;

/** A delivery of this kind, still without its reason. */
export function left(branch: string, kind: Delivered["kind"]): Delivered {
  return { type: "delivery.finished", kind, branch, url: null, why: "", next: null };
}

/** The branch is pushed; the request waits for a person. `repository` is where it was pushed to. */
export function byForm(
  { plan, branch: local, remoteBranch }: DeliverInput,
  repository: string,
  reason: string,
): Delivered {
  const { forge, target } = plan;
  const branch = remoteBranch ?? local;
  const why = `Pushed ${branch}; ${reason}`;
  if (forge === null || target === null) return { ...left(branch, "branch"), why, pushed: true };
  const owner = repository === forge.path ? null : (repository.split("/")[0] ?? null);
  return {
    ...left(branch, "branch"),
    why,
    pushed: true,
    next: `Open ${forgeOf(forge).requestForm(forge, { branch, target, headOwner: owner })}`,
  };
}

/** The remote refused the push, or holds commits of somebody else. */
export function notPushed(
  { plan, branch, remoteBranch = branch }: DeliverInput,
  pushed: Extract<PushOutcome, { state: "moved" | "refused" | "held" }>,
): Delivered {
  const remote = plan.remote?.name ?? "the remote";
  if (pushed.state === "refused") {
    const why = `Not pushed: ${remote} refused it (${pushed.why})`;
    return { ...left(branch, "branch"), why, next: nextForBranch({ plan, branch, remoteBranch }) };
  }
  if (pushed.state === "held") {
    const why = `Not pushed: your pre-push hook refused it (${pushed.why})`;
    return { ...left(branch, "branch"), why, next: nextForBranch({ plan, branch, remoteBranch }) };
  }
  const at = pushed.at === "" ? "" : ` (${pushed.at.slice(0, 10)})`;
  const why = `Not pushed: ${remoteBranch} on ${remote} has someone else's commits${at}, and they are not overwritten`;
  return {
    ...left(branch, "branch"),
    why,
    next: shellLine(["git", "fetch", plan.remote?.name ?? "origin", remoteBranch]),
  };
}

/** The forge failed before anything was pushed. */
export function notStarted({ plan, branch, remoteBranch = branch }: DeliverInput, failure: ForgeFailure): Delivered {
  const why = plan.forge === null ? failure.message : explainFailure(failure, plan.forge.host);
  const name = plan.forge === null ? "request" : forgeOf(plan.forge).requestName;
  return { ...left(branch, "branch"), why: `No ${name}: ${why}`, next: nextForBranch({ plan, branch, remoteBranch }) };
}

/** What the forge said about the request that the push itself opened. */
export function byPush(input: DeliverInput, repository: string, pushed: PushOutcome): Delivered {
  const said = pushed.state === "pushed" ? pushed.said : "";
  const forge = input.plan.forge === null ? null : forgeOf(input.plan.forge);
  const name = forge?.requestName ?? "request";
  const url = forge?.push?.urlIn(said) ?? null;
  if (url === null) {
    const words = wordsOfRemote(said);
    return byForm(
      input,
      repository,
      `the forge did not say that it opened a ${name}${words === "" ? "" : ` (${words})`}`,
    );
  }
  return { ...left(input.branch, "pr"), url, pushed: true, why: `Opened a ${name} into ${input.plan.target}` };
}

/** The exact command that takes a local branch further. */
export function nextForBranch(work: { plan: DeliveryPlan; branch: string; remoteBranch?: string }): string {
  const { plan, branch, remoteBranch = branch } = work;
  if (plan.remote === null) return shellLine(["git", "merge", branch]);
  return shellLine(["git", "push", plan.remote.name, branch === remoteBranch ? branch : `${branch}:${remoteBranch}`]);
}
