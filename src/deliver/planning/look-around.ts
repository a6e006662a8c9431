import type { DeliverySettings, ForgeRepository } from "../../core/delivery.ts";
import type { ForgeApi } from "../../forges/forge-api.ts";
import { type ForgeTerms, forgeOf, openForge } from "../../forges/forges.ts";
import { forgeOfUrl } from "../../forges/recognise.ts";
import { findToken } from "../../forges/token.ts";
import type { Host } from "../../host/host.ts";
import { branchOfRef, chooseRemote, closedRemote, pushAddress, readRemotes } from "../remote/remote.ts";
import type { LocalFacts } from "./inquiry.ts";
import { choosePlaces } from "./plan-places.ts";

/** What the repository itself tells about where its work goes; nothing is sent. */
export async function lookLocally(
  host: Host,
  root: string,
  base: string,
  settings: DeliverySettings,
): Promise<LocalFacts> {
  const baseBranch = await branchOfRef(host, root, base);
  const { names, configured } = await readRemotes(host, root, baseBranch);
  const remote = chooseRemote({ names, asked: settings.remote, configured });
  if (!("name" in remote)) return { remote, names, url: null, to: "", closed: null, forge: null, baseBranch };
  const address = await pushAddress(host, root, remote.name);
  const { to, url } = address;
  const closed = await closedRemote(host, root, remote.name, address);
  const forge = forgeOfUrl(url, host.env, settings.forge);
  return { remote, names, url: url === "" ? null : url, to, closed, forge, baseBranch };
}

/** What the forge of the repository's remote calls a request; null: there is no forge that is known. Nothing is sent. */
export async function requestNameOf(host: Host, root: string, settings: DeliverySettings): Promise<string | null> {
  const { forge } = await lookLocally(host, root, "HEAD", settings);
  return forge === null ? null : forgeOf(forge).requestName;
}

/** The forge of a repository, ready to be asked. */
export interface OwnForge {
  api: ForgeApi;
  /** Where requests go into. */
  into: ForgeRepository;
  /** Where the person pushes to: `into` itself, or their fork of it. */
  head: ForgeRepository;
  /** The remotes that stand for both. */
  intoRemote: string;
  headRemote: string;
  headUrl: string;
  token: string | null;
}

/** The forge that the repository's remote is on; `null` without one that is known and has an API. */
export async function openOwnForge(
  host: Host,
  root: string,
  settings: DeliverySettings,
  terms: ForgeTerms,
): Promise<OwnForge | null> {
  const local = await lookLocally(host, root, "HEAD", settings);
  if (!("name" in local.remote) || local.forge === null || local.url === null) return null;
  const { into, head, intoRemote } = await choosePlaces(host, root, local, local.forge, settings);
  const trusted = settings.forge !== null;
  const token = await findToken(host, { root, forge: into, trusted, url: local.url, signal: terms.signal });
  const api = openForge(host, into, token?.value ?? null, terms);
  if (api === null) return null;
  return {
    api,
    into,
    head: head ?? into,
    intoRemote,
    headRemote: local.to,
    headUrl: local.url,
    token: token?.value ?? null,
  };
}
