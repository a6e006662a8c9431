import { type Forge, inPath } from "./forge.ts";

const publicHost = "bitbucket.org";

/** Bitbucket: requests are opened by a person in its form. */
export const bitbucket: Forge = {
  kind: "bitbucket",
  otherNames: [],
  requestName: "pull request",
  maxBody: 65_000,
  hosts: {
    known: [publicHost],
    otherNames: { "altssh.bitbucket.org": publicHost },
    own: null,
    variables: [],
    // A server of one's own has another form, which is not known here.
    likely: /^(?!)/,
  },
  links: {
    host: /(^|\.)bitbucket\b/,
    paths: [
      { pattern: /^projects\/(?<name>[^/]+\/repos\/[^/]+)\/pull-requests\/(?<number>\d+)/, kind: "pull-request" },
      { pattern: /^(?<name>[^/]+\/[^/]+)\/pull-requests\/(?<number>\d+)/, kind: "pull-request" },
    ],
    shorthands: [],
  },
  signIn: {
    hostVariables: () => [],
    variables: [],
    mayGoTo: () => false,
    ask: null,
    hint: () => "Ask for it by name with --deliver pr: the form's address is shown then",
  },
  apiUrl: () => "https://api.bitbucket.org/2.0",
  requestForm: ({ webUrl }, { branch, target }) =>
    `${webUrl}/pull-requests/new?source=${inPath(branch)}&dest=${inPath(target)}`,
  api: null,
  push: null,
};
