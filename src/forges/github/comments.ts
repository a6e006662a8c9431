import type { z } from "zod";
import type { ForgeRepository } from "../../core/delivery.ts";
import type { ForgeClient } from "../client.ts";
import type { ReviewComment } from "../forge-api.ts";
import { reviewsShape, threadsShape } from "./wire.ts";

const maxPages = 10;

// REST does not say which threads are resolved; GraphQL does.
const query = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) {
    reviewThreads(first: 100, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { isResolved path line comments(first: 20) { nodes { author { login } body } } }
    } } } }`;

/** What reviewers still want: threads that are not resolved, then what a review that wants changes says on the whole. */
export async function openThreads(
  client: ForgeClient,
  repository: ForgeRepository,
  number: number,
): Promise<ReviewComment[] | null> {
  if (client.connection.token === null) return null;
  const [owner, name] = repository.path.split("/");
  const path = graphqlUrl(client.connection.apiUrl);
  const comments: ReviewComment[] = [];
  let after: string | null = null;
  for (let page = 0; page < maxPages; page++) {
    const variables = { owner, name, number, after };
    const answer: z.infer<typeof threadsShape> = await client.send(threadsShape, {
      method: "POST",
      path,
      body: { query, variables },
    });
    const threads = answer.data.repository.pullRequest?.reviewThreads;
    for (const thread of threads?.nodes ?? []) {
      if (!thread.isResolved) comments.push(commentOf(thread));
    }
    if (threads === undefined || !threads.pageInfo.hasNextPage) break;
    after = threads.pageInfo.endCursor;
  }
  return [...comments, ...(await wantedChanges(client, repository, number))];
}

/** An Enterprise server has `/api/v3` and `/api/graphql` side by side. */
function graphqlUrl(apiUrl: string): string {
  return `${apiUrl.replace(/\/v3$/, "")}/graphql`;
}

type Thread = NonNullable<
  z.infer<typeof threadsShape>["data"]["repository"]["pullRequest"]
>["reviewThreads"]["nodes"][number];

function commentOf({ path, line, comments }: Thread): ReviewComment {
  const [first] = comments.nodes;
  const body = comments.nodes.map((each, index) => (index === 0 ? each.body : `${nameOf(each.author)}: ${each.body}`));
  return { author: nameOf(first?.author ?? null), path, line, body: body.join("\n\n") };
}

/** The last word of each reviewer counts. */
async function wantedChanges(
  client: ForgeClient,
  repository: ForgeRepository,
  number: number,
): Promise<ReviewComment[]> {
  const reviews = await client.list(reviewsShape, `/repos/${repository.path}/pulls/${number}/reviews?per_page=100`);
  const last = new Map<string, z.infer<typeof reviewsShape>[number]>();
  for (const review of reviews) {
    if (review.state !== "COMMENTED" && review.state !== "PENDING") last.set(nameOf(review.user), review);
  }
  return [...last]
    .filter(([, { state, body }]) => state === "CHANGES_REQUESTED" && (body ?? "").trim() !== "")
    .map(([author, { body }]) => ({ author, path: null, line: null, body: body ?? "" }));
}

function nameOf(account: { login: string } | null): string {
  return account?.login ?? "someone";
}
