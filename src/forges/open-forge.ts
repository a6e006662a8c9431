import type { ForgeRepository } from "../core/delivery.ts";
import { forgeClient } from "./client.ts";
import type { ForgeApi } from "./forge-api.ts";
import { forgeOf } from "./forges.ts";
import type { ForgeConnection, WebHost } from "./http.ts";

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
