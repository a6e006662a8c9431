import type { StandInPull, StandInRepository } from "./state.ts";

// What GitHub's REST API answers, in its own shapes.

const at = "2026-01-01T00:00:00Z";

export function userShape(login: string, url: string) {
  return {
    login,
    id: login.length * 1000 + (login.codePointAt(0) ?? 0),
    node_id: `U_${login}`,
    avatar_url: `${url}/avatars/${login}`,
    gravatar_id: "",
    url: `${url}/api/v3/users/${login}`,
    html_url: `${url}/${login}`,
    type: "User",
    site_admin: false,
  };
}

export function repositoryShape(repository: StandInRepository, url: string, push: boolean, known: boolean) {
  const [owner = "", name = ""] = repository.path.split("/");
  return {
    id: repository.id,
    node_id: `R_${repository.id}`,
    name,
    full_name: repository.path,
    private: repository.private,
    owner: userShape(owner, url),
    html_url: `${url}/${repository.path}`,
    description: null,
    fork: repository.forkOf !== null,
    url: `${url}/api/v3/repos/${repository.path}`,
    clone_url: `${url}/${repository.path}.git`,
    ssh_url: `git@127.0.0.1:${repository.path}.git`,
    git_url: `git://127.0.0.1/${repository.path}.git`,
    default_branch: repository.defaultBranch,
    archived: repository.archived,
    disabled: false,
    visibility: repository.private ? "private" : "public",
    created_at: at,
    updated_at: at,
    pushed_at: at,
    // Somebody who is not signed in is told nothing about rights.
    ...(known ? { permissions: { admin: false, maintain: false, push, triage: push, pull: true } } : {}),
  };
}

export function pullShape(pull: StandInPull, into: StandInRepository, url: string) {
  const web = `${url}/${into.path}/pull/${pull.number}`;
  const api = `${url}/api/v3/repos/${into.path}/pulls/${pull.number}`;
  const [headOwner = ""] = pull.headRepository.split("/");
  const [owner = ""] = into.path.split("/");
  return {
    url: api,
    id: 1000 + pull.number,
    node_id: `PR_${pull.number}`,
    html_url: web,
    diff_url: `${web}.diff`,
    patch_url: `${web}.patch`,
    issue_url: `${url}/api/v3/repos/${into.path}/issues/${pull.number}`,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: userShape(pull.author, url),
    body: pull.body,
    created_at: at,
    updated_at: at,
    closed_at: pull.state === "closed" ? at : null,
    merged_at: pull.merged ? at : null,
    merge_commit_sha: null,
    assignee: null,
    assignees: [],
    requested_reviewers: pull.reviewers.map((login) => userShape(login, url)),
    labels: pull.labels.map((name) => ({
      id: 1,
      node_id: "L",
      url,
      name,
      description: "",
      color: "ededed",
      default: false,
    })),
    milestone: null,
    draft: pull.draft,
    head: {
      label: `${headOwner}:${pull.headBranch}`,
      ref: pull.headBranch,
      sha: pull.headCommit(),
      user: userShape(headOwner, url),
      repo: pull.headGone ? null : { id: 1, name: pull.headRepository.split("/")[1], full_name: pull.headRepository },
    },
    base: {
      label: `${owner}:${pull.base}`,
      ref: pull.base,
      sha: "0".repeat(40),
      user: userShape(owner, url),
      repo: { id: into.id, name: into.path.split("/")[1], full_name: into.path },
    },
    author_association: "OWNER",
  };
}
