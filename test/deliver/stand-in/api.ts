import { execFileSync } from "node:child_process";
import { pullShape, repositoryShape, userShape } from "./shapes.ts";
import type { StandInPull, StandInRepository } from "./state.ts";

/** What the routes see of a request. */
export interface ApiRequest {
  method: string;
  /** Below `/api/v3`. */
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  /** Who asks; `null`: not signed in. */
  user: string | null;
  url: string;
}

export interface ApiWorld {
  repository(path: string): StandInRepository | null;
  /** The new path of a repository that was renamed. */
  renamed: Map<string, string>;
  makeFork(of: StandInRepository, owner: string): StandInRepository;
  /** Answers `head=` filters as if they were not there. */
  ignoresFilters: boolean;
}

export interface ApiAnswer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

const ok = (body: unknown, status = 200): ApiAnswer => ({ status, body });
export const refusal = (status: number, message: string, errors?: unknown[]): ApiAnswer => ({
  status,
  body: {
    message,
    ...(errors === undefined ? {} : { errors }),
    documentation_url: "https://docs.github.com/rest",
    status: String(status),
  },
});
const notFound = () => refusal(404, "Not Found");

/** Answers one request to the REST API. */
export function answerApi(world: ApiWorld, request: ApiRequest): ApiAnswer {
  if (request.path === "/graphql") return answerGraphql(world, request);
  const match = /^\/repos\/([^/]+\/[^/]+)(\/.*)?$/.exec(request.path);
  if (match === null) return notFound();
  const [, path = "", rest = ""] = match;
  const moved = world.renamed.get(path);
  if (moved !== undefined) {
    const location = `${request.url}/api/v3/repos/${moved}${rest}`;
    const status = request.method === "GET" ? 301 : 307;
    return { ...refusal(status, "Moved Permanently"), headers: { location } };
  }
  const repository = world.repository(path);
  const visible = repository !== null && (!repository.private || request.user !== null);
  return repository === null || !visible ? notFound() : answerRepository(world, repository, rest, request);
}

function answerRepository(
  world: ApiWorld,
  repository: StandInRepository,
  rest: string,
  request: ApiRequest,
): ApiAnswer {
  const { method, url, user } = request;
  const mayPush = user !== null && repository.writers.has(user);
  if (method === "GET" && rest === "") return ok(repositoryShape(repository, url, mayPush, user !== null));
  if (method === "POST" && rest === "/forks") {
    const fork = world.makeFork(repository, user ?? "");
    return ok(repositoryShape(fork, url, true, true), 202);
  }
  const branch = /^\/branches\/(.+)$/.exec(rest)?.[1];
  if (method === "GET" && branch !== undefined) return answerBranch(repository, decodeURIComponent(branch));
  if (rest === "/pulls")
    return method === "GET" ? listPulls(world, repository, request) : makePull(world, repository, request);
  const [, kind, number = "", deeper = ""] = /^\/(pulls|issues)\/(\d+)(\/.*)?$/.exec(rest) ?? [];
  if (kind !== undefined) return answerNumber(repository, kind, Number(number), deeper, request);
  return answerChecks(repository, rest);
}

function answerBranch(repository: StandInRepository, name: string): ApiAnswer {
  const commit = commitOf(repository, name);
  if (commit === null) return refusal(404, "Branch not found");
  return ok({
    name,
    commit: { sha: commit, url: "" },
    protected: repository.protectedBranches.has(name),
    protection_url: "",
  });
}

export function commitOf(repository: StandInRepository, branch: string): string | null {
  try {
    const args = ["rev-parse", "--verify", "--quiet", `refs/heads/${branch}`];
    return execFileSync("git", args, { cwd: repository.folder, encoding: "utf8" }).trim();
  } catch {
    return null;
  }
}

function listPulls(world: ApiWorld, repository: StandInRepository, { query, url }: ApiRequest): ApiAnswer {
  const head = world.ignoresFilters ? null : query.get("head");
  const perPage = Math.min(Number(query.get("per_page") ?? 30), world.ignoresFilters ? 2 : 100);
  const page = Number(query.get("page") ?? 1);
  const label = (pull: StandInPull) => `${pull.headRepository.split("/")[0]}:${pull.headBranch}`;
  const all = repository.pulls.filter(
    (pull) =>
      (query.get("state") === "all" || pull.state === (query.get("state") ?? "open")) &&
      (head === null || label(pull) === head),
  );
  const shown = all.slice((page - 1) * perPage, page * perPage);
  const next = new URLSearchParams(query);
  next.set("page", String(page + 1));
  const link = `<${url}/api/v3/repos/${repository.path}/pulls?${next}>; rel="next"`;
  return {
    ...ok(shown.map((pull) => pullShape(pull, repository, url))),
    ...(all.length > page * perPage ? { headers: { link } } : {}),
  };
}

