import { afterAll, beforeEach, expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { deliver } from "../../../src/deliver/deliver.ts";
import { planDelivery } from "../../../src/deliver/plan-delivery.ts";
import { gitIn, scratchFolder } from "../../support/scratch.ts";
import { type StandInForge, standInToken, startForge } from "../stand-in/forge.ts";
import { branch, startProject } from "../stand-in/project.ts";
import { never, testHost } from "../support.ts";

let forge: StandInForge;
beforeEach(async () => {
  await forge?.[Symbol.asyncDispose]();
  forge = await startForge();
});
afterAll(() => forge[Symbol.asyncDispose]());

test("the request goes into the branch that was started from when the forge has it, else into the default", async () => {
  using project = startProject(forge);
  project.repo.git("switch", "--quiet", "-c", "feature");
  expect((await project.plan()).target).toBe("main");
  project.repo.git("push", "--quiet", project.there.folder, "feature");
  expect((await project.plan()).target).toBe("feature");
  project.repo.git("switch", "--quiet", "--detach");
  expect((await project.plan()).target).toBe("main");
});

test("a branch that was renamed on the forge is followed by its new name, and that is said", async () => {
  using project = startProject(forge);
  gitIn(project.there.folder, "branch", "-m", "main", "trunk");
  project.there.defaultBranch = "trunk";
  const location = `${forge.url}/api/v3/repos/acme/shop/branches/trunk`;
  forge.misbehave("GET", /\/branches\/main$/, { answer: 301, headers: { location }, body: {} }, 9);
  for (const settings of [{}, { target: "main" }]) {
    const plan = await project.plan("pr", settings);
    expect(plan.target).toBe("trunk");
    expect(plan.notices).toEqual([`main of acme/shop on ${new URL(forge.url).host} is called trunk now`]);
  }
  expect((await project.deliver()).why).toBe("Opened pull request #1 into trunk");
});

test("a remote that nobody can push to is named before anything is spent, and no push is advised", async () => {
  using project = startProject(forge);
  const { repo } = project;
  const closed: [string[], string, string][] = [
    [
      ["config", "remote.origin.mirror", "true"],
      'remote "origin" is a mirror (remote.origin.mirror), to which git pushes no single branch',
      "Take that off with: git config --unset remote.origin.mirror, or use --deliver branch",
    ],
    [
      ["remote", "set-url", "--push", "origin", "no_push"],
      'remote "origin" pushes to "no_push", which is no repository',
      "Change that with: git remote set-url --push origin URL, or use --deliver branch",
    ],
  ];
  for (const [set, why, hint] of closed) {
    repo.git(...set);
    await expect(project.plan("pr")).rejects.toMatchObject({
      code: "delivery-impossible",
      message: `Cannot open a pull request: ${why}`,
      hint,
    });
    const delivered = await deliver(project.host, project.input(await project.plan("auto")));
    expect(delivered).toMatchObject({ kind: "branch", why: `A local branch: ${why}`, next: `git merge ${branch}` });
    repo.git("config", "--unset", set[0] === "config" ? "remote.origin.mirror" : "remote.origin.pushurl");
  }
  expect((await project.plan("auto")).kind).toBe("pr");
});

test("a target that does not exist is an error for auto as well, because it was asked for", async () => {
  using project = startProject(forge);
  for (const choice of ["auto", "pr"] as const) {
    await expect(project.plan(choice, { target: "release/9" })).rejects.toMatchObject({
      code: "delivery-impossible",
      message: 'Cannot deliver into "release/9": acme/shop has no such branch',
    });
  }
});

test("a protected target and commits that nobody has seen are known before the run", async () => {
  using project = startProject(forge);
  project.there.protectedBranches.add("main");
  project.repo.commit("Mine", { "mine.txt": "mine\n" });
  expect(await project.plan()).toMatchObject({
    targetProtected: true,
    notices: ["One commit of yours that origin/main does not have will be included"],
  });
});

test("an archived repository and one without a branch take no request", async () => {
  using project = startProject(forge);
  project.there.archived = true;
  expect((await project.plan("auto")).why).toContain("is archived");
  project.there.archived = false;
  gitIn(project.there.folder, "update-ref", "-d", "refs/heads/main");
  expect((await project.plan("auto")).why).toContain("has no branch yet");
});

test("a shallow clone delivers like any other", async () => {
  using project = startProject(forge);
  writeFileSync(join(project.repo.path, ".git", "shallow"), `${project.base}\n`);
  expect((await project.deliver()).kind).toBe("pr");
  expect(project.pushed()).toBe(project.commit);
});

/** A program on the PATH, before every other. */
function program(folder: string, name: string, script: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
  return `${folder}:${process.env["PATH"]}`;
}

test("the sign-in of gh is used when the environment has none", async () => {
  using folder = scratchFolder();
  const script = `[ "$*" = "auth token --hostname ${new URL(forge.url).host}" ] && echo ${standInToken}`;
  using project = startProject(forge, { env: { GH_TOKEN: "", PATH: program(folder.path, "gh", script) } });
  expect((await project.deliver()).kind).toBe("pr");
});

test("what git's credential helper knows is used when gh is not there, and nothing is stored with it", async () => {
  using folder = scratchFolder();
  const log = join(folder.path, "log");
  const script = `echo "$1" >> ${log}; [ "$1" = get ] && printf 'username=ada\\npassword=${standInToken}\\n'`;
  const path = program(folder.path, "git-credential-test", script);
  using project = startProject(forge, { env: { GH_TOKEN: "", PATH: path } });
  project.repo.git("config", "credential.helper", "test");
  expect(await project.plan()).toMatchObject({ kind: "pr", route: "api" });
});

test("a sign-in of gh that is not signed in, and no helper: the plan says how to sign in", async () => {
  using folder = scratchFolder();
  const env = { GH_TOKEN: "", PATH: program(folder.path, "gh", "echo no oauth token found >&2; exit 1") };
  using project = startProject(forge, { env });
  expect((await project.plan("auto")).why).toContain("there is no sign-in for");
  await expect(project.plan("pr")).rejects.toMatchObject({ hint: expect.stringContaining("gh auth login") });
  const delivered = await deliver(project.host, project.input(await project.plan("auto")));
  expect(delivered).toMatchObject({ kind: "branch", next: `git push origin ${branch}` });
  expect(delivered.why).toEndWith(`${forge.url}/acme/shop/compare/main...${branch}?expand=1`);
});

test("a token of the public forge is not sent to a host that only looks like it", async () => {
  using project = startProject(forge, { url: `${forge.url}/acme/shop.git` });
  const host = testHost({ GH_TOKEN: standInToken });
  const input = { root: project.repo.path, choice: "auto" as const, base: "HEAD", target: null, signal: never };
  expect((await planDelivery(host, input)).kind).toBe("branch");
  expect(forge.seen).toEqual([]);
});
