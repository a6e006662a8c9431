import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { gitIn } from "../support/scratch.ts";
import { browserProgram, keepShot, openBrowser, openPage, violations } from "./browser.ts";
import { pageServer } from "./page-server.ts";
import { playground } from "./playground.ts";
import { writing } from "./scripted-endpoint.ts";

const inBrowser = test.skipIf(browserProgram === null);

let browser: Browser;
beforeAll(async () => {
  if (browserProgram !== null) browser = await openBrowser();
});
afterAll(async () => await browser?.close());

const goal = "Fix the typo in a.txt";
const offer = { name: "Open a pull request" };

/** The page of a run that has left a branch in a clone of a forge's repository; `more`: what the server's environment has. */
async function atTheEnd(more: Record<string, string> = {}) {
  const play = await playground({ stories: { [goal]: [writing({ "a.txt": "fixed\n" })] } });
  const ended = await play.run([goal, "--mode", "focused", "--no-verify", "--preview"]);
  const run = ended.events[0]?.run ?? "";
  const branch = play.repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads/baro");
  const server = await pageServer({
    cwd: play.repo.path,
    env: { ...play.env, ...more },
    args: ["--port", "0", run],
  });
  const { context, page, errors } = await openPage(browser);
  await page.goto(server.url);
  await page.getByRole("heading", { name: "Delivered", exact: true }).waitFor();
  return {
    play,
    branch,
    page,
    errors,
    server,
    run,
    [Symbol.asyncDispose]: async () => {
      await context.close();
      await server[Symbol.asyncDispose]();
      await play[Symbol.asyncDispose]();
    },
  };
}

inBrowser("the request of a run that left a branch is opened by a button, which goes then", async () => {
  await using at = await atTheEnd();
  const { page, play } = at;
  await page.getByRole("button", offer).waitFor();
  expect(await violations(page)).toEqual([]);
  await keepShot(page, "deliver-offered");
  await page.getByRole("button", offer).click();
  const url = `${play.forge.url}/acme/shop/pull/1`;
  await page.getByRole("link", { name: url }).waitFor();
  await page.getByRole("button", offer).waitFor({ state: "detached" });
  expect(play.there.pulls).toMatchObject([{ title: goal, headBranch: at.branch, base: "main" }]);
  await keepShot(page, "delivered-by-button");
  expect(at.errors).toEqual([]);
});

inBrowser("why no request is opened is said where it was asked for, and it can be asked for again", async () => {
  await using at = await atTheEnd();
  const { page, play, branch } = at;
  const commit = play.repo.git("rev-parse", branch);
  play.repo.git("branch", "-D", branch);
  await page.getByRole("button", offer).click();
  const told = page.getByRole("alert");
  await told.getByText(/the branch "baro\/.*" was deleted.*Bring it back with: git branch baro\//).waitFor();
  expect(play.there.pulls).toEqual([]);

  // Somebody else's commits on the remote's branch stay; what the person can do stands in the card.
  play.repo.git("branch", branch, commit);
  const theirs = gitIn(play.there.folder, "commit-tree", "-p", "main", "-m", "theirs", "main^{tree}");
  gitIn(play.there.folder, "update-ref", `refs/heads/${branch}`, theirs);
  await page.getByRole("button", offer).click();
  await page.getByText("has someone else's commits").first().waitFor();
  expect(gitIn(play.there.folder, "rev-parse", branch)).toBe(theirs);

  gitIn(play.there.folder, "update-ref", "-d", `refs/heads/${branch}`);
  await page.getByRole("button", offer).click();
  await page.getByRole("link", { name: `${play.forge.url}/acme/shop/pull/1` }).waitFor();
});

inBrowser("nothing is offered where no forge is known, or where one may only look", async () => {
  await using at = await atTheEnd({ BARO_FORGE: "" });
  const known = await at.server.ask(`runs/${at.run}/request`);
  expect(known).toEqual({ status: 200, body: { request: null } });
  expect(await at.page.getByRole("button", offer).count()).toBe(0);
  const look = { authorization: `Bearer ${at.server.lookToken}` };
  expect((await at.server.ask(`runs/${at.run}/deliver`, {}, look)).status).toBe(403);
  // Asked for all the same, it is refused with what to do.
  const refused = await at.server.ask(`runs/${at.run}/deliver`, {});
  expect(refused).toMatchObject({ status: 409, body: { error: expect.stringContaining("not on a known forge") } });
});
