import { BaroError } from "../core/error.ts";
import type { FollowUp } from "../core/options.ts";
import { checksAsGoal, commentsAsGoal } from "../deliver/feedback.ts";
import { type FollowUpWork, findFollowUp } from "../deliver/follow-up.ts";
import { checkedOutRefs, isAncestor, moveRefs, readRef } from "../git/refs.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { findRuns } from "../store/find-run.ts";

/** Looking a pull request up and fetching its head may take this long. */
const findTimeoutMs = 120_000;

interface Looking {
  root: string;
  /** Aborted when nobody waits any more. */
  looking: AbortSignal;
}

const patience = (looking: AbortSignal) => AbortSignal.any([looking, AbortSignal.timeout(findTimeoutMs)]);

/** The work that a follow-up goes on with; without a name, that of the newest run of this repository. */
export async function openFollowUp(
  host: Host,
  options: RunOptions,
  { root, looking }: Looking,
  followUp: FollowUp,
): Promise<FollowUpWork> {
  const newestBranch = await newestRunBranch(host, options, root);
  const signal = patience(looking);
  const settings = options.delivery ?? {};
  const staysHere = options.deliver === "branch" || options.deliver === "patch" || options.deliver === "none";
  return findFollowUp(host, { root, followUp, newestBranch, settings, staysHere, signal });
}

async function newestRunBranch(host: Host, options: RunOptions, root: string): Promise<string | null> {
  for (const { branch, repository, state } of findRuns(options.stateDir)) {
    if (repository !== root || state !== "finished" || branch === null) continue;
    if ((await readRef(host, root, `refs/heads/${branch}`)) !== null) return branch;
  }
  return null;
}

/** What the pull request itself asks for, when that was named as the goal. Throws `input-needed` when it is nothing. */
export async function feedbackGoal(
  host: Host,
  options: RunOptions,
  { root, looking }: Looking,
  work: FollowUpWork,
  from: "comments" | "checks",
): Promise<string> {
  const { request } = work;
  const what = from === "comments" ? "open review comments" : "failing checks";
  if (request === null) {
    throw new BaroError("input-needed", `Cannot read the ${what} of "${work.branch}": it has no pull request`, {
      hint: "Say in words what should change",
    });
  }
  const input = { root, request, settings: options.delivery ?? {}, signal: patience(looking) };
  const goal = from === "comments" ? await commentsAsGoal(host, input) : await checksAsGoal(host, input);
  if (goal !== null) return goal;
  throw new BaroError("input-needed", `Cannot find anything to do: #${request.number} has no ${what}`, {
    hint: "Say in words what should change",
  });
}

/**
 * Puts the new commits on the branch that they follow up, if it is here and nobody stands on it. Gives the name of the
 * branch that holds the work: that one, or our own. Safe to repeat.
 */
export async function settleFollowUp(
  host: Host,
  root: string,
  at: { followed: string; own: string; commit: string },
): Promise<string> {
  const ref = `refs/heads/${at.followed}`;
  const [there, checkedOut] = await Promise.all([readRef(host, root, ref), checkedOutRefs(host, root)]);
  if (there === at.commit) return at.followed;
  if (there === null || checkedOut.has(ref) || !(await isAncestor(host, root, there, at.commit))) return at.own;
  const moved = await moveRefs(host, root, [{ ref, to: at.commit, from: there }]);
  return moved === "moved" ? at.followed : at.own;
}
