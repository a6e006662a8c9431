import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { browserProgram, keepShot, type Look, openBrowser, violations, widthOutOfSight } from "./browser.ts";
import { pagePlace, start } from "./page-place.ts";
import { story, writing } from "./scripted-endpoint.ts";

const inBrowser = test.skipIf(browserProgram === null);

const goal = "Fix the typo in a.txt";
const stories = {
  [goal]: [writing({ "a.txt": "fixed\n" })],
  First: [writing({ "a.txt": "1\n" })],
  "First of all": [writing({ "a.txt": "1\n" })],
  Second: [writing({ "b.txt": "2\n" })],
};
const plan = {
  stories: [
    story("S1", { title: "First", brief: "Write a.txt <img src=x onerror=alert(1)>", writes: ["a.txt"] }),
    story("S2", { title: "Second", brief: "Write b.txt", writes: ["b.txt"] }),
  ],
};

let browser: Browser;
beforeAll(async () => {
  if (browserProgram !== null) browser = await openBrowser();
});
afterAll(async () => await browser?.close());

const place = (look: Look = {}) => pagePlace(browser, { stories, plan }, { look });

inBrowser.each([
  [1280, false],
  [390, true],
])("the suggestion at %i px, dark %p: one answer to a delivered branch", async (width, dark) => {
  await using at = await place({ width, dark });
  const { page } = at;
  expect(page.url()).not.toContain(at.server.token);
  const shot = async (name: string) => {
    expect(await violations(page)).toEqual([]);
    await keepShot(page, `${name}-${width}`);
    expect(await widthOutOfSight(page)).toBe(0);
  };
  await page.getByLabel("Goal").waitFor();
  await shot("start");
  await start(page, goal);
  await page.getByRole("heading", { name: /focused is suggested/ }).waitFor();
  expect(await page.getByRole("radio").count()).toBe(3);
  expect(await page.locator("form > p").first().textContent()).toContain(goal);
  await page.getByText("Evidence").click();
  await shot("selector");
  await page.getByRole("button", { name: "Run focused" }).click();
  await page.getByRole("heading", { name: "Delivered", exact: true }).waitFor();
  await page.getByText("All changes", { exact: true }).click();
  await page.getByText("+fixed").first().waitFor();
  await shot("end");
  expect(at.branch()).toStartWith("baro/");
  expect(at.problems).toEqual([]);
});

inBrowser("a run is named in the tab, and has one time and one end wherever it is shown", async () => {
  await using at = await place();
  const { page } = at;
  await start(page, goal);
  await page.getByRole("button", { name: "Run focused" }).click();
  await page.getByRole("heading", { name: "Delivered", exact: true }).waitFor();
  expect(await page.title()).toBe(`${goal} - baro`);
  const time = /\d{4}-\d\d-\d\d \d\d:\d\d/.exec(
    (await page.locator("article p.quiet").first().textContent()) ?? "",
  )?.[0];
  await page.getByRole("link", { name: "baro", exact: true }).click();
  const row = page.locator(".runs li").first();
  await row.waitFor();
  expect(await row.locator("p").textContent()).toStartWith(`delivered ${time} · `);
  expect(await page.title()).toBe("baro");
});

inBrowser("another mode, a plan that is edited and moved, and hostile text as text", async () => {
  await using at = await place();
  const { page } = at;
  await start(page, `${goal}\n<script>alert(1)</script>`);
  await page.getByRole("radio", { name: /sequential/ }).check();
  await page.getByRole("button", { name: "Choose sequential" }).click();
  await page.getByRole("heading", { name: "Run this plan?" }).waitFor();
  expect(await page.getByText("<img src=x onerror=alert(1)>").count()).toBe(1);
  expect(await violations(page)).toEqual([]);
  await keepShot(page, "plan-1280");
  await page.getByRole("button", { name: "Edit S1" }).click();
  await page.getByLabel("Title").fill("First of all");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "S1 First of all" }).first().waitFor();
  await page.getByRole("button", { name: "Move S2 up" }).click();
  await page.locator(".story", { hasText: "First of all" }).getByText("S2", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Accept and run" }).click();
  await page.getByRole("heading", { name: "Delivered", exact: true }).waitFor();
  expect(at.repo.git("log", "--format=%s", `main..${at.branch()}`).split("\n")).toEqual(["First of all", "Second"]);
  await keepShot(page, "sequential-end-1280");
  expect(at.problems).toEqual([]);
});

inBrowser("parallel; the page is loaded anew while it asks, and finds the run", async () => {
  await using at = await place();
  const { page } = at;
  await start(page, goal);
  await page.getByRole("radio", { name: /parallel/ }).check();
  await page.getByRole("button", { name: "Choose parallel" }).click();
  await page.getByRole("heading", { name: "Run this plan?" }).waitFor();
  await page.reload();
  await page.getByRole("button", { name: "Accept and run" }).click();
  await page.getByRole("heading", { name: "Delivered", exact: true }).waitFor();
  await page.getByRole("link", { name: "baro" }).click();
  await page.getByLabel("Filter").fill("delivered typo");
  await page.getByRole("listitem").waitFor();
  expect(at.problems).toEqual([]);
});

inBrowser("a vague goal is asked about; a run is stopped", async () => {
  await using at = await place();
  const { page } = at;
  await start(page, "fix it");
  await page.getByLabel("Your answer").fill(goal);
  await page.getByRole("button", { name: "Answer", exact: true }).click();
  await page.getByRole("heading", { name: /is suggested/ }).waitFor();
  await page.getByRole("button", { name: "Stop the run" }).click();
  await page
    .getByText(/nothing of it is left|Interrupted/)
    .first()
    .waitFor();
  expect(at.branch()).toBe("");
});

