import { type Forge, inPath, namedIn } from "../forge.ts";
import { gitlabApi } from "./api.ts";

const publicHost = "gitlab.com";
const serverVariables = ["GITLAB_HOST", "CI_SERVER_HOST", "CI_SERVER_URL"];

/** GitLab: gitlab.com and servers of one's own. */
export const gitlab: Forge = {
  kind: "gitlab",
  otherNames: [],
  requestName: "merge request",
  maxBody: 1_000_000,
  hosts: {
    known: [publicHost],
    otherNames: { "altssh.gitlab.com": publicHost },
    own: null,
    variables: serverVariables,
    likely: /^gitlab\./,
  },
  links: {
    host: /(^|\.)gitlab\b/,
    paths: [
      { pattern: /^(?<name>.+?)\/-\/merge_requests\/(?<number>\d+)/, kind: "pull-request" },
      { pattern: /^(?<name>.+?)\/-\/(?:issues|work_items)\/(?<number>\d+)/, kind: "issue" },
      { pattern: /^(?<name>.+?)\/merge_requests\/(?<number>\d+)/, kind: "pull-request" },
    ],
    shorthands: [],
  },
  signIn: {
    hostVariables: () => [],
    variables: ["GITLAB_TOKEN", "GITLAB_ACCESS_TOKEN"],
    mayGoTo: (host, env) => host === publicHost || namedIn(env, host, serverVariables),
    ask: null,
    hint: () => "Set GITLAB_TOKEN (and GITLAB_HOST for a server of your own)",
  },
  apiUrl: (_host, origin) => `${origin}/api/v4`,
  requestForm: ({ webUrl }, { branch, target }) => {
    const source = `merge_request[source_branch]=${inPath(branch)}`;
    return `${webUrl}/-/merge_requests/new?${source}&merge_request[target_branch]=${inPath(target)}`;
  },
  api: {
    // Right for personal, project and OAuth tokens.
    authorize: (token) => ({ authorization: `Bearer ${token}` }),
    open: gitlabApi,
    requestRef: (number) => `refs/merge-requests/${number}/head`,
  },
  push: {
    options: ({ target, title, draft, labels }) => [
      "merge_request.create",
      `merge_request.target=${target}`,
      `merge_request.title=${title}`,
      ...(draft ? ["merge_request.draft"] : []),
      ...labels.map((label) => `merge_request.label=${label}`),
    ],
    urlIn: (said) => /https?:\/\/\S+\/-\/merge_requests\/\d+/.exec(said)?.[0] ?? null,
  },
};
