import type { DeliverySettings, ForgeRepository } from "../../core/delivery.ts";
import { forges } from "../../forges/forges.ts";
import { forgeOfUrl } from "../../forges/recognise.ts";
import { tryGit } from "../../git/git.ts";
import type { Host } from "../../host/host.ts";
import { pushAddress } from "../remote/remote.ts";
import type { LocalFacts, NoRequest, RequestPlaces } from "./inquiry.ts";

/** A clone of a fork names the original `upstream`, or marks it as `gh` does. */
export async function choosePlaces(
  host: Host,
  root: string,
  local: LocalFacts,
  own: ForgeRepository,
  settings: DeliverySettings,
): Promise<RequestPlaces> {
  const remote = "name" in local.remote ? local.remote.name : "origin";
  const marked = await tryGit(host, root, ["config", "--get-regexp", "^remote\\..*\\.gh-resolved$", "^base$"]);
  const markedName = /^remote\.(.*)\.gh-resolved base$/m.exec(marked.stdout.toString("utf8"))?.[1] ?? "upstream";
  const intoRemote = local.names.includes(markedName) ? markedName : remote;
  // A remote of two minds fetches from the original and pushes to the fork.
  const { url, fetchUrl } = await pushAddress(host, root, intoRemote);
  const into = forgeOfUrl(intoRemote === remote ? fetchUrl : url, host.env, settings.forge);
  const same = into === null || into.host !== own.host || into.path.toLowerCase() === own.path.toLowerCase();
  return same ? { into: own, head: null, intoRemote: remote } : { into, head: own, intoRemote };
}

/** Commits of the person that the work builds on and that nobody has seen yet would come along. */
export async function unpushedNotice(host: Host, root: string, base: string, tracked: string): Promise<string[]> {
  const ref = `refs/remotes/${tracked}`;
  const result = await tryGit(host, root, ["rev-list", "--count", `${base}^{commit}`, "--not", ref, "--"]);
  const count = result.exitCode === 0 ? Number(result.stdout.toString("utf8")) : 0;
  if (count === 0) return [];
  return [`${count === 1 ? "One commit" : `${count} commits`} of yours that ${tracked} does not have will be included`];
}

/** What rules a request out without a look at the network. */
export function offlineObstacle(local: LocalFacts): NoRequest | null {
  if (local.closed !== null) return { impossible: local.closed.why, hint: local.closed.hint, question: null };
  if (!("missing" in local.remote)) return local.url === null ? noForge(local) : null;
  if (local.remote.missing === "none") {
    return {
      impossible: "the repository has no remote",
      hint: "Add one with: git remote add origin URL",
      question: null,
    };
  }
  return {
    impossible: `the repository has several remotes (${local.names.join(", ")}) and none is preferred`,
    hint: "Choose one with: git config remote.pushDefault NAME",
    question: null,
  };
}

export function noForge(local: LocalFacts): NoRequest {
  const name = "name" in local.remote ? local.remote.name : "";
  return {
    impossible: `remote "${name}" is not on a known forge`,
    hint: `Say which forge it is with BARO_FORGE=KIND (${forges.map(({ kind }) => kind).join(", ")})`,
    question: null,
  };
}
