import { z } from "zod";
import type { ForgeRepository } from "../../../core/delivery.ts";
import type { LinkFacts } from "../../../core/link.ts";
import type { ForgeClient } from "../client.ts";
import type { ForgeApi, HeadPlace, NewRequest, RepositoryAnswer, RequestFacts } from "../forge-api.ts";
import { failingChecks } from "./checks.ts";
import { openThreads } from "./comments.ts";
import { branchShape, issueShape, type Pull, pullShape, repositoryShape } from "./wire.ts";

/** How GitHub wants its token. */
export const authorizeGithub = (token: string) => ({ authorization: `Bearer ${token}` });

/** GitHub's REST API, of github.com and of Enterprise servers alike. */
export function githubApi(client: ForgeClient, repository: ForgeRepository): ForgeApi {
  const at = `/repos/${repository.path}`;
  const request = async (number: number) => {
    const pull = await client.find(pullShape, `${at}/pulls/${number}`);
    return pull === null ? null : requestOf(pull);
  };
  return {
    repository,
    describe: async () => answerOf(await client.ask(repositoryShape, at)),
    branch: (name) => client.find(branchShape, `${at}/branches/${encodeURIComponent(name)}`),
    findRequest: (head) => findRequest(client, at, head),
    request,
    createRequest: async (draft) => requestOf(await createRequest(client, at, repository, draft)),
    updateBody: async (number, body) => {
      await client.send(z.unknown(), { method: "PATCH", path: `${at}/pulls/${number}`, body: { body } });
    },
    addLabels: async (number, labels) => {
      await client.send(z.unknown(), { method: "POST", path: `${at}/issues/${number}/labels`, body: { labels } });
    },
    askReviewers: async (number, names) => {
      const path = `${at}/pulls/${number}/requested_reviewers`;
      await client.send(z.unknown(), { method: "POST", path, body: reviewersBody(names) });
    },
    fork: async () => answerOf(await client.send(repositoryShape, { method: "POST", path: `${at}/forks`, body: {} })),
    issue: async (number): Promise<LinkFacts | null> => {
      const issue = await client.find(issueShape, `${at}/issues/${number}`);
      if (issue === null) return null;
      if (issue.pull_request !== undefined && issue.pull_request !== null) return await request(number);
      const state = issue.state === "open" ? "open" : "closed";
      return { kind: "issue", state, title: issue.title, body: issue.body ?? "", branch: null, draft: false };
    },
    openComments: (number) => openThreads(client, repository, number),
    failingChecks: (commit) => failingChecks(client, at, commit),
  };
}

function answerOf(answer: z.infer<typeof repositoryShape>): RepositoryAnswer {
  return {
    path: answer.full_name,
    webUrl: answer.html_url,
    defaultBranch: answer.default_branch ?? null,
    mayPush: mayPush(answer.permissions),
    archived: answer.archived ?? false,
    cloneUrl: answer.clone_url,
    sshUrl: answer.ssh_url,
  };
}

/** Tokens of an app or of a workflow read "no" everywhere, reading included, which they just did: that says nothing. */
function mayPush(permissions: z.infer<typeof repositoryShape>["permissions"]): boolean | null {
  if (permissions?.push === true) return true;
  return permissions?.pull === true ? false : null;
}

export function requestOf(pull: Pull): RequestFacts {
  return {
    kind: "pull-request",
    number: pull.number,
    url: pull.html_url,
    state: pull.merged_at ? "merged" : pull.state === "open" ? "open" : "closed",
    title: pull.title,
    body: pull.body ?? "",
    branch: pull.head.ref,
    draft: pull.draft ?? false,
    head: { repository: pull.head.repo?.full_name ?? "", branch: pull.head.ref, commit: pull.head.sha },
    target: pull.base.ref,
  };
}

/** Whether a request's head is the one meant; a filter that the server ignored must not give somebody else's. */
export function isHead(request: RequestFacts, head: HeadPlace): boolean {
  const sameRepository = request.head.repository.toLowerCase() === head.repository.toLowerCase();
  return request.state === "open" && sameRepository && request.head.branch === head.branch;
}

async function findRequest(client: ForgeClient, at: string, head: HeadPlace): Promise<RequestFacts | null> {
  const owner = head.repository.slice(0, head.repository.indexOf("/"));
  const query = new URLSearchParams({ state: "open", head: `${owner}:${head.branch}`, per_page: "100" });
  const match = (pull: Pull) => isHead(requestOf(pull), head);
  const pulls = await client.list(z.array(pullShape), `${at}/pulls?${query}`, (items) => items.some(match));
  const found = pulls.find(match);
  return found === undefined ? null : requestOf(found);
}

async function createRequest(client: ForgeClient, at: string, into: ForgeRepository, draft: NewRequest): Promise<Pull> {
  const { head, target, title, body } = draft;
  const foreign = head.repository.toLowerCase() !== into.path.toLowerCase();
  const [owner = ""] = head.repository.split("/");
  return await client.send(pullShape, {
    method: "POST",
    path: `${at}/pulls`,
    body: {
      title,
      body,
      base: target,
      draft: draft.draft,
      head: foreign ? `${owner}:${head.branch}` : head.branch,
      maintainer_can_modify: foreign,
    },
  });
}

/** Splits names into people and teams, as GitHub wants them: a team is `org/name` or `team:name`. */
export function reviewersBody(names: readonly string[]): { reviewers: string[]; team_reviewers: string[] } {
  const isTeam = (name: string) => name.includes("/") || name.startsWith("team:");
  return {
    reviewers: names.filter((name) => !isTeam(name)).map((name) => name.replace(/^@/, "")),
    team_reviewers: names.filter(isTeam).map((name) => name.replace(/^team:|^@?[^/]+\//, "")),
  };
}
