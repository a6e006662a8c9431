import { type DeliverySettings, defaultDeliverySettings } from "../core/delivery.ts";
import { BaroError } from "../core/error.ts";
import type { FollowUp } from "../core/options.ts";
import { forgeError } from "../forges/advice.ts";
import { ForgeFailure } from "../forges/failure.ts";
import type { RequestFacts } from "../forges/forge-api.ts";
import { forgeOf } from "../forges/forges.ts";
import { isAncestor, readRef } from "../git/refs.ts";
import type { Host } from "../host/host.ts";
import { lookLocally, type OwnForge, openOwnForge } from "./planning/look-around.ts";
import { fetchHead } from "./remote/fetch-head.ts";
import type { GitPeer } from "./remote/network-git.ts";
import { remoteBranch } from "./remote/push.ts";

/** The work that a follow-up goes on with. */
export interface FollowUpWork {
  /** The branch that gets the new commits, as the remote calls it. */
  branch: string;
  /** The commit to build on. */
  head: string;
  /** Where `head` is from; `local`: nobody has pushed the branch. */
  from: "remote" | "local";
  request: RequestFacts | null;
  /** The branch can be pushed to: it is in the repository that the person pushes to. */
  pushable: boolean;
}

export interface FollowUpInput {
  root: string;
  followUp: FollowUp;
  /** The branch of the newest run of this repository, for a follow-up that names nothing; `null`: there is none. */
  newestBranch: string | null;
  settings?: Partial<DeliverySettings>;
  /** Nothing will be pushed: then a request from somebody's fork can be built upon as well. */
  staysHere?: boolean;
  signal: AbortSignal;
}

const askTimeoutMs = 15_000;

/**
 * Finds the branch and the request that a follow-up goes on with, and fetches its head. Nothing of the person's is
 * checked out or moved. Throws `input-needed` when the request was merged or closed since, or nothing is named at all, and
 * `delivery-impossible` when the branch is not ours to push to.
 */
export async function findFollowUp(host: Host, input: FollowUpInput): Promise<FollowUpWork> {
  const { root, followUp, signal } = input;
  const settings = { ...defaultDeliverySettings, ...input.settings };
  const forge = await openOwnForge(host, root, settings, { timeoutMs: askTimeoutMs, signal });
  if (followUp.pr !== null) return await onRequest(host, input, forge, followUp.pr);
  const branch = followUp.branch ?? input.newestBranch;
  if (branch === null) {
    throw new BaroError("input-needed", "Cannot go on: no run of this repository left a branch", {
      hint: "Name the work with --pr N or --branch B",
    });
  }
  return await onBranch(host, input, forge, settings, branch);
}

async function onRequest(
  host: Host,
  { root, staysHere, signal }: FollowUpInput,
  forge: OwnForge | null,
  number: number,
): Promise<FollowUpWork> {
  if (forge === null) {
    throw new BaroError(
      "delivery-impossible",
      `Cannot look up pull request #${number}: no remote is on a known forge`,
      {
        hint: "Name the branch with --branch B instead",
      },
    );
  }
  const name = forgeOf(forge.into).requestName;
  const request = await asked(forge, `look up ${name} #${number}`, () => forge.api.request(number));
  if (request === null) {
    throw new BaroError(
      "no-base",
      `Cannot go on with ${name} #${number}: ${forge.into.path} has none with that number`,
      {
        hint: "Check the number, or name the branch with --branch B",
      },
    );
  }
  requireOpen(request, name);
  const { branch, repository } = request.head;
  const pushable = repository.toLowerCase() === forge.head.path.toLowerCase();
  if (!pushable && staysHere !== true) {
    const place = repository === "" ? "a repository that is gone" : repository;
    throw new BaroError("delivery-impossible", `Cannot go on with ${name} #${number}: its branch is in ${place}`, {
      hint: "Build on it here with --deliver branch, or start from a clone of that repository",
    });
  }
  const peer = peerOf(forge, root, signal, pushable ? forge.headRemote : forge.intoRemote);
  // The head of somebody else's fork is offered by the repository that the request goes into.
  const ref = pushable ? `refs/heads/${branch}` : requestRef(forge, number);
  return { branch, head: await fetchHead(host, peer, ref), from: "remote", request, pushable };
}

async function onBranch(
  host: Host,
  input: FollowUpInput,
  forge: OwnForge | null,
  settings: DeliverySettings,
  branch: string,
): Promise<FollowUpWork> {
  const { root } = input;
  const head = { repository: forge?.head.path ?? "", branch };
  const name = forge === null ? "request" : forgeOf(forge.into).requestName;
  const find = () => forge?.api.findRequest(head, "any") ?? Promise.resolve(null);
  const request = forge === null ? null : await asked(forge, `look up the ${name} of ${branch}`, find);
  if (request !== null) requireOpen(request, name);
  const local = await readRef(host, root, `refs/heads/${branch}`);
  const remote = await remoteHead(host, input, forge, settings, branch);
  if (remote === null && local === null) {
    throw new BaroError("no-base", `Cannot go on with "${branch}": there is no such branch, here or on a remote`, {
      hint: "List the branches with: git branch --all",
    });
  }
  return { branch, ...(await newerHead(host, root, branch, local, remote)), request, pushable: true };
}

async function remoteHead(
  host: Host,
  { root, signal }: FollowUpInput,
  forge: OwnForge | null,
  settings: DeliverySettings,
  branch: string,
): Promise<string | null> {
  const local = await lookLocally(host, root, "HEAD", settings);
  if (!("name" in local.remote) || local.url === null) return null;
  const peer: GitPeer = { root, to: local.to, url: local.url, token: forge?.token ?? null, signal };
  const seen = await remoteBranch(host, peer, branch);
  if ("failed" in seen || seen.commit === null) return null;
  return await fetchHead(host, peer, `refs/heads/${branch}`);
}

/** Of the branch here and the branch there, the one that holds the other. Throws `delivery-impossible` when none does. */
async function newerHead(
  host: Host,
  root: string,
  branch: string,
  local: string | null,
  remote: string | null,
): Promise<Pick<FollowUpWork, "head" | "from">> {
  if (remote === null) return { head: local ?? "", from: "local" };
  if (local === null || (await isAncestor(host, root, local, remote))) return { head: remote, from: "remote" };
  if (await isAncestor(host, root, remote, local)) return { head: local, from: "local" };
  throw new BaroError("delivery-impossible", `Cannot go on with "${branch}": it differs from the one on the remote`, {
    hint: `Look at both: git log --oneline --left-right ${local.slice(0, 10)}...${remote.slice(0, 10)}`,
  });
}

function requireOpen(request: RequestFacts, name: string): void {
  if (request.state === "open") return;
  throw new BaroError("input-needed", `Cannot go on with ${name} #${request.number}: it was ${request.state}`, {
    hint: `Start a new run for what is still to be done${request.state === "closed" ? ", or reopen it" : ""}`,
  });
}

/** A forge that can't be asked leaves open whether the work was merged: guessing would be worse than stopping. */
async function asked<T>(forge: OwnForge, doing: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ForgeFailure)) throw error;
    throw forgeError("delivery-impossible", doing, error, forge.into);
  }
}

function requestRef({ into }: OwnForge, number: number): string {
  const { api } = forgeOf(into);
  if (api === null) throw new Error("A forge without an API was asked for a request");
  return api.requestRef(number);
}

function peerOf(forge: OwnForge, root: string, signal: AbortSignal, remote: string): GitPeer {
  return { root, to: remote, url: forge.headUrl, token: forge.token, signal };
}
