import { ForgeFailure } from "../../forges/failure.ts";
import type { ForgeApi } from "../../forges/forge-api.ts";
import { parseRemoteUrl } from "../../forges/remote-url.ts";
import type { Host } from "../../host/host.ts";
import type { DeliverInput } from "../deliver-input.ts";
import { type GitPeer, gitOverNetwork } from "../remote/network-git.ts";
import { pushAddress } from "../remote/remote.ts";

/** Where the branch is pushed to, and which repository that is on the forge. */
export interface PushPlace extends GitPeer {
  repository: string;
}

/** The person's remote, or a fork that is made (or found) now. Throws `ForgeFailure`. */
export async function pushPlace(
  host: Host,
  { plan, root, signal }: DeliverInput,
  api: ForgeApi | null,
  token: string | null,
): Promise<PushPlace> {
  const name = plan.remote?.name ?? "origin";
  const { to, url } = await pushAddress(host, root, name);
  const own: PushPlace = { root, to, url, token, signal, repository: plan.head?.path ?? plan.forge?.path ?? "" };
  if (!plan.makesFork || api === null || api.fork === null) return own;
  const fork = await api.fork();
  const overSsh = parseRemoteUrl(url)?.scheme === "ssh";
  const forkUrl = overSsh ? fork.sshUrl : fork.cloneUrl;
  // The address is the server's word, and becomes an argument of git.
  if (parseRemoteUrl(forkUrl)?.host.replace(/:\d+$/, "") !== api.repository.host.replace(/:\d+$/, "")) {
    throw new ForgeFailure("garbled", "the fork is on another host");
  }
  const place = { ...own, to: forkUrl, url: forkUrl, repository: fork.path };
  await untilThere(host, place);
  return place;
}

/** A forge answers before its fork can be pushed to. */
async function untilThere(host: Host, place: PushPlace): Promise<void> {
  for (const waitMs of [0, 1000, 2000, 4000, 8000, 16_000, 30_000]) {
    await host.sleep(waitMs, place.signal);
    if (place.signal.aborted) break;
    const seen = await gitOverNetwork(host, place, ["ls-remote", "--quiet", place.to, "HEAD"], { timeoutMs: 30_000 });
    if (seen.ok) return;
  }
  throw new ForgeFailure("timeout", "the fork is not ready");
}
