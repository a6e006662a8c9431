import type { ForgeRepository } from "../../core/delivery.ts";
import { forgeOf } from "../../forges/forges.ts";
import { tryGit } from "../../git/git.ts";
import type { Host } from "../../host/host.ts";
import { shellWord } from "../../text/quoting.ts";
import type { NoRequest, RequestInquiry, RequestPlaces, RequestPlan } from "./inquiry.ts";
import { unpushedNotice } from "./plan-places.ts";
import { probePush } from "./probe-push.ts";

/**
 * The way to a request without the forge's API: some open one on options of the push itself; others have a form that
 * a person sends. `auto` wants neither: it opens a request only where that can be seen through to its end.
 */
export async function planWithoutApi(
  host: Host,
  inquiry: RequestInquiry,
  { into, head, intoRemote }: RequestPlaces,
): Promise<RequestPlan | NoRequest> {
  const forge = forgeOf(into);
  const byForm = forge.api === null;
  const byPush = forge.push !== null && head === null;
  if (inquiry.choice !== "pr" || (!byForm && !byPush)) return noSignIn(into);
  const target = await targetInGit(host, inquiry, intoRemote);
  if (target === null) {
    return {
      impossible: "the branch that it should go into is not known",
      hint: `Run: git remote set-head ${shellWord(intoRemote)} --auto`,
      question: null,
    };
  }
  const refused = await probePush(host, inquiry, null);
  if (refused !== null) return { impossible: refused, hint: "Check git push", question: null };
  return {
    why: byForm
      ? `A pushed branch and the form of a ${forge.requestName} into ${target} of ${into.path} on ${into.host}`
      : `A ${forge.requestName} into ${target} of ${into.path} on ${into.host}, opened by the push itself`,
    notices: await unpushedNotice(host, inquiry.root, inquiry.base, `${intoRemote}/${target}`),
    forge: into,
    head,
    route: byForm ? "form" : "push-options",
    target,
    targetProtected: null,
    makesFork: false,
  };
}

function noSignIn(into: ForgeRepository): NoRequest {
  const { api, signIn } = forgeOf(into);
  const impossible = api === null ? `${into.host} needs a person to open it` : `there is no sign-in for ${into.host}`;
  return { impossible, hint: signIn.hint(into.host), question: null };
}

/** The target, as far as git alone knows: asked for, the base's own branch when it was ever pushed, the remote's HEAD. */
async function targetInGit(
  host: Host,
  { root, local, settings }: RequestInquiry,
  remote: string,
): Promise<string | null> {
  if (settings.target !== null) return settings.target;
  if (local.baseBranch !== null) {
    const ref = `refs/remotes/${remote}/${local.baseBranch}`;
    if ((await tryGit(host, root, ["rev-parse", "--verify", "--quiet", ref])).exitCode === 0) return local.baseBranch;
  }
  const head = await tryGit(host, root, ["symbolic-ref", "--quiet", `refs/remotes/${remote}/HEAD`]);
  const name = head.stdout.toString("utf8").trim().slice(`refs/remotes/${remote}/`.length);
  return name === "" ? null : name;
}
