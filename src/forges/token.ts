import type { ForgeRepository } from "../core/delivery.ts";
import { tryGit } from "../git/git.ts";
import type { Host } from "../host/host.ts";
import type { Environment } from "./forge.ts";
import { forgeOf } from "./forges.ts";
import { isPublicHost } from "./recognise.ts";
import { keyringVariables, signInTimeoutMs } from "./sign-in.ts";

export type TokenSource = "environment" | "program" | "git" | "url";

/** A sign-in for a forge. `value` is a secret: never stored, never shown. */
export interface Token {
  value: string;
  source: TokenSource;
  /** The variable that held it, for messages. */
  name: string;
}

/** The environment that git's credential helpers need; no window of theirs may open. */
export function helperEnvironment(env: Environment): Record<string, string> {
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
 * Finds the person's sign-in for a forge: the environment, the sign-in of the forge's own program, what git's credential helpers know, what
 * the remote's URL holds. Nothing asks, nothing waits for a person.
 */
export async function findToken(host: Host, search: TokenSearch): Promise<Token | null> {
  const { root, forge, trusted, url, signal } = search;
  for (const name of tokenVariables(forge, host.env, trusted)) {
    const value = host.env[name]?.trim();
    if (value !== undefined && value !== "") return { value, source: "environment", name };
  }
  const asked = (await forgeOf(forge).signIn.ask?.(host, root, forge.host, signal)) ?? null;
  if (asked !== null) return { value: asked, source: "program", name: "the forge's own program" };
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
export function tokenVariables(repository: ForgeRepository, env: Environment, trusted: boolean): string[] {
  const { signIn } = forgeOf(repository);
  const { host } = repository;
  const named = env["BARO_FORGE"] !== undefined && !isPublicHost(host);
  const own = trusted || named || signIn.mayGoTo(host, env);
  return [...signIn.hostVariables(host), ...(own ? signIn.variables : [])];
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
