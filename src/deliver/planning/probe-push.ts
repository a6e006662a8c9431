import { git } from "../../git/git.ts";
import type { Host } from "../../host/host.ts";
import { gitOverNetwork } from "../remote/network-git.ts";
import { reasonOf } from "../remote/remote-words.ts";
import type { RequestInquiry } from "./inquiry.ts";

const probeTimeoutMs = 20_000;

/**
 * Why the person's remote can't be pushed to, as it says of a push that changes nothing: an unknown host, a key or a sign-in
 * that it does not take, a repository that is not there, a branch in the way of ours. `null`: it can. `token`: the forge's, as the real push has it.
 */
export async function probePush(
  host: Host,
  { root, base, local, signal }: RequestInquiry,
  token: string | null,
): Promise<string | null> {
  if (!("name" in local.remote) || local.url === null) return "there is no remote";
  const commit = (await git(host, root, ["rev-parse", "--verify", `${base}^{commit}`])).trim();
  const result = await gitOverNetwork(
    host,
    { root, to: local.to, url: local.url, token, signal },
    ["push", "--dry-run", "--no-verify", "--porcelain", local.to, ...[inTheWay, `${inTheWay}/probe`].map(to(commit))],
    { timeoutMs: probeTimeoutMs },
  );
  if (!result.ok) return reasonOf(result);
  // What would not be new is there.
  const isThere = new RegExp(`^[^*]\\t\\S*:${inTheWay}\\t`, "m").test(result.stdout);
  return isThere ? 'it has a branch called "baro", and ours are below that name' : null;
}

const inTheWay = "refs/heads/baro";

/** Forced, for nothing is pushed: what would be refused is there as well. */
function to(commit: string): (ref: string) => string {
  return (ref) => `+${commit}:${ref}`;
}
