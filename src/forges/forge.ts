import { type ForgeKind, type ForgeRepository, type ForgeSetting, forgeKinds } from "../core/delivery.ts";
import { BaroError } from "../core/error.ts";
import { parseRemoteUrl, type RemotePlace } from "./remote-url.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Tells which forge a remote's URL belongs to. By name for the public ones; any other host only when the person's own
 * settings or environment say what it is, because a token will be sent there.
 */
export function forgeOfUrl(url: string, env: Environment, setting: ForgeSetting | null): ForgeRepository | null {
  const place = parseRemoteUrl(url);
  if (place === null || !place.path.includes("/")) return null;
  const known =
    setting ?? publicForge(place.host) ?? forgeSettingOf(env["BARO_FORGE"]) ?? privateForge(place.host, env);
  return known === null ? null : forgeRepository(place, known);
}

/** Reads `BARO_FORGE`: `KIND` or `KIND:API_URL`. Throws `config` when the kind is unknown. */
export function forgeSettingOf(text: string | undefined): ForgeSetting | null {
  if (text === undefined || text === "") return null;
  const [, name = "", apiUrl] = /^([^:]*)(?::(.+))?$/.exec(text) ?? [];
  const kind = forgeKinds.find((known) => known === name.toLowerCase().replace("forgejo", "gitea"));
  if (kind === undefined) {
    throw new BaroError("config", `Cannot read BARO_FORGE: "${name}" is no forge`, {
      hint: `Write KIND or KIND:API_URL, where KIND is one of: ${forgeKinds.join(", ")}`,
    });
  }
  return { kind, apiUrl: apiUrl ?? null };
}

const publicHosts: Readonly<Record<string, ForgeKind>> = {
  "github.com": "github",
  "gitlab.com": "gitlab",
  "codeberg.org": "gitea",
  "gitea.com": "gitea",
  "bitbucket.org": "bitbucket",
};

/** Whether everybody knows the host for a forge: only there, a link of a goal is followed unasked. */
export function isPublicHost(host: string): boolean {
  return Object.hasOwn(publicHosts, host);
}

/** What everybody knows comes before what the environment says: that is meant for hosts without a name of their own. */
function publicForge(host: string): ForgeSetting | null {
  const kind = publicHosts[host];
  return kind === undefined ? null : { kind, apiUrl: null };
}

function privateForge(host: string, env: Environment): ForgeSetting | null {
  const kind = privateHost(host, env);
  return kind === null ? null : { kind, apiUrl: null };
}

function privateHost(host: string, env: Environment): ForgeKind | null {
  if (host.endsWith(".ghe.com") || host === env["GH_HOST"] || host === hostOf(env["GITHUB_SERVER_URL"]))
    return "github";
  if (host === hostOf(env["GITLAB_HOST"]) || host === env["CI_SERVER_HOST"]) return "gitlab";
  if (/^(github|gitlab|gitea|forgejo)\./.test(host)) {
    return host.startsWith("forgejo.") ? "gitea" : (host.slice(0, host.indexOf(".")) as ForgeKind);
  }
  return null;
}

/** The host of a URL, or the text itself when it is a bare host. */
export function hostOf(text: string | undefined): string | null {
  if (text === undefined || text === "") return null;
  return URL.canParse(text) && text.includes("://") ? new URL(text).host : text.toLowerCase();
}

function forgeRepository(place: RemotePlace, setting: ForgeSetting): ForgeRepository {
  const origin = `${place.scheme === "http" ? "http" : "https"}://${place.host}`;
  return {
    kind: setting.kind,
    host: place.host,
    path: place.path,
    webUrl: `${origin}/${place.path}`,
    apiUrl: (setting.apiUrl ?? usualApi(setting.kind, place.host, origin)).replace(/\/+$/, ""),
  };
}

function usualApi(kind: ForgeKind, host: string, origin: string): string {
  switch (kind) {
    case "github":
      if (host === "github.com") return "https://api.github.com";
      return host.endsWith(".ghe.com") ? `https://api.${host}` : `${origin}/api/v3`;
    case "gitlab":
      return `${origin}/api/v4`;
    case "gitea":
      return `${origin}/api/v1`;
    case "bitbucket":
      return "https://api.bitbucket.org/2.0";
  }
}

/** The page where a person opens the request for a pushed branch. */
export function requestForm(forge: ForgeRepository, branch: string, target: string, headOwner: string | null): string {
  const head = encodeURIComponent(branch).replaceAll("%2F", "/");
  const into = encodeURIComponent(target).replaceAll("%2F", "/");
  const from = headOwner === null ? head : `${headOwner}:${head}`;
  switch (forge.kind) {
    case "github":
      return `${forge.webUrl}/compare/${into}...${from}?expand=1`;
    case "gitea":
      return `${forge.webUrl}/compare/${into}...${from}`;
    case "gitlab":
      return `${forge.webUrl}/-/merge_requests/new?merge_request[source_branch]=${head}&merge_request[target_branch]=${into}`;
    case "bitbucket":
      return `${forge.webUrl}/pull-requests/new?source=${head}&dest=${into}`;
  }
}

/** What the forge calls a request to merge. */
export function requestName(kind: ForgeKind): "pull request" | "merge request" {
  return kind === "gitlab" ? "merge request" : "pull request";
}

/** `owner` of `owner/name`. */
export function ownerOf(path: string): string {
  return path.slice(0, path.indexOf("/"));
}
