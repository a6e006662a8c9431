import { z } from "zod";
import type { ForgeRepository } from "../../core/delivery.ts";
import type { LinkFacts } from "../../core/link.ts";
import { tailOf } from "../../text/shorten.ts";
import type { ForgeClient } from "../client.ts";
import { ForgeFailure } from "../failure.ts";
import type { FailingCheck, ForgeApi, HeadPlace, NewRequest, RepositoryAnswer, RequestFacts } from "../forge-api.ts";
import { openThreads } from "./comments.ts";
import { branchShape, checkRunsShape, issueShape, type Pull, pullShape, repositoryShape, statusShape } from "./wire.ts";

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
    findRequest: (head, state = "open") => findRequest(client, at, head, state),
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

/**
 * The request of a head among those that a list holds, the open one first, else the newest. A filter that the server
 * ignored must not give somebody else's.
 */
export function pickRequest(pulls: readonly Pull[], head: HeadPlace, state: "open" | "any"): RequestFacts | null {
  const requests = pulls.map(requestOf).filter((request) => {
    const sameRepository = request.head.repository.toLowerCase() === head.repository.toLowerCase();
    return sameRepository && request.head.branch === head.branch;
  });
  const open = requests.find((request) => request.state === "open");
  if (open !== undefined || state === "open") return open ?? null;
  return requests.toSorted((a, b) => b.number - a.number)[0] ?? null;
}

async function findRequest(
  client: ForgeClient,
  at: string,
  head: HeadPlace,
  state: "open" | "any",
): Promise<RequestFacts | null> {
  const owner = head.repository.slice(0, head.repository.indexOf("/"));
  const wanted = state === "any" ? "all" : "open";
  const query = new URLSearchParams({ state: wanted, head: `${owner}:${head.branch}`, per_page: "100" });
  const enough = (pulls: Pull[]) => pickRequest(pulls, head, "open") !== null;
  return pickRequest(await client.list(z.array(pullShape), `${at}/pulls?${query}`, enough), head, state);
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

const red = new Set(["failure", "timed_out", "startup_failure", "action_required"]);
const maxLogs = 5;
const maxLogChars = 12_000;

/** The checks and commit statuses that are red on a commit. The jobs' logs come along as far as they can be read. */
async function failingChecks(client: ForgeClient, at: string, commit: string): Promise<FailingCheck[]> {
  const { check_runs: runs } = await client.ask(checkRunsShape, `${at}/commits/${commit}/check-runs?per_page=100`);
  const failing: FailingCheck[] = [];
  for (const run of runs) {
    if (run.conclusion === null || !red.has(run.conclusion)) continue;
    const isJob = run.app?.slug === "github-actions";
    const log = isJob && failing.length < maxLogs ? await jobLog(client, at, run.id) : null;
    const summary = [run.output?.title, run.output?.summary].filter(Boolean).join("\n");
    failing.push({ name: run.name, summary, log, url: run.html_url ?? null });
  }
  const { statuses } = await client.ask(statusShape, `${at}/commits/${commit}/status?per_page=100`);
  for (const { context, state, description, target_url: url } of statuses) {
    if (state !== "failure" && state !== "error") continue;
    failing.push({ name: context, summary: description ?? "", log: null, url: url ?? null });
  }
  return failing;
}

/** The end of a job's log, without the time stamps that start each line. `null`: it is gone or may not be read. */
async function jobLog(client: ForgeClient, at: string, job: number): Promise<string | null> {
  try {
    const text = await client.text(`${at}/actions/jobs/${job}/logs`);
    return tailOf(text.replace(/^\uFEFF?\d{4}-\d\d-\d\dT[\d:.]+Z /gm, ""), maxLogChars);
  } catch (error) {
    if (error instanceof ForgeFailure && (error.kind === "not-found" || error.kind === "forbidden")) return null;
    throw error;
  }
}
