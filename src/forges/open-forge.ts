import type { ForgeKind, ForgeRepository } from "../core/delivery.ts";
import { forgeClient } from "./client.ts";
import type { ForgeApi } from "./forge-api.ts";
import { authorizeGitea, giteaApi } from "./gitea/gitea.ts";
import { authorizeGithub, githubApi } from "./github/github.ts";
import { authorizeGitlab, gitlabApi } from "./gitlab/gitlab.ts";
import type { ForgeConnection, WebHost } from "./http.ts";

/** How long and how often a forge is asked. */
export type ForgeTerms = Pick<ForgeConnection, "timeoutMs" | "maxTries" | "signal">;

/** Forges whose requests are opened through their API. */
export function hasApi(kind: ForgeKind): boolean {
  return kind !== "bitbucket";
}

/** The API of a repository's forge; `null` for a forge whose API is not used. Nothing is sent yet. */
export function openForge(
  host: WebHost,
  repository: ForgeRepository,
  token: string | null,
  terms: ForgeTerms,
): ForgeApi | null {
  const connect = (authorize: ForgeConnection["authorize"]) =>
    forgeClient(host, { apiUrl: repository.apiUrl, token, authorize, ...terms });
  switch (repository.kind) {
    case "github":
      return githubApi(connect(authorizeGithub), repository);
    case "gitlab":
      return gitlabApi(connect(authorizeGitlab), repository);
    case "gitea":
      return giteaApi(connect(authorizeGitea), repository);
    case "bitbucket":
      return null;
  }
}
