import { childEnvironment } from "../../host/environment.ts";
import { type Host, SpawnError } from "../../host/host.ts";
import { runCommand } from "../../host/run-command.ts";
import { type Forge, inPath, namedIn } from "../forge.ts";
import { keyringVariables, signInTimeoutMs } from "../sign-in.ts";
import { githubApi } from "./api.ts";

const publicHost = "github.com";
const serverVariables = ["GH_HOST", "GITHUB_SERVER_URL"];
const ownNames = /\.ghe\.com$/;

/** GitHub: github.com, GHE.com and Enterprise servers. */
export const github: Forge = {
  kind: "github",
  otherNames: [],
  requestName: "pull request",
  // 65,536, less what people may add.
  maxBody: 65_000,
  hosts: {
    known: [publicHost],
    otherNames: { "ssh.github.com": publicHost },
    own: ownNames,
    variables: serverVariables,
    likely: /^github\./,
  },
  links: {
    host: /(^|\.)github\b/,
    paths: [
      { pattern: /^repos\/(?<name>[^/]+\/[^/]+)\/pulls\/(?<number>\d+)/, kind: "pull-request" },
      { pattern: /^repos\/(?<name>[^/]+\/[^/]+)\/issues\/(?<number>\d+)/, kind: "issue" },
      { pattern: /^(?<name>[^/]+\/[^/]+)\/pull\/(?<number>\d+)/, kind: "pull-request" },
    ],
    shorthands: [{ pattern: /\bgh:(?<name>[\w.-]+\/[\w.-]+)#(?<number>\d+)/i, kind: null }],
  },
  signIn: {
    hostVariables: (host) => (host === publicHost ? [] : ["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"]),
    variables: ["GH_TOKEN", "GITHUB_TOKEN"],
    mayGoTo: (host, env) => host === publicHost || ownNames.test(host) || namedIn(env, host, serverVariables),
    ask: tokenOfGh,
    hint: (host) => `Set ${host === publicHost ? "GH_TOKEN" : "GH_ENTERPRISE_TOKEN"}, or run gh auth login`,
  },
  apiUrl: (host, origin) => {
    if (host === publicHost) return "https://api.github.com";
    return ownNames.test(host) ? `https://api.${host}` : `${origin}/api/v3`;
  },
  requestForm: ({ webUrl }, { branch, target, headOwner }) => {
    const from = headOwner === null ? inPath(branch) : `${headOwner}:${inPath(branch)}`;
    return `${webUrl}/compare/${inPath(target)}...${from}?expand=1`;
  },
  api: {
    authorize: (token) => ({ authorization: `Bearer ${token}` }),
    open: githubApi,
    requestRef: (number) => `refs/pull/${number}/head`,
  },
  push: null,
};

/** The token of the person's sign-in with `gh`; `null`: none for this host, or no `gh`. Nothing asks. */
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
