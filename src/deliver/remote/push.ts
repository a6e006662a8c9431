import { tryGit } from "../../git/git.ts";
import type { Host } from "../../host/host.ts";
import { plainLine } from "../../text/plain.ts";
import { shorten } from "../../text/shorten.ts";
import type { PushedRef } from "../../worktrees/push-hook.ts";
import { type GitPeer, gitOverNetwork, type NetworkResult } from "./network-git.ts";
import { reasonOf } from "./remote-words.ts";

export interface PushRequest extends GitPeer {
  branch: string;
  commit: string;
  /** Commits that earlier deliveries of this work left on the branch: they alone may be replaced. */
  ours: readonly string[];
  pushOptions?: readonly string[];
  /** Our branch here. */
  localBranch: string;
  askHook?: ((push: PushedRef) => Promise<string | null>) | undefined;
}

export type PushOutcome =
  | { state: "pushed"; said: string }
  | { state: "up-to-date" }
  /** Somebody else put commits on the branch. */
  | { state: "moved"; at: string }
  /** The person's own hook said no. */
  | { state: "held"; why: string }
  | { state: "refused"; why: string };

/** What to do about the branch as the remote has it. */
export type PushStep = "create" | "forward" | "replace" | "nothing" | "moved";

const pushTimeoutMs = 15 * 60_000;
const askTimeoutMs = 60_000;

/**
 * Puts our commit on our branch of a remote, and on no other. The remote is looked at first, and the push holds only
 * while the branch is still as it was seen: nobody's commits are overwritten, and a push that was done is not repeated.
 */
export async function pushBranch(host: Host, request: PushRequest): Promise<PushOutcome> {
  const ref = `refs/heads/${request.branch}`;
  const seen = await remoteBranch(host, request, request.branch);
  if ("failed" in seen) return { state: "refused", why: reasonOf(seen.failed) };
  const { commit } = seen;
  const step = await pushStep(host, request, commit);
  if (step === "nothing") return { state: "up-to-date" };
  if (step === "moved") return { state: "moved", at: commit ?? "" };
  const held = await heldBy(request, commit);
  if (held !== null) return { state: "held", why: held };
  const options = (request.pushOptions ?? []).map((option) => `--push-option=${option}`);
  const lease = `--force-with-lease=${ref}:${commit ?? ""}`;
  const result = await gitOverNetwork(
    host,
    request,
    ["push", "--porcelain", lease, ...options, request.to, `${request.commit}:${ref}`],
    { timeoutMs: pushTimeoutMs },
  );
  if (result.ok) return { state: "pushed", said: result.said };
  return await afterRefusal(host, request, result);
}

/** What the person's hook says against a push, on one line. */
async function heldBy(
  { askHook, to, url, commit, branch, localBranch }: PushRequest,
  remoteCommit: string | null,
): Promise<string | null> {
  const localRef = `refs/heads/${localBranch}`;
  const said = await askHook?.({ remote: to, url, commit, localRef, remoteRef: `refs/heads/${branch}`, remoteCommit });
  return said == null ? null : shorten(plainLine(said), 400);
}

/** The answer may have been lost after the push was done, or somebody may have been quicker. */
async function afterRefusal(host: Host, request: PushRequest, result: NetworkResult): Promise<PushOutcome> {
  const now = await remoteBranch(host, request, request.branch);
  if (!("failed" in now) && now.commit === request.commit) return { state: "pushed", said: result.said };
  if (/\(stale info\)|\(fetch first\)|\(non-fast-forward\)/.test(result.stdout)) {
    return { state: "moved", at: "failed" in now ? "" : (now.commit ?? "") };
  }
  return { state: "refused", why: reasonOf(result) };
}

/** The commit of a remote's branch; `null`: there is no such branch. */
export async function remoteBranch(
  host: Host,
  peer: GitPeer,
  branch: string,
): Promise<{ commit: string | null } | { failed: NetworkResult }> {
  const ref = `refs/heads/${branch}`;
  const result = await gitOverNetwork(host, peer, ["ls-remote", "--quiet", peer.to, ref], { timeoutMs: askTimeoutMs });
  if (!result.ok) return { failed: result };
  const line = result.stdout.split("\n").find((each) => each.endsWith(`\t${ref}`));
  return { commit: line?.split("\t")[0] ?? null };
}

async function pushStep(host: Host, request: PushRequest, seen: string | null): Promise<PushStep> {
  if (seen === null) return "create";
  if (seen === request.commit) return "nothing";
  const ancestor = await tryGit(host, request.root, ["merge-base", "--is-ancestor", seen, request.commit]);
  if (ancestor.exitCode === 0) return "forward";
  return request.ours.includes(seen) ? "replace" : "moved";
}
