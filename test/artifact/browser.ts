import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";

/** A real browser's program. Debian's is looked for; null: tests that need one are skipped. */
export const browserProgram = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find((path) => existsSync(path)) ?? null;

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Screenshots are kept here, to be looked at. */
const shots = process.env["BARO_SHOTS"] ?? join(tmpdir(), "baro-page-shots");

/** Starts the browser. */
export async function openBrowser(): Promise<Browser> {
  mkdirSync(shots, { recursive: true });
  return await chromium.launch({ executablePath: browserProgram ?? "", args: ["--no-sandbox"] });
}

/** How a page is looked at. */
export interface Look {
  width?: number;
  dark?: boolean;
  /** Takes a certificate that nobody vouches for. */
  trusting?: boolean;
}

/** The context of a look; `errors` fills with what the page complains of. */
export async function openPage(browser: Browser, { width = 1280, dark = false, trusting = false }: Look = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? "dark" : "light",
    ignoreHTTPSErrors: trusting,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("ERR_CONNECTION")) errors.push(message.text());
  });
  return { context, page, errors };
}

/** What a checker of accessibility finds wrong. It is put there past the page's own policy, as a browser's tools are. */
export async function violations(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: axe });
  const { result } = await session.send("Runtime.evaluate", {
    expression:
      "axe.run(document).then((found) => JSON.stringify(found.violations.map((each) => each.id + ': ' + each.nodes.map((node) => node.html).join(' '))))",
    awaitPromise: true,
  });
  await session.detach();
  return JSON.parse(String(result.value)) as string[];
}

/** How many pixels of the page's width are out of sight. */
export async function widthOutOfSight(page: Page): Promise<number> {
  return await page.locator("html").evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
}

/** Keeps a picture of the whole page. */
export async function keepShot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}
