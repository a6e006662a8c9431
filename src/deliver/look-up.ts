import { type DeliverySettings, defaultDeliverySettings, type ForgeRepository } from "../core/delivery.ts";
import { BaroError } from "../core/error.ts";
import type { Link, LinkFacts, LookUp } from "../core/link.ts";
import { ForgeFailure } from "../forges/failure.ts";
import type { ForgeApi } from "../forges/forge-api.ts";
import { type ForgeTerms, openForge } from "../forges/forges.ts";
import { forgeOfUrl, isPublicHost } from "../forges/recognise.ts";
import { findToken } from "../forges/token.ts";
import type { Host } from "../host/host.ts";
import { openOwnForge } from "./planning/look-around.ts";

const lookUpTimeoutMs = 5000;

/**
 * Looks up what a goal links to: on the forge of this repository's remote, or on a public one. A link to any other host
 * is not followed, because a goal may be somebody else's text and the request would come from this machine.
 */
export function lookUpFrom(host: Host, root: string, settings: DeliverySettings = defaultDeliverySettings): LookUp {
  return async (link, signal) => {
    const terms = {
      timeoutMs: lookUpTimeoutMs,
      signal: AbortSignal.any([signal, AbortSignal.timeout(lookUpTimeoutMs)]),
    };
    try {
      const api = await forgeOfLink(host, root, settings, link, terms);
      return api === null || link.number === null ? null : await factsOf(api, link, link.number);
    } catch (error) {
      // What can't be reached is not known; that is not a reason to stop.
      if (error instanceof ForgeFailure || error instanceof BaroError) return null;
      throw error;
    }
  };
}

async function factsOf(api: ForgeApi, link: Link, number: number): Promise<LinkFacts | null> {
  if (link.kind === "page") return null;
  if (link.kind === "pull-request") return await api.request(number);
  const issue = await api.issue(number);
  // A forge that numbers issues and requests together may have meant the other.
  return issue === null && link.kind === null ? await api.request(number) : issue;
}

async function forgeOfLink(
  host: Host,
  root: string,
  settings: DeliverySettings,
  link: Link,
  terms: ForgeTerms,
): Promise<ForgeApi | null> {
  const own = await openOwnForge(host, root, settings, terms);
  const onOwnHost = own !== null && (link.host === null || sameHost(link.host, own.into));
  if (own !== null && onOwnHost) {
    const path = link.repository ?? own.into.path;
    if (path.toLowerCase() === own.into.path.toLowerCase()) return own.api;
    return openForge(host, elsewhere(own.into, path), own.token, terms);
  }
  if (link.host === null || link.repository === null || !isPublicHost(link.host)) return null;
  const forge = forgeOfUrl(`https://${link.host}/${link.repository}`, {}, null);
  if (forge === null) return null;
  const token = await findToken(host, { root, forge, trusted: false, url: null, signal: terms.signal });
  return openForge(host, forge, token?.value ?? null, terms);
}

/** Links are parsed without their port. */
function sameHost(linked: string, { host }: ForgeRepository): boolean {
  return linked === host || linked === host.replace(/:\d+$/, "");
}

function elsewhere(forge: ForgeRepository, path: string): ForgeRepository {
  return { ...forge, path, webUrl: forge.webUrl.slice(0, -forge.path.length) + path };
}
