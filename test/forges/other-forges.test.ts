import { afterEach, beforeEach, expect, test } from "bun:test";
import { chmodSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type StandInForge, standInToken, startForge } from "../deliver/stand-in/forge.ts";
import { startGitlab } from "../deliver/stand-in/gitlab.ts";
import { branch, startProject } from "../deliver/stand-in/project.ts";
import { bodyFacts } from "../deliver/support.ts";

let forge: StandInForge;
beforeEach(async () => {
  forge = await startForge();
});
afterEach(() => forge[Symbol.asyncDispose]());

/** An "ssh" that runs what it is told in the forge's folder, as the forge's own ssh would. */
function sshInto(folder: string): string {
  const script = join(folder, "ssh");
  writeFileSync(script, `#!/bin/sh\nfor last; do :; done\ncd ${folder} && eval "$last"\n`);
  chmodSync(script, 0o755);
  return script;
}

const overSsh = (kind: string) => {
  const root = dirname(dirname(forge.add("acme/shop").folder));
  return {
    url: `git@${kind}.test:acme/shop.git`,
    env: { BARO_FORGE: kind, GIT_SSH_COMMAND: sshInto(root), GIT_ALLOW_PROTOCOL: "file:ssh", GH_TOKEN: "" },
  };
};

test("GitLab without a token: the push over ssh opens the merge request, and auto does not risk it", async () => {
  using project = startProject(forge, overSsh("gitlab"));
  expect((await project.plan("auto")).kind).toBe("branch");
  expect(await project.plan("pr")).toMatchObject({ kind: "pr", route: "push-options", target: "main" });
  const hook = join(project.there.folder, "hooks", "post-receive");
  const address = "https://gitlab.test/acme/shop/-/merge_requests/7";
  writeFileSync(
    hook,
    `#!/bin/sh\nenv | grep ^GIT_PUSH_OPTION | sort > ${hook}.seen\necho 'View merge request:'\necho '  ${address}'\n`,
  );
  chmodSync(hook, 0o755);
  const delivered = await project.deliver({ labels: ["agent"] }, { body: bodyFacts({ partial: true }) });
  expect(delivered).toMatchObject({ kind: "pr", url: address, pushed: true });
  expect(project.pushed()).toBe(project.commit);
  expect(await Bun.file(`${hook}.seen`).text()).toBe(
    [
      "GIT_PUSH_OPTION_0=merge_request.create",
      "GIT_PUSH_OPTION_1=merge_request.target=main",
      "GIT_PUSH_OPTION_2=merge_request.title=Add a farewell",
      "GIT_PUSH_OPTION_3=merge_request.draft",
      "GIT_PUSH_OPTION_4=merge_request.label=agent",
      "GIT_PUSH_OPTION_COUNT=5",
      "",
    ].join("\n"),
  );
});

test("Bitbucket: the branch is pushed and the form's address is given", async () => {
  using project = startProject(forge, overSsh("bitbucket"));
  expect((await project.plan("auto")).kind).toBe("branch");
  const delivered = await project.deliver();
  expect(delivered).toMatchObject({
    kind: "branch",
    pushed: true,
    next: `Open https://bitbucket.test/acme/shop/pull-requests/new?source=${branch}&dest=main`,
  });
});

test("a push that is not allowed is known before the run", async () => {
  const { url, env } = overSsh("bitbucket");
  writeFileSync(env.GIT_SSH_COMMAND, "#!/bin/sh\necho 'Permission denied (publickey).' >&2\nexit 255\n");
  using project = startProject(forge, { url, env });
  await expect(project.plan("pr")).rejects.toMatchObject({
    code: "delivery-impossible",
    message: expect.stringContaining("Permission denied"),
  });
});

test("Gitea and Forgejo: GitHub's shapes, a header and a draft of their own, no filter by head", async () => {
  using project = startProject(forge, {
    env: { BARO_FORGE: `forgejo:${forge.url}/api/v3`, GITEA_TOKEN: standInToken, GH_TOKEN: "" },
    url: forge.cloneUrl("acme/shop", `ada:${standInToken}@`),
  });
  forge.world.ignoresFilters = true;
  expect((await project.deliver({ draft: true })).kind).toBe("pr");
  expect((await project.deliver()).why).toContain("Updated the open pull request #1");
  expect(project.there.pulls.map(({ title }) => title)).toEqual(["WIP: Add a farewell"]);
  expect(forge.seen.every(({ authorization }) => authorization === `token ${standInToken}`)).toBe(true);
});

test("GitLab with a token: one merge request through the API, found again by its source", async () => {
  await using gitlab = await startGitlab("acme/shop");
  using project = startProject(forge, {
    env: { BARO_FORGE: `gitlab:${gitlab.url}/api/v4`, GITLAB_TOKEN: "test-gitlab-token", GH_TOKEN: "" },
    url: forge.cloneUrl("acme/shop", `ada:${standInToken}@`),
  });
  expect(await project.plan("auto")).toMatchObject({ kind: "pr", route: "api", target: "main", targetProtected: true });
  const settings = { draft: true, labels: ["agent"], reviewers: ["grace", "nobody"] };
  expect(await project.deliver(settings)).toMatchObject({ kind: "pr", why: "Opened draft merge request #1 into main" });
  expect((await project.deliver()).why).toBe(
    "Updated the open merge request #1 into main; it is still a draft: mark it as ready there",
  );
  expect(gitlab.merges).toHaveLength(1);
  expect(gitlab.merges[0]).toMatchObject({ title: "Draft: Add a farewell", labels: ["agent"], reviewer_ids: [7] });
  expect(gitlab.merges[0]?.description).toContain("> Add a farewell");
});
