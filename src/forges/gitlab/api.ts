import { z } from "zod";
import type { ForgeRepository } from "../../core/delivery.ts";
import type { LinkFacts } from "../../core/link.ts";
import { tailOf } from "../../text/shorten.ts";
import type { ForgeClient } from "../client.ts";
import { ForgeFailure } from "../failure.ts";
import type {
  FailingCheck,
  ForgeApi,
  HeadPlace,
  NewRequest,
  RepositoryAnswer,
  RequestFacts,
  ReviewComment,
} from "../forge-api.ts";
import {
  branchShape,
  discussionsShape,
  issueShape,
  jobsShape,
  type Merge,
  mergeShape,
  type Project,
  pipelinesShape,
  projectShape,
  usersShape,
} from "./wire.ts";

/** From this level on a member may push. */
const developerAccess = 30;

/** GitLab's REST API. */
export function gitlabApi(client: ForgeClient, repository: ForgeRepository): ForgeApi {
  const at = projectPath(repository.path);
  const merges = `${at}/merge_requests`;
  const change = async (number: number, body: Record<string, unknown>) => {
    await client.send(z.unknown(), { method: "PUT", path: `${merges}/${number}`, body });
  };
  return {
    repository,
    describe: async () => answerOf(await client.ask(projectShape, at)),
    branch: (name) => client.find(branchShape, `${at}/repository/branches/${encodeURIComponent(name)}`),
    findRequest: (head, state = "open") => findMerge(client, repository, head, state),
    request: async (number) => {
      const merge = await client.find(mergeShape, `${merges}/${number}`);
      return merge === null ? null : requestOf(merge, await sourcePath(client, repository, merge));
    },
    createRequest: (draft) => createMerge(client, repository, draft),
    updateBody: (number, description) => change(number, { description }),
    addLabels: (number, labels) => change(number, { add_labels: labels.join(",") }),
    askReviewers: async (number, names) => change(number, { reviewer_ids: await userIds(client, names) }),
    fork: null,
    issue: async (number): Promise<LinkFacts | null> => {
      const issue = await client.find(issueShape, `${at}/issues/${number}`);
      if (issue === null) return null;
      const state = issue.state === "opened" ? "open" : "closed";
      return { kind: "issue", state, title: issue.title, body: issue.description ?? "", branch: null, draft: false };
    },
    openComments: (number) => openDiscussions(client, `${merges}/${number}`),
    failingChecks: (commit) => failingJobs(client, at, commit),
  };
}

function projectPath(path: string): string {
  return `/projects/${encodeURIComponent(path)}`;
}

function answerOf(project: Project): RepositoryAnswer {
  const { permissions } = project;
  const level = Math.max(permissions?.project_access?.access_level ?? 0, permissions?.group_access?.access_level ?? 0);
  return {
    path: project.path_with_namespace,
    webUrl: project.web_url,
    defaultBranch: project.default_branch ?? null,
    mayPush: permissions ? level >= developerAccess : null,
    archived: project.archived ?? false,
    cloneUrl: project.http_url_to_repo,
    sshUrl: project.ssh_url_to_repo,
  };
}

function requestOf(merge: Merge, source: string): RequestFacts {
  return {
    kind: "pull-request",
    number: merge.iid,
    url: merge.web_url,
    state: merge.state === "merged" ? "merged" : merge.state === "opened" ? "open" : "closed",
    title: merge.title,
    body: merge.description ?? "",
    branch: merge.source_branch,
    draft: merge.draft ?? false,
    head: { repository: source, branch: merge.source_branch, commit: merge.sha ?? "" },
    target: merge.target_branch,
  };
}

/** The path of the project that a request comes from; empty when it is gone. */
async function sourcePath(client: ForgeClient, into: ForgeRepository, merge: Merge): Promise<string> {
  if (merge.source_project_id === merge.project_id) return into.path;
  if (merge.source_project_id === null || merge.source_project_id === undefined) return "";
  return (await client.find(projectShape, `/projects/${merge.source_project_id}`))?.path_with_namespace ?? "";
}

