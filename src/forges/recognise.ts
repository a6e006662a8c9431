import type { ForgeRepository, ForgeSetting } from "../core/delivery.ts";
import { BaroError } from "../core/error.ts";
import { type Environment, type Forge, namedIn } from "./forge.ts";
import { forgeNamed, forges, publicForge } from "./forges.ts";
import { parseRemoteUrl } from "./remote-url.ts";

/**
 * Tells which forge a remote's URL belongs to. By name for the public ones; any other host only when the person's own
 * settings or environment say what it is, because a token will be sent there. Throws `config` when those name no forge.
 */
export function forgeOfUrl(url: string, env: Environment, setting: ForgeSetting | null): ForgeRepository | null {
  const place = parseRemoteUrl(url);
  if (place === null || !place.path.includes("/")) return null;
  const known = setting ?? settingOf(publicForge(place.host)) ?? forgeSettingOf(env["BARO_FORGE"]);
  const said = known ?? settingOf(privateForge(place.host, env));
  if (said === null) return null;
  const forge = forgeNamed(said.kind);
  const origin = `${place.scheme === "http" ? "http" : "https"}://${place.host}`;
  return {
    kind: forge.kind,
    host: place.host,
    path: place.path,
    webUrl: `${origin}/${place.path}`,
    apiUrl: (said.apiUrl ?? forge.apiUrl(place.host, origin)).replace(/\/+$/, ""),
  };
}

/** Reads `BARO_FORGE`: `KIND` or `KIND:API_URL`. Throws `config` when the kind is unknown. */
export function forgeSettingOf(text: string | undefined): ForgeSetting | null {
  if (text === undefined || text === "") return null;
  const [, name = "", apiUrl] = /^([^:]*)(?::(.+))?$/.exec(text) ?? [];
  try {
    return { kind: forgeNamed(name, "BARO_FORGE").kind, apiUrl: apiUrl ?? null };
  } catch (error) {
    if (!(error instanceof BaroError)) throw error;
    throw new BaroError("config", error.message, {
      hint: `Write KIND or KIND:API_URL, where KIND is one of: ${forges.map(({ kind }) => kind).join(", ")}`,
    });
  }
}

/** Whether everybody knows the host for a forge: only there, a link of a goal is followed unasked. */
export function isPublicHost(host: string): boolean {
  return publicForge(host) !== null;
}

function privateForge(host: string, env: Environment): Forge | null {
  const said = ({ hosts }: Forge) => hosts.own?.test(host) === true || namedIn(env, host, hosts.variables);
  return forges.find(said) ?? forges.find(({ hosts }) => hosts.likely.test(host)) ?? null;
}

function settingOf(forge: Forge | null): ForgeSetting | null {
  return forge === null ? null : { kind: forge.kind, apiUrl: null };
}
