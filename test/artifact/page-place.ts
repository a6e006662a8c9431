import type { Browser, Page } from "playwright-core";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, privateState } from "./artifact.ts";
import { type Look, openPage } from "./browser.ts";
import { pageServer } from "./page-server.ts";
import { type Scenario, scriptedEndpoint } from "./scripted-endpoint.ts";

/** A repository, a scripted model, `baro serve` and a browser that is on its page. */
export async function pagePlace(
  browser: Browser,
  scenario: Scenario,
  {
    look = {},
    program = [artifact],
    more = {},
  }: { look?: Look; program?: readonly string[]; more?: Record<string, string> } = {},
) {
  const endpoint = await scriptedEndpoint(scenario);
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  const settings = { BARO_INTAKE: "rules", BARO_AGENT: "openai:scripted-1", BARO_NO_VERIFY: "1" };
  const env = { ...state.env, ...endpoint.env, ...settings, ...more };
  const serve = (port = "0") =>
    pageServer({ cwd: repo.path, env, args: ["--port", port, "--repo", repo.path] }, program);
  const server = await serve();
  const { context, page, errors: problems } = await openPage(browser, look);
  await page.goto(server.url);
  return {
    page,
    server,
    serve,
    repo,
    problems,
    /** Another tab, with a storage of its own. */
    tab: async (url: string) => {
      const tab = await context.newPage();
      tab.setDefaultTimeout(30_000);
      await tab.goto(url);
      return tab;
    },
    branch: () => repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads/baro"),
    [Symbol.asyncDispose]: async () => {
      await context.close();
      await server[Symbol.asyncDispose]();
      await endpoint[Symbol.asyncDispose]();
      repo[Symbol.dispose]();
      state[Symbol.dispose]();
    },
  };
}

/** Starts a run from the page. */
export async function start(page: Page, words: string, mode?: "focused" | "sequential" | "parallel"): Promise<void> {
  await page.getByLabel("Goal").fill(words);
  if (mode !== undefined) {
    await page.getByText("Agent, delivery and limits").click();
    await page.getByLabel(/^Mode/).selectOption(mode);
  }
  await page.getByRole("button", { name: "Start", exact: true }).click();
}
