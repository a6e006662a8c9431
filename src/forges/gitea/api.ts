import { z } from "zod";
import type { ForgeRepository } from "../../core/delivery.ts";
import type { ForgeClient } from "../client.ts";
import type { FailingCheck, ForgeApi, HeadPlace, NewRequest, RequestFacts, ReviewComment } from "../forge-api.ts";
import { githubApi, pickRequest, requestOf } from "../github/api.ts";
import { type Pull, pullShape } from "../github/wire.ts";

/** Gitea's and Forgejo's REST API: GitHub's shapes, but for what is listed here. */
export function giteaApi(client: ForgeClient, repository: ForgeRepository): ForgeApi {
  const at = `/repos/${repository.path}`;
  return {
    ...githubApi(client, repository),
    findRequest: (head, state = "open") => findRequest(client, at, head, state),
    createRequest: (draft) => createRequest(client, at, repository, draft),
    openComments: (number) => openComments(client, `${at}/pulls/${number}`),
    failingChecks: (commit) => failingStatuses(client, at, commit),
  };
}

/** There is no filter by head here, so the requests are read until one matches. */
async function findRequest(
  client: ForgeClient,
  at: string,
  head: HeadPlace,
  state: "open" | "any",
): Promise<RequestFacts | null> {
  const enough = (pulls: Pull[]) => pickRequest(pulls, head, "open") !== null;
  const path = `${at}/pulls?state=${state === "any" ? "all" : "open"}&sort=recentupdate&limit=50`;
  return pickRequest(await client.list(z.array(pullShape), path, enough), head, state);
}

async function createRequest(
  client: ForgeClient,
  at: string,
  into: ForgeRepository,
  { head, target, title, body, draft }: NewRequest,
): Promise<RequestFacts> {
  const [owner = ""] = head.repository.split("/");
  const foreign = head.repository.toLowerCase() !== into.path.toLowerCase();
  const pull = await client.send(pullShape, {
    method: "POST",
    path: `${at}/pulls`,
    body: {
      body,
      base: target,
      head: foreign ? `${owner}:${head.branch}` : head.branch,
      // A draft is told by its title here.
      title: draft ? `WIP: ${title}` : title,
    },
  });
  return requestOf(pull);
}

const reviewsShape = z.array(z.object({ id: z.number(), state: z.string(), body: z.string().nullish() }));
const remarksShape = z.array(
  z.object({
    body: z.string(),
    path: z.string().nullish(),
    position: z.number().nullish(),
    user: z.object({ login: z.string() }).nullish(),
    resolver: z.unknown().optional(),
  }),
);

async function openComments(client: ForgeClient, pull: string): Promise<ReviewComment[]> {
  const comments: ReviewComment[] = [];
  for (const review of await client.list(reviewsShape, `${pull}/reviews?limit=50`)) {
    for (const remark of await client.ask(remarksShape, `${pull}/reviews/${review.id}/comments`)) {
      if (remark.resolver !== null && remark.resolver !== undefined) continue;
      const { path, position, body } = remark;
      comments.push({ author: remark.user?.login ?? "someone", path: path ?? null, line: position ?? null, body });
    }
  }
  return comments;
}

const statusesShape = z.object({
  statuses: z
    .array(
      z.object({
        context: z.string(),
        status: z.string(),
        description: z.string().nullish(),
        target_url: z.string().nullish(),
      }),
    )
    .nullable(),
});

async function failingStatuses(client: ForgeClient, at: string, commit: string): Promise<FailingCheck[]> {
  const { statuses } = await client.ask(statusesShape, `${at}/commits/${commit}/status`);
  return (statuses ?? [])
    .filter(({ status }) => status === "failure" || status === "error")
    .map(({ context, description, target_url: url }) => ({
      name: context,
      summary: description ?? "",
      log: null,
      url: url ?? null,
    }));
}
