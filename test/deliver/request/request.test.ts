import { afterAll, beforeEach, expect, test } from "bun:test";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deliver } from "../../../src/deliver/deliver.ts";
import { type StandInForge, standInToken, startForge } from "../stand-in/forge.ts";
import { branch, startProject } from "../stand-in/project.ts";
import type { Misbehaviour } from "../stand-in/state.ts";
import { bodyFacts } from "../support.ts";

let forge: StandInForge;
beforeEach(async () => {
  await forge?.[Symbol.asyncDispose]();
  forge = await startForge();
});
afterAll(() => forge[Symbol.asyncDispose]());

test("a goal ends in one pull request on a pushed branch, and the token is nowhere in what is left", async () => {
  using project = startProject(forge);
  const plan = await project.plan("auto");
  expect(plan).toMatchObject({ kind: "pr", route: "api", target: "main", targetProtected: false, makesFork: false });
  expect(plan.why).toBe(`A pull request into main of acme/shop on ${new URL(forge.url).host}`);
  const delivered = await project.deliver();
  expect(delivered).toMatchObject({
    kind: "pr",
    branch,
    url: `${forge.url}/acme/shop/pull/1`,
    why: "Opened pull request #1 into main",
    next: null,
    pushed: true,
  });
  expect(project.pushed()).toBe(project.commit);
  expect(project.there.pulls).toHaveLength(1);
  expect(project.there.pulls[0]).toMatchObject({
    title: "Add a farewell",
    draft: false,
    headBranch: branch,
    base: "main",
  });
  expect(JSON.stringify([plan, delivered, project.there.pulls])).not.toContain(standInToken);
  expect(project.repo.git("config", "--list", "--local")).not.toContain(standInToken);
});

test("a delivery that is done again finds its branch pushed and its request open", async () => {
  using project = startProject(forge);
  await project.deliver();
  const again = await project.deliver();
  expect(again).toMatchObject({ kind: "pr", why: "Updated the open pull request #1 into main" });
  expect(project.there.pulls).toHaveLength(1);
  const posts = forge.seen.filter(({ method, path }) => method === "POST" && path.endsWith("/pulls"));
  expect(posts).toHaveLength(1);
  expect(forge.world.gitSeen.filter((line) => line.startsWith("POST") && line.includes("receive-pack"))).toHaveLength(
    1,
  );
});

test.each<[string, Misbehaviour]>([
  ["the connection is cut after the forge accepted", { cut: "after" }],
  ["a gateway gives up after the forge accepted", { answerAfter: 502 }],
  ["the connection is cut before the forge saw it", { cut: "before" }],
  ["the forge has a problem of its own", { answer: 500 }],
])("exactly one pull request is made when %s", async (_, how) => {
  using project = startProject(forge);
  forge.misbehave("POST", /\/pulls$/, how);
  expect(await project.deliver()).toMatchObject({ kind: "pr", url: `${forge.url}/acme/shop/pull/1` });
  expect(project.there.pulls).toHaveLength(1);
});

test("another run's request that already exists is used, also when a look-up misses it", async () => {
  using project = startProject(forge);
  await project.deliver();
  forge.misbehave("GET", /\/pulls$/, { answer: 200, body: [] });
  expect((await project.deliver()).kind).toBe("pr");
  expect(project.there.pulls).toHaveLength(1);
});

test("a forge that ignores the filter and cuts lists short leads to no second request and to nobody else's", async () => {
  using project = startProject(forge);
  const { pulls } = project.there;
  await project.deliver();
  const own = pulls[0];
  if (own === undefined) throw new Error("There is no pull request");
  const others = [11, 12, 13, 14, 15].map((number) => ({ ...own, number, headBranch: `other-${number}`, body: null }));
  pulls.splice(0, 1, ...others, own);
  forge.world.ignoresFilters = true;
  expect((await project.deliver({}, { run: "def" })).url).toEndWith("/pull/1");
  expect(others.map(({ body }) => body)).toEqual([null, null, null, null, null]);
});

test("labels, reviewers, a title template and a draft for a partial result", async () => {
  using project = startProject(forge);
  const settings = { labels: ["agent"], reviewers: ["grace", "acme/core"], titleTemplate: "[{mode}] {title}" };
  const delivered = await project.deliver(settings, { body: bodyFacts({ partial: true }) });
  expect(delivered.why).toBe("Opened draft pull request #1 into main");
  expect(project.there.pulls[0]).toMatchObject({
    draft: true,
    title: "[focused] Add a farewell",
    labels: ["agent"],
    reviewers: ["grace"],
  });
  expect(forge.seen.find(({ path }) => path.endsWith("requested_reviewers"))?.body).toEqual({
    reviewers: ["grace"],
    team_reviewers: ["core"],
  });
});

test("what can't be had besides the request is said and loses nothing", async () => {
  using project = startProject(forge);
  project.there.draftsAllowed = false;
  forge.misbehave("POST", /\/labels$/, { answer: 404, body: { message: "Not Found" } });
  const delivered = await project.deliver({ draft: true, labels: ["agent"], reviewers: ["ada"] });
  expect(delivered.kind).toBe("pr");
  expect(delivered.why).toBe(
    "Opened pull request #1 into main; drafts are not possible here; labels could not be set (Not Found); " +
      "reviewers could not be requested (Review cannot be requested from pull request author.)",
  );
});