function makePull(world: ApiWorld, into: StandInRepository, { body, user, url }: ApiRequest): ApiAnswer {
  const invalid = (errors: unknown[]) => refusal(422, "Validation Failed", errors);
  if (user === null) return refusal(401, "Requires authentication");
  const [owner, branch] = splitHead(String(body["head"]), into.path);
  const name = into.path.split("/")[1] ?? "";
  const from = world.repository(`${owner}/${name}`);
  const base = String(body["base"]);
  if (commitOf(into, base) === null) return invalid([{ resource: "PullRequest", field: "base", code: "invalid" }]);
  if (from === null || commitOf(from, branch) === null) {
    return invalid([{ resource: "PullRequest", field: "head", code: "invalid" }]);
  }
  const twin = into.pulls.find(
    (pull) =>
      pull.state === "open" && pull.headRepository === from.path && pull.headBranch === branch && pull.base === base,
  );
  if (twin !== undefined) {
    const message = `A pull request already exists for ${owner}:${branch}.`;
    return invalid([{ resource: "PullRequest", code: "custom", message }]);
  }
  if (body["draft"] === true && !into.draftsAllowed) {
    return refusal(422, "Draft pull requests are not supported in this repository.");
  }
  const pull: StandInPull = {
    number: 1 + Math.max(0, ...into.pulls.map((each) => each.number), ...into.issues.map((each) => each.number)),
    title: String(body["title"]),
    body: typeof body["body"] === "string" ? body["body"] : null,
    state: "open",
    merged: false,
    draft: body["draft"] === true,
    author: user,
    headRepository: from.path,
    headBranch: branch,
    headGone: false,
    headCommit: () => commitOf(from, branch) ?? "0".repeat(40),
    base,
    labels: [],
    reviewers: [],
    threads: [],
    reviews: [],
  };
  into.pulls.push(pull);
  // The head is offered under the request's number as well, wherever it lives.
  const ref = `refs/pull/${pull.number}/head`;
  execFileSync("git", ["fetch", "--quiet", from.folder, `+refs/heads/${branch}:${ref}`], { cwd: into.folder });
  return ok(pullShape(pull, into, url), 201);
}

function splitHead(head: string, into: string): [string, string] {
  const colon = head.indexOf(":");
  return colon < 0 ? [into.split("/")[0] ?? "", head] : [head.slice(0, colon), head.slice(colon + 1)];
}

function answerNumber(
  repository: StandInRepository,
  kind: string,
  number: number,
  deeper: string,
  { method, body, url, user }: ApiRequest,
): ApiAnswer {
  const pull = repository.pulls.find((each) => each.number === number);
  const issue = repository.issues.find((each) => each.number === number);
  if (method !== "GET" && user === null) return refusal(401, "Requires authentication");
  if (kind === "issues" && deeper === "") {
    if (issue !== undefined) return ok({ id: issue.number, ...issue, user: userShape("ada", url), labels: [] });
    return pull === undefined ? notFound() : ok({ ...pullShape(pull, repository, url), pull_request: { url } });
  }
  if (pull === undefined) return notFound();
  if (deeper === "/labels") {
    pull.labels.push(...(body["labels"] as string[]));
    return ok(
      pull.labels.map((name) => ({
        id: 1,
        node_id: "L",
        url,
        name,
        description: null,
        color: "ededed",
        default: false,
      })),
    );
  }
  if (deeper === "/requested_reviewers") {
    const wanted = body["reviewers"] as string[];
    if (wanted.includes(pull.author)) return refusal(422, "Review cannot be requested from pull request author.");
    pull.reviewers.push(...wanted);
    return ok(pullShape(pull, repository, url), 201);
  }
  if (deeper === "/reviews") {
    return ok(pull.reviews.map((review, id) => ({ id, ...review, user: userShape(review.user, url) })));
  }
  if (method === "PATCH" && typeof body["body"] === "string") pull.body = body["body"];
  return deeper === "" ? ok(pullShape(pull, repository, url)) : notFound();
}

function answerChecks(repository: StandInRepository, rest: string): ApiAnswer {
  const [, commit = "", what = ""] = /^\/commits\/([0-9a-f]+)\/(check-runs|status)$/.exec(rest) ?? [];
  const checks = repository.checks.get(commit) ?? [];
  if (what === "status") return ok({ state: "success", statuses: [], sha: commit, total_count: 0 });
  if (what === "check-runs") {
    const runs = checks.map(({ id, name, conclusion, summary }) => ({
      id,
      name,
      head_sha: commit,
      status: conclusion === null ? "in_progress" : "completed",
      conclusion,
      html_url: `https://example.com/runs/${id}`,
      app: { id: 1, slug: "github-actions", name: "GitHub Actions" },
      output: { title: null, summary, text: null, annotations_count: 0, annotations_url: "" },
    }));
    return ok({ total_count: runs.length, check_runs: runs });
  }
  const job = Number(/^\/actions\/jobs\/(\d+)\/logs$/.exec(rest)?.[1] ?? Number.NaN);
  const found = [...repository.checks.values()].flat().find(({ id }) => id === job);
  return found === undefined || found.log === null ? notFound() : { status: 200, body: found.log };
}

function answerGraphql(world: ApiWorld, { body, user }: ApiRequest): ApiAnswer {
  if (user === null) return refusal(401, "Requires authentication");
  const { owner, name, number } = body["variables"] as Record<string, unknown>;
  const pull = world.repository(`${owner}/${name}`)?.pulls.find((each) => each.number === number);
  const nodes = (pull?.threads ?? []).map(({ resolved, path, line, comments }) => ({
    isResolved: resolved,
    path,
    line,
    comments: { nodes: comments.map((comment) => ({ author: { login: comment.author }, body: comment.body })) },
  }));
  const reviewThreads = { pageInfo: { hasNextPage: false, endCursor: null }, nodes };
  return ok({ data: { repository: { pullRequest: pull === undefined ? null : { reviewThreads } } } });
}
