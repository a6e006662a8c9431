import { z } from "zod";

// The parts of GitHub's answers that are read. Tolerant: a deleted account or repository is null there.

const account = z.object({ login: z.string() }).nullable();

export const repositoryShape = z.object({
  full_name: z.string(),
  html_url: z.string(),
  clone_url: z.string(),
  ssh_url: z.string(),
  default_branch: z.string().nullish(),
  archived: z.boolean().optional(),
  permissions: z.object({ push: z.boolean(), pull: z.boolean() }).partial().optional(),
});

export const branchShape = z.object({ name: z.string().optional(), protected: z.boolean() });

export const pullShape = z.object({
  number: z.number(),
  html_url: z.string(),
  state: z.string(),
  merged_at: z.string().nullish(),
  title: z.string(),
  body: z.string().nullish(),
  draft: z.boolean().optional(),
  head: z.object({ ref: z.string(), sha: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
  base: z.object({ ref: z.string() }),
});
export type Pull = z.infer<typeof pullShape>;

export const issueShape = z.object({
  state: z.string(),
  title: z.string(),
  body: z.string().nullish(),
  pull_request: z.unknown().optional(),
});

export const checkRunsShape = z.object({
  check_runs: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      conclusion: z.string().nullable(),
      html_url: z.string().nullish(),
      app: z.object({ slug: z.string().optional() }).nullish(),
      output: z.object({ title: z.string().nullish(), summary: z.string().nullish() }).nullish(),
    }),
  ),
});

export const statusShape = z.object({
  statuses: z.array(
    z.object({
      context: z.string(),
      state: z.string(),
      description: z.string().nullish(),
      target_url: z.string().nullish(),
    }),
  ),
});

const threadComment = z.object({ author: account, body: z.string() });

export const threadsShape = z.object({
  data: z.object({
    repository: z.object({
      pullRequest: z
        .object({
          reviewThreads: z.object({
            pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
            nodes: z.array(
              z.object({
                isResolved: z.boolean(),
                path: z.string(),
                line: z.number().nullable(),
                comments: z.object({ nodes: z.array(threadComment) }),
              }),
            ),
          }),
        })
        .nullable(),
    }),
  }),
});

export const reviewsShape = z.array(z.object({ user: account, state: z.string(), body: z.string().nullish() }));