test("commits that somebody put on the branch are never overwritten", async () => {
  using project = startProject(forge);
  await project.deliver();
  const theirs = project.repo.git("commit-tree", "-p", project.commit, "-m", "Theirs", `${project.commit}^{tree}`);
  project.repo.git("push", "--quiet", project.there.folder, `${theirs}:refs/heads/${branch}`);
  const ours = project.repo.git("commit-tree", "-p", project.commit, "-m", "Ours", `${project.commit}^{tree}`);
  const delivered = await project.deliver({}, { commit: ours });
  expect(delivered).toMatchObject({ kind: "branch", next: `git fetch origin ${branch}` });
  expect(delivered.why).toContain("someone else's commits");
  expect(project.pushed()).toBe(theirs);
});

test("a hook of the remote that refuses is quoted, and the branch stays local", async () => {
  using project = startProject(forge);
  const hook = join(project.there.folder, "hooks", "pre-receive");
  writeFileSync(hook, "#!/bin/sh\necho 'Every commit needs a ticket' >&2\nexit 1\n");
  chmodSync(hook, 0o755);
  const delivered = await project.deliver();
  expect(delivered).toMatchObject({ kind: "branch", url: null, next: `git push origin ${branch}` });
  expect(delivered.why).toContain("Every commit needs a ticket");
  expect(project.there.pulls).toEqual([]);
});

test("a forge that fails after the push leaves the address of the form", async () => {
  using project = startProject(forge);
  const plan = await project.plan();
  forge.misbehave("POST", /\/pulls$/, { answer: 403, body: { message: "Resource not accessible by integration" } });
  const delivered = await project.deliver();
  expect(plan.kind).toBe("pr");
  expect(delivered).toMatchObject({
    kind: "branch",
    pushed: true,
    next: `Open ${forge.url}/acme/shop/compare/main...${branch}?expand=1`,
  });
  expect(delivered.why).toContain("Resource not accessible by integration");
});

test("without a right to push: asked once, then a fork", async () => {
  forge.add("acme/shop", { writers: new Set() });
  using project = startProject(forge);
  await expect(project.plan("pr")).rejects.toMatchObject({ code: "delivery-impossible" });
  expect((await project.plan("pr", {}, true)).question).toContain("Make a fork");
  expect(await project.plan("auto", { fork: false })).toMatchObject({ kind: "branch", question: null });
  const delivered = await project.deliver({ fork: true });
  expect(delivered).toMatchObject({ kind: "pr", url: `${forge.url}/acme/shop/pull/1` });
  expect(project.there.pulls[0]).toMatchObject({ headRepository: "ada/shop", base: "main" });
  expect(project.pushed()).toBe("");
});

test("a fork on another host, or an address that is an option of git, is not pushed to", async () => {
  forge.add("acme/shop", { writers: new Set() });
  using project = startProject(forge);
  for (const clone_url of ["https://evil.example/ada/shop.git", "--upload-pack=touch x"]) {
    const fork = { full_name: "ada/shop", html_url: "", ssh_url: "", clone_url, default_branch: "main" };
    forge.misbehave("POST", /\/forks$/, { answer: 202, body: fork });
    const delivered = await project.deliver({ fork: true });
    expect(delivered).toMatchObject({ kind: "branch", url: null });
    expect(delivered.why).toContain("the fork is on another host");
  }
});

test("a clone of a fork opens its request in the original", async () => {
  forge.add("acme/shop", { writers: new Set() });
  using project = startProject(forge, { path: "ada/shop" });
  project.repo.git("remote", "add", "upstream", forge.cloneUrl("acme/shop"));
  project.repo.git("push", "--quiet", forge.world.repository("acme/shop")?.folder ?? "", "main");
  const plan = await project.plan();
  expect(plan).toMatchObject({ forge: { path: "acme/shop" }, head: { path: "ada/shop" }, remote: { name: "origin" } });
  expect((await project.deliver()).url).toBe(`${forge.url}/acme/shop/pull/1`);
  expect(project.pushed()).toBe(project.commit);
});

test("a remote that fetches from the original and pushes to a fork is looked at where it pushes", async () => {
  forge.add("acme/shop", { writers: new Set() });
  using project = startProject(forge, { path: "ada/shop" });
  project.repo.git("remote", "set-url", "origin", forge.cloneUrl("acme/shop"));
  project.repo.git("remote", "set-url", "--push", "origin", forge.cloneUrl("ada/shop"));
  const original = forge.world.repository("acme/shop");
  project.repo.git("push", "--quiet", original?.folder ?? "", "main", `main:refs/heads/${branch}`);
  expect((await project.deliver()).url).toBe(`${forge.url}/acme/shop/pull/1`);
  expect(original?.pulls[0]).toMatchObject({ headRepository: "ada/shop", base: "main" });
  expect((await project.deliver()).why).toContain("Updated the open pull request");
  expect(project.pushed()).toBe(project.commit);
});

