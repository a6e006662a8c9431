import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { browserProgram, keepShot, openBrowser, violations, widthOutOfSight } from "./browser.ts";
import { pagePlace, start } from "./page-place.ts";
import { story, writing } from "./scripted-endpoint.ts";

const inBrowser = test.skipIf(browserProgram === null);

let browser: Browser;
beforeAll(async () => {
  if (browserProgram !== null) browser = await openBrowser();
});
afterAll(async () => await browser?.close());

const goal = "Describe what a.txt holds and what b.txt holds";
const reason = "Two files, and each stands alone";
const scenario = (confidence: number) => ({
  stories: { First: [writing({ "a.txt": "1\n" })], Second: [writing({ "b.txt": "2\n" })] },
  plan: {
    stories: [story("S1", { title: "First", writes: ["a.txt"] }), story("S2", { title: "Second", writes: ["b.txt"] })],
  },
  decision: { mode: "parallel", confidence, reason, clear: true, question: null },
});

/** What stands beside each mode, in the order in which a person reads it. */
const candidates = (page: Page) =>
  page.locator("label.choice").evaluateAll((rows) =>
    rows.map((row) => ({
      name: row.querySelector(".name")?.firstChild?.textContent ?? "",
      cost: row.querySelector(".cost")?.textContent ?? "",
    })),
  );

inBrowser.each([
  [1280, false],
  [390, true],
])("an unsure suggestion at %i px: chances and costs stand beside each other", async (width, dark) => {
  await using at = await pagePlace(browser, scenario(0.6), { look: { width, dark }, more: { BARO_INTAKE: "model" } });
  const { page } = at;
  await start(page, goal);
  await page
    .getByRole("heading", { name: "parallel is suggested (60% sure, by the model, bounded by rules)" })
    .waitFor();
  await page.getByText(reason).waitFor();
  await page.getByText(/^For each mode: how likely it is the right one, what it costs/).waitFor();
  const rows = await candidates(page);
  expect(rows.map(({ name }) => name)).toEqual(["focused", "sequential", "parallel"]);
  const chances = rows.map(({ cost }) => Number(/^(\d+)% likely · /.exec(cost)?.[1] ?? Number.NaN));
  expect(chances[2]).toBe(60);
  // Each is rounded for itself.
  expect(Math.abs(chances.reduce((sum, each) => sum + each, 0) - 100)).toBeLessThanOrEqual(1);
  for (const { cost } of rows) expect(cost).toMatch(/likely · .*(time|tokens|×|times)/);
  // In one glance: no mode is out of sight, and the figures of all begin at the same place.
  const places = await page
    .locator("label.choice .cost")
    .evaluateAll((costs) => costs.map((cost) => cost.getBoundingClientRect().left));
  expect(new Set(places.map(Math.round)).size).toBe(1);
  expect(await violations(page)).toEqual([]);
  expect(await widthOutOfSight(page)).toBe(0);
  await keepShot(page, `unsure-${width}`);
  await page.getByRole("radio", { name: /^sequential/ }).check();
  await page.getByRole("button", { name: "Choose sequential" }).click();
  await page.getByRole("heading", { name: "Run this plan?" }).waitFor();
  await page.getByRole("button", { name: "Accept and run" }).click();
  await page.getByRole("heading", { name: "Delivered", exact: true }).waitFor();
  await page.getByText("sequential, chosen by you").waitFor();
  expect(at.problems).toEqual([]);
});

inBrowser("a sure suggestion is not compared: no chances beside the costs", async () => {
  await using at = await pagePlace(browser, scenario(0.9), { more: { BARO_INTAKE: "model" } });
  const { page } = at;
  await start(page, goal);
  await page.getByRole("heading", { name: /^parallel is suggested/ }).waitFor();
  expect(await page.getByText("For each mode").count()).toBe(0);
  for (const { cost } of await candidates(page)) expect(cost).not.toContain("likely");
});

inBrowser.each([
  [1280, false],
  [390, true],
])("a vague goal at %i px is asked about, in words; the answer decides, and stays to be read", async (width, dark) => {
  await using at = await pagePlace(browser, scenario(0.9), { look: { width, dark } });
  const { page } = at;
  await start(page, "fix it");
  const question = page.getByRole("region", { name: /\?/ });
  await question.waitFor();
  const asked = (await question.getByRole("heading").textContent()) ?? "";
  expect(await violations(page)).toEqual([]);
  expect(await widthOutOfSight(page)).toBe(0);
  await keepShot(page, `vague-${width}`);
  // Nothing is decided yet, and the question stands there once.
  expect(await page.getByRole("heading", { name: "Decision" }).count()).toBe(0);
  expect(await page.getByText(asked).count()).toBe(1);
  await question.getByText("The goal is not clear enough to start on").waitFor();
  // Nothing is no answer.
  await page.getByRole("button", { name: "Answer", exact: true }).click();
  expect(await page.getByLabel("Your answer").evaluate((field) => field.matches(":invalid"))).toBe(true);
  await page.getByLabel("Your answer").fill("Fix the typo in a.txt\nand nothing else");
  await page.getByRole("button", { name: "Answer", exact: true }).click();
  await page.getByRole("heading", { name: /is suggested/ }).waitFor();
  await page.getByRole("button", { name: "Leave" }).click();
  await page
    .getByText(/Interrupted/)
    .first()
    .waitFor();
  expect(await page.getByText(asked).count()).toBeGreaterThan(0);
  await keepShot(page, `vague-left-${width}`);
  expect(at.branch()).toBe("");
});
