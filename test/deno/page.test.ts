import { expect, test } from "bun:test";
import { browserProgram, openBrowser } from "../artifact/browser.ts";
import { pagePlace, start } from "../artifact/page-place.ts";
import { story, writing } from "../artifact/scripted-endpoint.ts";
import { denoEnv, denoProgram } from "./deno.ts";

test.skipIf(browserProgram === null)(
  "under Deno too, a page leads from a goal to a delivered branch",
  async () => {
    const browser = await openBrowser();
    const scenario = {
      stories: { First: [writing({ "a.txt": "1\n" })], Second: [writing({ "b.txt": "2\n" })] },
      plan: {
        stories: [
          story("S1", { title: "First", writes: ["a.txt"] }),
          story("S2", { title: "Second", writes: ["b.txt"] }),
        ],
      },
    };
    await using at = await pagePlace(browser, scenario, { program: denoProgram, more: denoEnv });
    const { page } = at;
    await start(page, "Change a.txt and b.txt");
    await page.getByRole("heading", { name: /is suggested/ }).waitFor();
    await page.getByRole("radio", { name: /parallel/ }).check();
    await page.getByRole("button", { name: "Choose parallel" }).click();
    await page.getByRole("button", { name: "Accept and run" }).click();
    await page.getByRole("heading", { name: "Delivered", exact: true }).waitFor();
    await page.getByText("All changes", { exact: true }).click();
    await page.locator(".added", { hasText: "+2" }).first().waitFor();
    expect(at.repo.git("show", `${at.branch()}:b.txt`)).toBe("2");
    expect(at.problems).toEqual([]);
    await browser.close();
  },
  180_000,
);