test("a renamed repository is reached by its new name, reading and writing", async () => {
  using project = startProject(forge, { path: "acme/store" });
  forge.world.renamed.set("acme/shop", "acme/store");
  project.repo.git("remote", "set-url", "origin", forge.cloneUrl("acme/shop"));
  const plan = await project.plan();
  expect(plan.notices).toEqual(["acme/shop is called acme/store now; its remote's URL is out of date"]);
  expect(plan.forge?.path).toBe("acme/store");
});

test("a token in the remote's URL signs in and is never shown", async () => {
  using project = startProject(forge, {
    url: forge.cloneUrl("acme/shop", `ada:${standInToken}@`),
    env: { GH_TOKEN: "" },
  });
  const delivered = await project.deliver();
  expect(delivered.kind).toBe("pr");
  expect(JSON.stringify([await project.plan(), delivered])).not.toContain(standInToken);
});

test("a secret stops the push with its path and line, and without its value", async () => {
  using project = startProject(forge);
  const secret = "correct-horse-42-battery";
  project.repo.git("switch", "--quiet", branch);
  const commit = project.repo.commit("Leak", { "src/bye.ts": `export const bye = "${secret}";\n` });
  project.repo.git("switch", "--quiet", "main");
  project.repo.write({ ".env": `SHOP_PASSWORD=${secret}\n` });
  const delivered = await project.deliver({}, { commit });
  expect(delivered).toMatchObject({
    kind: "branch",
    why: "Not pushed: src/bye.ts:1 holds the value of .env's SHOP_PASSWORD",
  });
  expect(JSON.stringify(delivered)).not.toContain(secret);
  expect(project.pushed()).toBe("");
  expect(project.there.pulls).toEqual([]);
});

test("a run stopped between push and request goes on, and there is one request", async () => {
  using project = startProject(forge);
  const controller = new AbortController();
  const plan = await project.plan();
  forge.misbehave("POST", /\/pulls$/, { hang: true });
  const arrived = forge.arrival("POST", /\/pulls$/);
  const delivery = deliver(project.host, { ...project.input(plan), signal: controller.signal });
  await arrived;
  controller.abort();
  await expect(delivery).rejects.toMatchObject({ code: "interrupted" });
  expect(project.pushed()).toBe(project.commit);
  expect(await project.deliver()).toMatchObject({ kind: "pr", url: `${forge.url}/acme/shop/pull/1` });
  expect(project.there.pulls).toHaveLength(1);
});

test("what git says about a remote that can't be reached holds no password", async () => {
  const password = "correct-horse-42-battery";
  using project = startProject(forge, {
    env: { BARO_FORGE: `github:${forge.url}/api/v3` },
  });
  const planned = await project.plan();
  // Gone by the time of the push.
  project.repo.git("remote", "set-url", "origin", `http://ada:${password}@127.0.0.1:1/acme/shop.git`);
  const delivered = await deliver(project.host, project.input(planned));
  expect(delivered).toMatchObject({ kind: "branch", next: `git push origin ${branch}` });
  expect(delivered.why).toStartWith("Not pushed: origin refused it");
  expect(JSON.stringify(delivered)).not.toContain(password);
});

test("a remote that can't be pushed to is known before anything is spent", async () => {
  const password = "correct-horse-42-battery";
  using project = startProject(forge, {
    env: { BARO_FORGE: `github:${forge.url}/api/v3` },
    url: `http://ada:${password}@127.0.0.1:1/acme/shop.git`,
  });
  const asked = await project.plan("pr").catch((error: unknown) => error);
  expect(asked).toMatchObject({ code: "delivery-impossible", hint: "Check git push, or use --deliver branch" });
  expect(String(asked)).toContain("it can't be pushed to");
  expect(String(asked)).not.toContain(password);
  // Who asked for nothing in particular gets a branch, and hears why.
  const auto = await project.plan("auto");
  expect(auto.kind).toBe("branch");
  expect(auto.why).toContain("it can't be pushed to");
});

test("a push asks the person's hook where it can look, and runs none in their checkout", async () => {
  using project = startProject(forge);
  const hook = join(project.repo.path, ".git", "hooks", "pre-push");
  writeFileSync(hook, "#!/bin/sh\ntouch was-run\nexit 1\n");
  chmodSync(hook, 0o755);
  const asked: unknown[] = [];
  const refused = await project.deliver(
    {},
    {
      askHook: (push) => {
        asked.push(push);
        return Promise.resolve("the large files are not uploaded");
      },
    },
  );
  expect(refused.why).toBe("Not pushed: your pre-push hook refused it (the large files are not uploaded)");
  const remoteRef = `refs/heads/${branch}`;
  expect(asked).toMatchObject([{ remote: "origin", commit: project.commit, remoteRef, remoteCommit: null }]);
  expect(project.pushed()).toBe("");
  expect((await project.deliver({}, { askHook: () => Promise.resolve(null) })).kind).toBe("pr");
  expect(existsSync(join(project.repo.path, "was-run"))).toBe(false);
});
