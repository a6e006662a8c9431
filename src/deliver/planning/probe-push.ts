import { git } from "../../git/git.ts";
import type { Host } from "../../host/host.ts";
import { gitOverNetwork } from "../remote/network-git.ts";
import { reasonOf } from "../remote/push.ts";
import type { RequestInquiry } from "./inquiry.ts";

const probeTimeoutMs = 20_000;

/**
 * Why the person's remote can't be pushed to, as it says of a push that changes nothing: an unknown host, a key or a sign-in
 * that it does not take, a repository that is not there. `null`: it can. `token`: the forge's, as the real push has it.
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
    ["push", "--dry-run", "--no-verify", "--porcelain", local.to, `${commit}:refs/heads/baro/probe`],
    { timeoutMs: probeTimeoutMs },
  );
  return result.ok ? null : reasonOf(result);
}
