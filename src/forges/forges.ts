import type { ForgeRepository } from "../core/delivery.ts";
import { BaroError } from "../core/error.ts";
import { bitbucket } from "./bitbucket.ts";
import { forgeClient } from "./client.ts";
import type { Forge } from "./forge.ts";
import type { ForgeApi } from "./forge-api.ts";
import { gitea } from "./gitea/gitea.ts";
import { github } from "./github/github.ts";
import { gitlab } from "./gitlab/gitlab.ts";
import type { ForgeConnection, WebHost } from "./http.ts";

/** The forges that are known, in the order in which they are asked whose a host or a link is. */
export const forges: readonly Forge[] = [github, gitlab, gitea, bitbucket];

/** The forge of that kind. Throws `config` when no forge is called so. */
export function forgeNamed(name: string, from = "the setting"): Forge {
  const word = name.toLowerCase();
  const forge = forges.find(({ kind, otherNames }) => kind === word || otherNames.includes(word));
  if (forge !== undefined) return forge;
  throw new BaroError("config", `Cannot read ${from}: "${name}" is not a forge`, {
    hint: `Write one of: ${forges.map(({ kind }) => kind).join(", ")}`,
  });
}

/** The forge that a repository is on. */
export function forgeOf({ kind }: { kind: string }): Forge {
  return forgeNamed(kind, "the repository's forge");
}

/** The forge that everybody knows a host for; `null`: none. */
export function publicForge(host: string): Forge | null {
  return forges.find(({ hosts }) => hosts.known.includes(host)) ?? null;
}

/** The one name of a host that goes by several. */
export function canonicalHost(host: string): string {
  for (const { hosts } of forges) {
    const name = hosts.otherNames[host];
    if (name !== undefined) return name;
  }
  const bare = host.replace(/^www\./, "");
  return publicForge(bare) === null ? host : bare;
}

/** How long and how often a forge is asked. */
export type ForgeTerms = Pick<ForgeConnection, "timeoutMs" | "maxTries" | "signal">;

/** The API of a repository's forge; `null` for a forge whose API is not used. Nothing is sent yet. */
export function openForge(
  host: WebHost,
  repository: ForgeRepository,
  token: string | null,
  terms: ForgeTerms,
): ForgeApi | null {
  const { api } = forgeOf(repository);
  if (api === null) return null;
  const { authorize } = api;
  return api.open(forgeClient(host, { apiUrl: repository.apiUrl, token, authorize, ...terms }), repository);
}
