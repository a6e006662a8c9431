import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { denoEnv, denoProgram } from "../deno/deno.ts";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, privateState, runArtifact } from "./artifact.ts";
import { browserProgram, keepShot, openBrowser, openPage, violations, widthOutOfSight } from "./browser.ts";
import { scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

const secret = "abcd1234efgh&5678ijkl";
const markup = '<img src=x onerror=alert(1)>"&';
const hostile = `${markup}\u202etxt.exe`;
const second = "Second: כתוב את הקובץ השני";
const plan = {
  stories: [
    story("S1", { title: `First ${markup}`, brief: `Write a.txt ${hostile}`, writes: ["a.txt"] }),
    story("S2", { title: second, brief: "Write b.txt", writes: ["b.txt"] }),
  ],
};
const goal = `Change a.txt and b.txt ${hostile} and mention ${secret}`;
const state = privateState();
const repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
let browser: Browser;

beforeAll(async () => {
  writeFileSync(join(repo.path, ".env"), `SERVICE_TOKEN=${secret}\n`);
  await using endpoint = await scriptedEndpoint({
    plan,
    stories: {
      [`First ${markup}`]: [writing({ "a.txt": `<script>alert(1)</script> ${hostile}\n` })],
      [second]: [writing({ "b.txt": "2\n" })],
    },
  });
  const env = { ...state.env, ...endpoint.env };
  const words = ["--yes", "--json", "--agent", "openai:scripted-1", "--mode", "parallel", "--no-verify"];
  const ended = await runArtifact({ cwd: repo.path, env, args: [goal, ...words, "--intake", "rules"] });
  expect(ended.exitCode, ended.stderr).toBe(0);
  if (browserProgram !== null) browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  repo[Symbol.dispose]();
  state[Symbol.dispose]();
});

const report = async (program: readonly string[] = [artifact], env: Record<string, string> = {}) => {
  const file = join(state.path, "report.html");
  const args = ["report", "--out", file];
  const ended = await runArtifact({ cwd: repo.path, env: { ...state.env, ...env }, args }, program);
  expect(ended.exitCode, ended.stderr).toBe(0);
  return { file, html: readFileSync(file, "utf8") };
};

test("the binary writes the page with what each story changed; nothing private, and no text as markup", async () => {
  const { html } = await report();
  const bare = html.replaceAll(/<style>[\s\S]*?<\/style>/g, "");
  expect(bare).toContain("+&lt;script>alert(1)&lt;/script>");
  expect(bare.match(/<span class="added">\+2\n<\/span>/g)).toHaveLength(2);
  expect(bare).not.toMatch(/<(script|img)\b/);
  expect(bare).not.toContain("\u202e");
  expect(bare).not.toContain(secret);
  expect(bare).not.toContain("abcd1234efgh");
  expect(bare).toContain("and mention [redacted]");
});

test("under Deno the page is the same", async () => {
  expect((await report([...denoProgram], denoEnv)).html).toBe((await report()).html);
}, 180_000);

test("to stdout too", async () => {
  const ended = await runArtifact({ cwd: repo.path, env: state.env, args: ["report"] });
  expect(ended.stdout).toBe((await report()).html);
});

describe.skipIf(browserProgram === null)("in a browser", () => {
  test.each([
    [1280, false],
    [1280, true],
    [390, false],
  ])("at %i px, dark %p: everything is there, nothing is asked for, and no script runs", async (width, dark) => {
    const { context, page, errors } = await openPage(browser, { width, dark });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    const url = pathToFileURL((await report()).file).href;
    await page.goto(url);
    expect(asked).toEqual([url]);
    await page.getByRole("heading", { name: "Delivered", exact: true }).waitFor();
    await page.getByText("All changes", { exact: true }).click();
    await page.locator(".added", { hasText: "+2" }).first().waitFor();
    for (const summary of await page.locator("summary").all()) {
      if (!(await summary.locator("xpath=..").evaluate((details) => details.hasAttribute("open"))))
        await summary.click();
    }
    expect(await violations(page)).toEqual([]);
    expect(await widthOutOfSight(page)).toBe(0);
    await keepShot(page, `report-${width}${dark ? "-dark" : ""}`);
    expect(await page.locator("script, img, button, form").count()).toBe(0);
    expect(errors).toEqual([]);
    await context.close();
  });

  test("on paper, what was folded is read, light, and what is long stays away", async () => {
    const { context, page } = await openPage(browser, { dark: true });
    await page.goto(pathToFileURL((await report()).file).href);
    await page.emulateMedia({ media: "print" });
    expect(await page.getByText("Write a.txt").first().isVisible()).toBe(true);
    expect(await page.locator(".added").first().isVisible()).toBe(false);
    const back = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    expect(back).toBe("rgb(255, 255, 255)");
    await keepShot(page, "report-print");
    await context.close();
  });
});

test("of a repository that is gone it says so", async () => {
  const moved = scratchRepository({ "a.txt": "a\n" });
  await using endpoint = await scriptedEndpoint({ stories: { "Fix a.txt": [writing({ "a.txt": "b\n" })] } });
  const env = { ...state.env, ...endpoint.env };
  const words = ["--yes", "--agent", "openai:scripted-1", "--mode", "focused", "--no-verify", "--intake", "rules"];
  await runArtifact({ cwd: moved.path, env, args: ["Fix a.txt", ...words] });
  rmSync(moved.path, { recursive: true });
  const ended = await runArtifact({ cwd: state.path, env, args: ["report", "--all"] });
  expect(ended.exitCode, ended.stderr).toBe(0);
  expect(ended.stdout).toContain("no longer exists");
});
