import { BaroError } from "../../core/error.ts";
import { readRefs, removeRefs, resolveCommit } from "../../git/refs.ts";
import type { Host } from "../../host/host.ts";
import { shellWord } from "../../text/quoting.ts";
import { fetchedRefs } from "../clean/added-lines.ts";
import { type GitPeer, gitOverNetwork } from "./network-git.ts";
import { reasonOf } from "./remote-words.ts";

const fetchTimeoutMs = 5 * 60_000;

/**
 * Fetches one ref of a remote to a ref of ours and gives its commit. Nothing of the person's moves: no tracking branch,
 * no tag, no `FETCH_HEAD`. Throws `no-base` when the remote does not have it.
 */
export async function fetchHead(host: Host, peer: GitPeer, ref: string): Promise<string> {
  if (/[\s:*?[\\^~]|\.\.|@\{/.test(ref)) throw cannotFetch(ref, peer, "that is not a branch name");
  const own = fetchedRef(ref);
  const options = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--refmap="];
  const args = ["fetch", ...options, peer.to, `+${ref}:${own}`];
  const result = await gitOverNetwork(host, peer, args, { timeoutMs: fetchTimeoutMs });
  const commit = result.ok ? await resolveCommit(host, peer.root, own) : null;
  if (commit !== null) return commit;
  throw cannotFetch(ref, peer, reasonOf(result));
}

/** Where a fetched ref is kept. */
function fetchedRef(ref: string): string {
  return `${fetchedRefs}${ref.replace(/^refs\/(heads\/)?/, "")}`;
}

function cannotFetch(ref: string, { to }: GitPeer, why: string): BaroError {
  const name = ref.replace(/^refs\/heads\//, "");
  return new BaroError("no-base", `Cannot fetch "${name}" from ${to}: ${why}`, {
    hint: `Look with: git ls-remote ${shellWord(to)}`,
  });
}

/** Forgets one fetched head. */
export function forgetHead(host: Host, root: string, ref: string): Promise<void> {
  return removeRefs(host, root, [fetchedRef(ref)]);
}

/** Forgets the fetched heads that `commit` holds: whatever keeps that commit keeps them as well. */
export async function forgetFetched(host: Host, root: string, commit: string): Promise<void> {
  const refs = await readRefs(host, root, [fetchedRefs], { mergedInto: commit });
  await removeRefs(host, root, [...refs.keys()]);
}
