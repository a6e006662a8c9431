import { type Forge, inPath, namedIn } from "../forge.ts";
import { giteaApi } from "./api.ts";

const serverVariables = ["GITEA_SERVER_URL", "FORGEJO_SERVER_URL"];

/** Gitea and Forgejo: Codeberg and servers of one's own. */
export const gitea: Forge = {
  kind: "gitea",
  otherNames: ["forgejo"],
  requestName: "pull request",
  maxBody: 65_000,
  hosts: {
    known: ["codeberg.org", "gitea.com"],
    otherNames: {},
    own: null,
    variables: serverVariables,
    likely: /^(gitea|forgejo)\./,
  },
  links: {
    host: /(^|\.)(gitea|forgejo|codeberg)\b/,
    paths: [{ pattern: /^(?<name>[^/]+\/[^/]+)\/pulls\/(?<number>\d+)/, kind: "pull-request" }],
    shorthands: [],
  },
  signIn: {
    hostVariables: () => [],
    variables: ["GITEA_TOKEN", "FORGEJO_TOKEN"],
    // Its Actions name their server in the variable of the forge that they are modelled on.
    mayGoTo: (host, env) => namedIn(env, host, [...serverVariables, "GITHUB_SERVER_URL"]),
    ask: null,
    hint: () => "Set GITEA_TOKEN and GITEA_SERVER_URL",
  },
  apiUrl: (_host, origin) => `${origin}/api/v1`,
  requestForm: ({ webUrl }, { branch, target, headOwner }) => {
    const from = headOwner === null ? inPath(branch) : `${headOwner}:${inPath(branch)}`;
    return `${webUrl}/compare/${inPath(target)}...${from}`;
  },
  api: {
    authorize: (token) => ({ authorization: `token ${token}` }),
    open: giteaApi,
    requestRef: (number) => `refs/pull/${number}/head`,
  },
  push: null,
};
