import type { ForgeKind, ForgeRepository } from "../core/delivery.ts";
import { tryGit } from "../git/git.ts";
import { childEnvironment } from "../host/environment.ts";
import { type Host, SpawnError } from "../host/host.ts";
import { runCommand } from "../host/run-command.ts";
import { hostOf, isPublicHost } from "./forge.ts";

export type TokenSource = "environment" | "gh" | "git" | "url";

/** A sign-in for a forge. `value` is a secret: never stored, never shown. */
export interface Token {
  value: string;
  source: TokenSource;
  /** The variable that held it, for messages. */
  name: string;
}

const signInTimeoutMs = 5000;
/** What `gh` and credential helpers need to reach the keyring of the person's session. */
const keyringVariables = ["GH_CONFIG_DIR", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY"];

/** The environment that git's credential helpers need; no window of theirs may open. */
export function helperEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const names = keyringVariables.filter((name) => env[name] !== undefined);
  return { ...Object.fromEntries(names.map((name) => [name, env[name] ?? ""])), GCM_INTERACTIVE: "never" };
}

/** For which forge a sign-in is looked for. */
export interface TokenSearch {
  root: string;
  forge: ForgeRepository;
  /** The person's own settings say what this host is, so the plain variables count there. */
  trusted: boolean;
  /** The remote's URL, which may hold a token. */
  url: string | null;
  signal: AbortSignal;
}

/**
 * Finds the person's sign-in for a forge: the environment, `gh`'s own sign-in, what git's credential helpers know, what
 * the remote's URL holds. Nothing asks, nothing waits for a person.
 */
export async function findToken(host: Host, search: TokenSearch): Promise<Token | null> {
  const { root, forge, trusted, url, signal } = search;
  for (const name of tokenVariables(forge, host.env, trusted)) {
    const value = host.env[name]?.trim();
    if (value !== undefined && value !== "") return { value, source: "environment", name };
  }
  const gh = forge.kind === "github" ? await tokenOfGh(host, root, forge.host, signal) : null;
  if (gh !== null) return { value: gh, source: "gh", name: "gh auth token" };
  const stored = await tokenOfGit(host, root, forge, signal);
  if (stored !== null) return { value: stored, source: "git", name: "git credential" };
  const inside = tokenInUrl(url, forge.host);
  return inside === null ? null : { value: inside, source: "url", name: "the remote's URL" };
}

function tokenInUrl(url: string | null, host: string): string | null {
  if (url === null || !/^https?:/.test(url) || !URL.canParse(url)) return null;
  const { host: there, password } = new URL(url);
  return there.toLowerCase() === host && password !== "" ? decodeURIComponent(password) : null;
}

/**
 * The variables that may hold a token for this host. A token made for the public forge is not sent to another host
 * because a remote's URL says so: the environment has to name that host as well.
 */
export function tokenVariables(
  forge: ForgeRepository,
  env: Readonly<Record<string, string | undefined>>,
  trusted: boolean,
): string[] {
  const named = env["BARO_FORGE"] !== undefined && !isPublicHost(forge.host);
  const own = trusted || named || isOwnHost(forge, env);
  const enterprise = forge.kind === "github" && forge.host !== "github.com" ? enterpriseVariables : [];
  return own ? [...enterprise, ...plainVariables[forge.kind]] : enterprise;
}

const enterpriseVariables = ["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"];

const plainVariables: Readonly<Record<ForgeKind, readonly string[]>> = {
  github: ["GH_TOKEN", "GITHUB_TOKEN"],
  gitlab: ["GITLAB_TOKEN", "GITLAB_ACCESS_TOKEN"],
  gitea: ["GITEA_TOKEN", "FORGEJO_TOKEN"],
  bitbucket: [],
};

function isOwnHost({ kind, host }: ForgeRepository, env: Readonly<Record<string, string | undefined>>): boolean {
  switch (kind) {
    case "github":
      return host === "github.com" || host.endsWith(".ghe.com") || namedIn(env, host, "GH_HOST", "GITHUB_SERVER_URL");
    case "gitlab":
      return host === "gitlab.com" || namedIn(env, host, "GITLAB_HOST", "CI_SERVER_HOST", "CI_SERVER_URL");
    case "gitea":
      return namedIn(env, host, "GITEA_SERVER_URL", "FORGEJO_SERVER_URL", "GITHUB_SERVER_URL");
    case "bitbucket":
      return false;
  }
}

function namedIn(env: Readonly<Record<string, string | undefined>>, host: string, ...names: string[]): boolean {
  return names.some((name) => hostOf(env[name]) === host);
}

async function tokenOfGh(host: Host, root: string, forgeHost: string, signal: AbortSignal): Promise<string | null> {
  try {
    const result = await runCommand(host, {
      program: "gh",
      args: ["auth", "token", "--hostname", forgeHost],
      cwd: root,
      env: childEnvironment(host.env, { GH_PROMPT_DISABLED: "1", GH_NO_UPDATE_NOTIFIER: "1" }, keyringVariables),
      timeoutMs: signInTimeoutMs,
      signal,
      maxStdoutBytes: 64 * 1024,
    });
    const token = result.stdout.toString("utf8").trim();
    return result.exitCode === 0 && token !== "" ? token : null;
  } catch (error) {
    if (error instanceof SpawnError) return null;
    throw error;
  }
}

async function tokenOfGit(
  host: Host,
  root: string,
  forge: ForgeRepository,
  signal: AbortSignal,
): Promise<string | null> {
  const { protocol } = new URL(forge.webUrl);
  const question = `protocol=${protocol.slice(0, -1)}\nhost=${forge.host}\npath=${forge.path}.git\n\n`;
  const result = await tryGit(host, root, ["credential", "fill"], {
    stdin: question,
    env: helperEnvironment(host.env),
    timeoutMs: signInTimeoutMs,
    signal,
  });
  if (result.exitCode !== 0) return null;
  const password = /^password=(.+)$/m.exec(result.stdout.toString("utf8"))?.[1];
  return password === undefined || password === "" ? null : password;
}
