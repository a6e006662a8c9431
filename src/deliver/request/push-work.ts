import { BaroError } from "../../core/error.ts";
import { isAncestor, moveRefs } from "../../git/refs.ts";
import type { Host } from "../../host/host.ts";
import type { DeliverInput } from "../deliver-input.ts";
import { fetchHead, forgetHead } from "../remote/fetch-head.ts";
import { type PushOutcome, type PushRequest, pushBranch } from "../remote/push.ts";
import type { PushPlace } from "./push-place.ts";
import { mergeOptions } from "./request-wish.ts";

export interface PushedWork {
  pushed: PushOutcome;
  /** What the remote's branch is at, when it was pushed. */
  commit: string;
  /** The work was made again on top of commits that somebody pushed meanwhile. */
  replayed: boolean;
}

/** Pushes, and once more on top of what somebody pushed meanwhile when the work fits there. */
export async function pushWork(host: Host, input: DeliverInput, place: PushPlace): Promise<PushedWork> {
  const { plan, branch, commit } = input;
  const request: PushRequest = {
    ...place,
    branch: input.remoteBranch ?? branch,
    localBranch: branch,
    askHook: input.askHook,
    commit,
    ours: input.ours ?? [],
    pushOptions: plan.route === "push-options" ? mergeOptions(input, plan.target ?? "") : [],
  };
  const pushed = await pushBranch(host, request);
  if (pushed.state !== "moved" || input.replay === undefined) return { pushed, commit, replayed: false };
  const again = await replay(host, input, place, request.branch, input.replay);
  if (again === null) return { pushed, commit, replayed: false };
  const second = await pushBranch(host, { ...request, commit: again });
  if (second.state === "pushed") await followBranch(host, input, again);
  return { pushed: second, commit: again, replayed: true };
}

async function replay(
  host: Host,
  { root, base }: DeliverInput,
  place: PushPlace,
  branch: string,
  make: NonNullable<DeliverInput["replay"]>,
): Promise<string | null> {
  const ref = `refs/heads/${branch}`;
  try {
    const onto = await fetchHead(host, place, ref);
    // A branch that was rewritten has lost the commit that the work stands on: that is for a person to sort out.
    return (await isAncestor(host, root, base, onto)) ? await make(onto) : null;
  } catch (error) {
    // It can't be fetched any more: then nothing is known about it, and nothing is done to it.
    if (error instanceof BaroError && error.code === "no-base") return null;
    throw error;
  } finally {
    // What was made of it keeps it, and what was not needs it no more.
    await forgetHead(host, root, ref);
  }
}

/** Our branch here follows what was pushed; a branch of the person's is theirs to move. */
async function followBranch(host: Host, { root, branch, commit }: DeliverInput, to: string): Promise<void> {
  if (!branch.startsWith("baro/")) return;
  await moveRefs(host, root, [{ ref: `refs/heads/${branch}`, to, from: commit }]);
}