inBrowser("with the keyboard alone", async () => {
  await using at = await place();
  const { page } = at;
  await page.getByLabel("Goal").waitFor();
  const focusOn = (selector: string) => page.locator(`${selector}:focus`).waitFor();
  /** Tabs on until the focus is on something of that name. */
  const tabTo = async (name: RegExp) => {
    for (let presses = 0; presses < 60; presses++) {
      const focused = page.locator(":focus");
      const isThere = (await focused.count()) > 0;
      const value = isThere ? ((await focused.getAttribute("value")) ?? "") : "";
      const label = isThere ? ((await focused.getAttribute("aria-label")) ?? "") : "";
      const text = isThere ? `${label}${(await focused.textContent()) ?? ""} ${value}` : "";
      if (name.test(text)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab never came to ${name}`);
  };
  while ((await page.locator("textarea:focus").count()) === 0) await page.keyboard.press("Tab");
  await page.keyboard.type(goal);
  await tabTo(/^Start\b/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /focused is suggested/ }).waitFor();
  await tabTo(/focused$/);
  await page.keyboard.press("ArrowDown");
  await tabTo(/^Choose sequential/);
  await page.keyboard.press("Enter");
  // Whoever answered a question goes on in the next one.
  await focusOn("#plan-title");
  await tabTo(/^Edit S1/);
  await page.keyboard.press("Enter");
  while ((await page.locator("form input:focus").count()) === 0) await page.keyboard.press("Tab");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("First of all");
  await tabTo(/^Save/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "S1 First of all" }).waitFor();
  await focusOn("#plan-title");
  await tabTo(/^Move S1 down/);
  await page.keyboard.press("Enter");
  await page.locator(".story", { hasText: "First of all" }).getByText("S2", { exact: true }).waitFor();
  await focusOn("#plan-title");
  await tabTo(/^Move S1 up/);
  await page.keyboard.press("Enter");
  await page.locator(".story", { hasText: "Second" }).getByText("S1", { exact: true }).waitFor();
  await tabTo(/^Accept and run/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Delivered", exact: true }).waitFor();
});

inBrowser("a server that dies and comes back is found again", async () => {
  await using at = await place();
  const { page } = at;
  await start(page, goal);
  await page.getByRole("heading", { name: /is suggested/ }).waitFor();
  await at.server.stop("SIGKILL");
  await page.getByText("Looking for the server").waitFor();
  await using back = await at.serve(String(at.server.port));
  expect(back.token).toBe(at.server.token);
  await page.getByText("Looking for the server").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Run focused" }).click();
  await page.getByRole("heading", { name: "Delivered", exact: true }).waitFor();
});

inBrowser("a token that is wrong is told with what to do, and one that is right opens the same tab", async () => {
  await using at = await place({ width: 390 });
  const tab = await at.tab(`${at.server.base}/#${"x".repeat(43)}`);
  await tab.getByText("Open the address that baro serve prints").waitFor();
  expect(await violations(tab)).toEqual([]);
  await keepShot(tab, "wrong-token-390");
  await tab.goto(at.server.url);
  await tab.getByLabel("Goal").waitFor();
  expect(await tab.getByText(/can't be opened|token/).count()).toBe(0);
});

inBrowser("a goal of 10 MB is refused in words, and can be shortened", async () => {
  await using at = await place();
  const { page } = at;
  await page.getByLabel("Goal").evaluate((field) => {
    // A paste, without the time that a driver takes for it.
    (field as unknown as { value: string }).value = "x".repeat(10_000_000);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page
    .getByRole("alert")
    .getByText(/too long/)
    .waitFor();
  await start(page, goal);
  await page.getByRole("heading", { name: /focused is suggested/ }).waitFor();
});

inBrowser("a plan of 40 stories on a phone: each pair is told, in a list that can be read", async () => {
  const many = Array.from({ length: 40 }, (_, at) =>
    story(`S${at + 1}`, { title: `Part ${at}`, writes: [`p${at}/**`] }),
  );
  const how = { look: { width: 390, dark: true }, more: { BARO_MAX_STORIES: "40" } };
  await using at = await pagePlace(browser, { plan: { stories: many } }, how);
  const { page } = at;
  await start(page, "Change a.txt and b.txt", "parallel");
  await page.getByText("780 pairs of stories, 0 ordered").click();
  const rows = page.locator("details.bulk li");
  await rows.first().waitFor();
  expect(await rows.count()).toBe(39);
  expect(await rows.first().locator("strong").textContent()).toBe("S1 with S2 to S40");
  expect(await violations(page)).toEqual([]);
  expect(await widthOutOfSight(page)).toBe(0);
  await keepShot(page, "pairs-390");
});

inBrowser("the names of stories stay inside their boxes", async () => {
  const long = ["Rename the module everywhere", "WWWWWWWWWWWWWWWWWWWWWWWWW", "ログイン画面を直すログイン画面を直す"];
  const wide = { stories: long.map((title, at) => story(`S${at + 1}`, { title, writes: [`${at}.txt`] })) };
  await using at = await pagePlace(browser, { plan: wide });
  const { page } = at;
  await start(page, "Change a.txt and b.txt", "parallel");
  await page.getByRole("heading", { name: "Run this plan?" }).waitFor();
  const ends = await page.locator(".graph .node").evaluateAll((nodes) =>
    nodes.map((node) => {
      const [box, name] = [node.querySelector("rect"), node.querySelector("svg")];
      const right = (of: typeof box | typeof name) => Number(of?.getAttribute("x")) + Number(of?.getAttribute("width"));
      return { box: right(box), name: right(name) };
    }),
  );
  expect(ends).toHaveLength(long.length);
  for (const { box, name } of ends) expect(name).toBeLessThan(box);
});
