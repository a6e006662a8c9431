import { z } from "zod";

// The parts of GitLab's answers that are read.

const access = z.object({ access_level: z.number() }).nullish();

export const projectShape = z.object({
  id: z.number(),
  path_with_namespace: z.string(),
  web_url: z.string(),
  default_branch: z.string().nullish(),
  archived: z.boolean().optional(),
  http_url_to_repo: z.string(),
  ssh_url_to_repo: z.string(),
  permissions: z.object({ project_access: access, group_access: access }).nullish(),
});
export type Project = z.infer<typeof projectShape>;

export const branchShape = z.object({ name: z.string().optional(), protected: z.boolean() });

export const mergeShape = z.object({
  iid: z.number(),
  web_url: z.string(),
  state: z.string(),
  title: z.string(),
  description: z.string().nullish(),
  draft: z.boolean().optional(),
  source_branch: z.string(),
  source_project_id: z.number().nullish(),
  project_id: z.number(),
  target_branch: z.string(),
  sha: z.string().nullish(),
});
export type Merge = z.infer<typeof mergeShape>;

export const issueShape = z.object({ state: z.string(), title: z.string(), description: z.string().nullish() });

export const usersShape = z.array(z.object({ id: z.number(), username: z.string() }));

export const discussionsShape = z.array(
  z.object({
    notes: z.array(
      z.object({
        body: z.string(),
        resolvable: z.boolean().optional(),
        resolved: z.boolean().optional(),
        author: z.object({ username: z.string() }).nullish(),
        position: z.object({ new_path: z.string().nullish(), new_line: z.number().nullish() }).nullish(),
      }),
    ),
  }),
);

export const pipelinesShape = z.array(z.object({ id: z.number() }));

export const jobsShape = z.array(
  z.object({
    id: z.number(),
    name: z.string(),
    stage: z.string().optional(),
    web_url: z.string().nullish(),
    allow_failure: z.boolean().optional(),
    failure_reason: z.string().nullish(),
  }),
);
