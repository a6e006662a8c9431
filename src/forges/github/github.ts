import { type Forge, inPath, namedIn } from "../forge.ts";
import { githubApi } from "./api.ts";
import { tokenOfGh } from "./gh.ts";

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
