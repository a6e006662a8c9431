import { afterAll, beforeAll, expect, test } from "bun:test";
import { request } from "node:https";
import type { Browser } from "playwright-core";
import type { ScriptedTurn, ScriptRequest } from "../../src/demo/scripted/script.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { privateState } from "./artifact.ts";
import { browserProgram, openBrowser, openPage } from "./browser.ts";
import { type Front, makeCertificate, nginx, nginxFront, plainFront } from "./front.ts";
import { start } from "./page-place.ts";
import { pageServer } from "./page-server.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const folder = scratchFolder();
const hasCertificate = makeCertificate(folder.path);
let browser: Browser;
beforeAll(async () => {
  if (browserProgram !== null) browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  folder[Symbol.dispose]();
});

const goal = "Fix the typo in a.txt";
const proxies: [string, boolean, () => Promise<Front>][] = [
  ["nginx as it comes", nginx !== null, () => nginxFront(folder.path, "")],
  [
    "nginx with HTTP/2 that hands on the name",
    nginx !== null,
    () =>
      nginxFront(
        folder.path,
        "proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto $scheme; proxy_http_version 1.1;",
        "http2",
      ),
  ],
  ["a proxy of node:http", true, () => plainFront(folder.path)],
];

/** Status of a request through the front, under another name or from another origin if it says so. */
function through(front: Front, path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(front.origin);
    const asked = request({ hostname, port, path, headers, rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on("error", reject);
    asked.end();
  });
}

for (const [name, isHere, open] of proxies) {
  test.skipIf(browserProgram === null || !hasCertificate || !isHere)(
    `behind ${name}: events come as they happen, questions are answered, strangers are refused`,
    async () => {
      const gate = Promise.withResolvers<void>();
      const held = async ({ turn }: ScriptRequest): Promise<ScriptedTurn> => {
        if (turn === 0) return { ...writing({ "a.txt": "fixed\n" }), text: "Looking at it now" };
        await gate.promise;
        return { text: "Done" };
      };
      await using front = await open();
      await using endpoint = await scriptedEndpoint({ stories: { [goal]: held } });
      using state = privateState();
      using repo = scratchRepository({ "a.txt": "a\n" });
      const settings = { BARO_INTAKE: "rules", BARO_AGENT: "openai:scripted-1", BARO_NO_VERIFY: "1" };
      await using server = await pageServer({
        cwd: repo.path,
        env: { ...state.env, ...endpoint.env, ...settings },
        args: ["--port", "0", "--behind-proxy", "--origin", front.origin, "--repo", repo.path],
      });
      expect(server.base).toBe(front.origin);
      await front.lead(Number(server.local.split(":").at(-1)));
      const token = { authorization: `Bearer ${server.token}` };
      expect(await through(front, "/api/about", token)).toBe(200);
      expect(await through(front, "/api/about")).toBe(401);
      expect(await through(front, "/api/about", { ...token, origin: "https://evil.example" })).toBe(403);
      expect(await through(front, "/api/about", { ...token, "sec-fetch-site": "cross-site" })).toBe(403);

      const { context, page, errors } = await openPage(browser, { trusting: true });
      await page.goto(server.url);
      await start(page, goal);
      await page.getByRole("button", { name: "Run focused" }).click();
      // The agent is at work, and waits: what it said is there all the same.
      await page.getByText("Looking at it now").first().waitFor();
      await page.reload();
      await page.getByText("Looking at it now").first().waitFor();
      gate.resolve();
      await page.getByRole("heading", { name: "Delivered", exact: true }).waitFor();
      await page.getByText("All changes", { exact: true }).click();
      await page.locator(".added", { hasText: "+fixed" }).waitFor();
      expect(errors).toEqual([]);
      await context.close();
    },
    60_000,
  );
}
