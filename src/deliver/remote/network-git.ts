import { helperEnvironment } from "../../forges/token.ts";
import { type GitOptions, noHooks, tryGit } from "../../git/git.ts";
import type { Host } from "../../host/host.ts";
import type { CommandResult } from "../../host/run-command.ts";
import { redact } from "../../text/redact.ts";

/** Where git talks to, and the sign-in to fall back on. */
export interface GitPeer {
  root: string;
  /** A remote's name, or a URL. */
  to: string;
  /** The URL behind `to`, which may hold credentials. */
  url: string;
  /** The forge's token; used only over http, and only when the person's own way in does not work. */
  token: string | null;
  signal: AbortSignal;
}

export interface NetworkResult {
  ok: boolean;
  stdout: string;
  /** What git and the server said, without secrets. */
  said: string;
}

const noAccess = /Authentication failed|could not read (Username|Password)|error: 40[13]|access denied|denied to|403/i;

/**
 * Runs a git command that talks to a remote: first as the person has set it up (their helpers, keys and headers), then
 * with the forge's token when that was refused. The token goes by the environment, and no helper may store it.
 */
export async function gitOverNetwork(
  host: Host,
  peer: GitPeer,
  args: readonly string[],
  options: GitOptions = {},
): Promise<NetworkResult> {
  // A hook is asked elsewhere: where it finds what is pushed, and not what lies in the person's checkout.
  const command = [...noHooks, ...args];
  const own = { ...options, signal: peer.signal, env: { ...options.env, ...helperEnvironment(host.env) } };
  const first = await tryGit(host, peer.root, command, own);
  if (first.exitCode === 0 || peer.signal.aborted) return resultOf(first, peer);
  const retry = peer.token !== null && /^https?:/.test(peer.url) && noAccess.test(first.stderr.toString("utf8"));
  if (!retry || peer.token === null) return resultOf(first, peer);
  const env = { ...own.env, ...tokenEnvironment(host.env, peer.url, peer.token) };
  return resultOf(await tryGit(host, peer.root, command, { ...own, env }), peer);
}

function resultOf(result: CommandResult, { token, url }: GitPeer): NetworkResult {
  const secrets = [token, ...credentialsIn(url)];
  const said = redact(result.stderr.toString("utf8"), secrets).trim();
  return {
    ok: result.exitCode === 0,
    stdout: redact(result.stdout.toString("utf8"), secrets),
    // Last, where a reader looks for what ended it.
    said: result.timedOut ? `${said}\nfatal: no answer in time`.trim() : said,
  };
}

/** Settings for one call: the token as a header for this host alone, no header or helper of anybody else beside it. */
function tokenEnvironment(env: Host["env"], url: string, token: string): Record<string, string> {
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  const { origin } = new URL(url);
  const count = Number(env["GIT_CONFIG_COUNT"] ?? 0) || 0;
  const settings: [string, string][] = [
    [`http.${origin}/.extraheader`, ""],
    [`http.${origin}/.extraheader`, `Authorization: Basic ${basic}`],
    ["credential.helper", ""],
  ];
  const variables = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${count + index}`, key],
    [`GIT_CONFIG_VALUE_${count + index}`, value],
  ]);
  return { ...Object.fromEntries(variables), GIT_CONFIG_COUNT: String(count + settings.length) };
}

function credentialsIn(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const { username, password } = new URL(url);
  // A user name alone is a secret when it is a token; `git@` is none.
  const lone = password === "" && username.length >= 16 ? [username] : [];
  return [password, decodeURIComponent(password), ...lone].filter((text) => text !== "");
}
