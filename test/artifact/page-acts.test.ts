import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import type { ScriptedTurn, ScriptRequest } from "../../src/demo/scripted/script.ts";
import { browserProgram, openBrowser, violations } from "./browser.ts";
import { pagePlace, start } from "./page-place.ts";
import { story, writing } from "./scripted-endpoint.ts";

const inBrowser = test.skipIf(browserProgram === null);

let browser: Browser;
beforeAll(async () => {
  if (browserProgram !== null) browser = await openBrowser();
});
afterAll(async () => await browser?.close());

/** Two stories that write at once, and end when they are let go. */
function heldStories() {
  let gate = Promise.withResolvers<void>();
  const heard: string[] = [];
  const held =
    (path: string) =>
    async (request: ScriptRequest): Promise<ScriptedTurn> => {
      heard.push(request.user);
      if (request.turn === 0) return writing({ [path]: `${path}\n` });
      await Promise.race([gate.promise, aborted(request.aborted)]);
      return { text: "Done" };
    };
  return {
    heard,
    go: () => gate.resolve(),
    hold: () => {
      gate = Promise.withResolvers();
    },
    scenario: {
      stories: {
        First: held("a.txt"),
        "First of all": held("a.txt"),
        Second: held("b.txt"),
        More: [writing({ "a.txt": "3\n" })],
      },
      plan: {
        stories: [
          story("S1", { title: "First", writes: ["a.txt"] }),
          story("S2", { title: "Second", writes: ["b.txt"] }),
        ],
      },
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

const card = (page: Page, title: string) => page.locator(".story", { hasText: title });
const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name });

inBrowser("a plan is edited, taken back, and keeps its stories in another mode", async () => {
  const held = heldStories();
  held.go();
  await using at = await pagePlace(browser, held.scenario);
  const { page } = at;
  await start(page, "Change a.txt and b.txt", "parallel");
  await heading(page, "Run this plan?").waitFor();
  const undo = page.getByRole("button", { name: "Undo the last change" });
  expect(await undo.count()).toBe(0);
  await page.getByRole("button", { name: "Edit S1" }).click();
  await page.getByLabel("Title").fill("First of all");
  await page.getByRole("button", { name: "Save" }).click();
  await heading(page, "S1 First of all").waitFor();
  await undo.click();
  await heading(page, /^S1 First$/).waitFor();
  expect(await undo.count()).toBe(0);
  await page.getByRole("button", { name: "Edit S1" }).click();
  await page.getByLabel("Title").fill("First of all");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("You have changed this plan").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Change to sequential" }).click();
  await page.getByText(/^sequential: 2 stories, one at a time/).waitFor();
  await heading(page, "S1 First of all").waitFor();
  await page.getByRole("button", { name: "Accept and run" }).click();
  await heading(page, /^Delivered$/).waitFor();
  expect(at.repo.git("log", "--format=%s", `main..${at.branch()}`).split("\n")).toEqual(["Second", "First of all"]);
  expect(at.problems).toEqual([]);
});

inBrowser(
  "one story is told something, one is stopped; another tab looks on; what failed runs again; a follow-up; clean",
  async () => {
    const held = heldStories();
    await using at = await pagePlace(browser, held.scenario);
    const { page } = at;
    await start(page, "Change a.txt and b.txt", "parallel");
    await page.getByRole("button", { name: "Accept and run" }).click();
    await card(page, "First").getByText("working").waitFor();

    // A tab that may only look has no button that acts, and is told of everything.
    const second = await at.tab(at.server.lookUrl);
    await second.getByText(", read-only").waitFor();
    await second.getByRole("link", { name: "Change a.txt and b.txt" }).click();
    await card(second, "Second").getByText("working").waitFor();
    expect(await second.getByRole("button").count()).toBe(0);
    expect(await second.getByText(/Message or stop/).count()).toBe(0);

    await card(page, "First").getByText("Message or stop S1").click();
    await page.getByLabel("Message for S1's agent").fill("write it in capitals");
    await card(page, "First").getByRole("button", { name: "Send" }).click();
    await page.getByText("S1's agent gets your message").waitFor();
    expect(await page.getByLabel("Message for S1's agent").inputValue()).toBe("");
    await card(page, "Second").getByText("Message or stop S2").click();
    expect(await violations(page)).toEqual([]);
    await card(page, "Second").getByRole("button", { name: "Stop S2" }).click();
    await card(second, "Second").getByText("stopped", { exact: true }).waitFor();
    await card(page, "First").getByText("Changes", { exact: true }).click();
    await page.locator(".added", { hasText: "+a.txt" }).waitFor();
    held.go();
    for (const tab of [page, second]) await heading(tab, "Delivered in part: 1 of 2 stories; 1 stopped").waitFor();
    expect(held.heard.some((words) => words.includes("write it in capitals"))).toBe(true);

    await page.getByRole("button", { name: "Run again what did not land" }).click();
    for (const tab of [page, second]) await heading(tab, /^Delivered$/).waitFor();
    expect(at.repo.git("show", `${at.branch()}:b.txt`)).toBe("b.txt");

    const address = page.url();
    await page.getByText("Follow up", { exact: true }).click();
    await page.getByLabel("What should change about this work?").fill("Change a.txt once more");
    await page.getByRole("button", { name: "Start the follow-up" }).click();
    await heading(page, "Change a.txt once more").waitFor();
    expect(page.url()).not.toBe(address);
    await heading(page, /is suggested/).waitFor();
    await page.getByRole("button", { name: "Leave" }).click();
    await page.getByText("Interrupted before any agent started").first().waitFor();

    await page.goto(address);
    await page.getByRole("button", { name: "Clean up" }).click();
    await page.getByText(/^Kept .*its work is on no other branch/).waitFor();
    // Of the follow-up that was left nothing may be there any more when it is asked for again.
    expect(at.problems.filter((problem) => !problem.includes("404"))).toEqual([]);
  },
);

inBrowser("ten windows of one browser look on at once, and each can act", async () => {
  const held = heldStories();
  await using at = await pagePlace(browser, held.scenario);
  const { page } = at;
  await start(page, "Change a.txt and b.txt", "parallel");
  await page.getByRole("button", { name: "Accept and run" }).click();
  await card(page, "First").getByText("working").waitFor();
  const windows = [page];
  while (windows.length < 10) {
    const tab = await at.tab(at.server.url);
    await tab.getByRole("link", { name: "Change a.txt and b.txt" }).click();
    windows.push(tab);
  }
  for (const tab of windows) await card(tab, "Second").getByText("working").waitFor();
  const last = windows.at(-1) ?? page;
  await card(last, "First").getByText("Message or stop S1").click();
  await last.getByLabel("Message for S1's agent").fill("write it in capitals");
  await card(last, "First").getByRole("button", { name: "Send" }).click();
  await last.getByText("S1's agent gets your message").waitFor();
  held.go();
  for (const tab of windows) await heading(tab, /^Delivered$/).waitFor();
  for (const tab of windows) expect(await tab.getByText("Looking for the server").count()).toBe(0);
  expect(at.problems).toEqual([]);
});

inBrowser("a run that is stopped at work goes on where it was", async () => {
  const held = heldStories();
  await using at = await pagePlace(browser, held.scenario);
  const { page } = at;
  await start(page, "Change a.txt and b.txt", "sequential");
  await page.getByRole("button", { name: "Accept and run" }).click();
  await card(page, "First").getByText("working").waitFor();
  await page.getByRole("button", { name: "Stop the run" }).click();
  await heading(page, "Interrupted").waitFor();
  held.go();
  await page.getByRole("button", { name: "Go on" }).click();
  await heading(page, /^Delivered$/).waitFor();
  await page.getByText("resumed 1 time").waitFor();
  expect(at.problems).toEqual([]);
});