async function findMerge(
  client: ForgeClient,
  into: ForgeRepository,
  head: HeadPlace,
  state: "open" | "any",
): Promise<RequestFacts | null> {
  const wanted = state === "any" ? "all" : "opened";
  const query = new URLSearchParams({ state: wanted, source_branch: head.branch, per_page: "100" });
  const merges = await client.list(z.array(mergeShape), `${projectPath(into.path)}/merge_requests?${query}`);
  const byAge = merges.filter((each) => each.source_branch === head.branch).toSorted((a, b) => b.iid - a.iid);
  const openFirst = [...byAge.filter(isOpen), ...(state === "any" ? byAge.filter((each) => !isOpen(each)) : [])];
  for (const merge of openFirst) {
    const source = await sourcePath(client, into, merge);
    if (source.toLowerCase() === head.repository.toLowerCase()) return requestOf(merge, source);
  }
  return null;
}

const isOpen = ({ state }: Merge) => state === "opened";

async function createMerge(client: ForgeClient, into: ForgeRepository, draft: NewRequest): Promise<RequestFacts> {
  const foreign = draft.head.repository.toLowerCase() !== into.path.toLowerCase();
  const target = foreign ? { target_project_id: (await client.ask(projectShape, projectPath(into.path))).id } : {};
  const merge = await client.send(mergeShape, {
    method: "POST",
    path: `${projectPath(draft.head.repository)}/merge_requests`,
    body: {
      ...target,
      source_branch: draft.head.branch,
      target_branch: draft.target,
      title: draft.draft ? `Draft: ${draft.title}` : draft.title,
      description: draft.body,
    },
  });
  return requestOf(merge, draft.head.repository);
}

async function userIds(client: ForgeClient, names: readonly string[]): Promise<number[]> {
  const ids: number[] = [];
  for (const name of names) {
    const username = name.replace(/^@/, "");
    const users = await client.ask(usersShape, `/users?username=${encodeURIComponent(username)}`);
    const user = users.find((each) => each.username.toLowerCase() === username.toLowerCase());
    if (user !== undefined) ids.push(user.id);
  }
  return ids;
}

const maxLogs = 5;
const maxLogChars = 12_000;

/** The discussions of a merge request that nobody resolved. */
async function openDiscussions(client: ForgeClient, merge: string): Promise<ReviewComment[]> {
  const discussions = await client.list(discussionsShape, `${merge}/discussions?per_page=100`);
  const comments: ReviewComment[] = [];
  for (const { notes } of discussions) {
    const [first] = notes;
    if (first === undefined || first.resolvable !== true || first.resolved === true) continue;
    const words = notes.map((note, index) =>
      index === 0 ? note.body : `${note.author?.username ?? ""}: ${note.body}`,
    );
    comments.push({
      author: first.author?.username ?? "someone",
      path: first.position?.new_path ?? null,
      line: first.position?.new_line ?? null,
      body: words.join("\n\n"),
    });
  }
  return comments;
}

/** The failed jobs of a commit's newest pipeline; those that are allowed to fail are left out. */
async function failingJobs(client: ForgeClient, at: string, commit: string): Promise<FailingCheck[]> {
  const [newest] = await client.ask(pipelinesShape, `${at}/pipelines?sha=${commit}&order_by=id&sort=desc&per_page=1`);
  if (newest === undefined) return [];
  const jobs = await client.list(jobsShape, `${at}/pipelines/${newest.id}/jobs?scope[]=failed&per_page=100`);
  const failing: FailingCheck[] = [];
  for (const job of jobs.filter((each) => each.allow_failure !== true)) {
    const log = failing.length < maxLogs ? await jobLog(client, at, job.id) : null;
    failing.push({ name: job.name, summary: job.failure_reason ?? "", log, url: job.web_url ?? null });
  }
  return failing;
}

async function jobLog(client: ForgeClient, at: string, job: number): Promise<string | null> {
  try {
    const text = await client.text(`${at}/jobs/${job}/trace`);
    // Traces hold terminal colours and marks of sections.
    return tailOf(text.replace(/\p{Cc}\[[\d;]*[A-Za-z]|section_(start|end):\d+:[^\r\n]*\r/gu, ""), maxLogChars);
  } catch (error) {
    if (error instanceof ForgeFailure && (error.kind === "not-found" || error.kind === "forbidden")) return null;
    throw error;
  }
}
