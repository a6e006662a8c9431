// What a tab that is left open for a day holds: its clocks run faster, the lines between it and the server break, and all the
// while a run goes on.
import { mkdtempSync, rmSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBrowser, openPage } from "../../../test/artifact/browser.ts";
import { type HandBack, makeCertificate, plainFront } from "../../../test/artifact/front.ts";
import { pageServer } from "../../../test/artifact/page-server.ts";
import { fakeRun } from "./fake-run.ts";
import { heap, metric, untilSeen } from "./in-browser.ts";

/** Of a whole day: looks at the list each three seconds, lines that break, signs of life, an agent's events. */
const day = { looks: 28_800, breaks: 2000, beats: 4320, events: 360_000 };

export interface DayFigures {
  /** After each part of the day, its garbage gone. */
  heapMb: number[];
  nodes: number[];
  listeners: number[];
  /** What really came to pass. */
  looks: number;
  breaks: number;
  beats: number;
}

/** Leaves a tab open for a share of a day, in `parts` that bring as much each. */
export async function dayOfATab(
  program: readonly string[] | undefined,
  { share, parts, stories }: { share: number; parts: number; stories: number },
): Promise<DayFigures> {
  const of = (count: number) => Math.ceil((count * share) / parts);
  const folder = mkdtempSync(join(tmpdir(), "baro-day-"));
  if (!makeCertificate(folder)) throw new Error("there is no openssl");
  const lines = breakingLines(Math.ceil(day.beats / day.breaks));
  await using front = await plainFront(folder, lines.handBack);
  const run = fakeRun(join(folder, "state"), folder, stories);
  const env = { ...process.env, BARO_HOME: join(folder, "state") } as Record<string, string>;
  const args = ["--port", "0", "--behind-proxy", "--origin", front.origin];
  await using server = await pageServer({ cwd: folder, env, args }, program);
  await front.lead(Number(server.local.split(":").at(-1)));
  const browser = await openBrowser();
  const { page, errors } = await openPage(browser, { trusting: true });
  await page.addInitScript(fasterClocks);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  await page.goto(server.url);
  const figures: DayFigures = { heapMb: [], nodes: [], listeners: [], looks: 0, breaks: 0, beats: 0 };
  for (let part = 0; part < parts; part++) {
    await page.evaluate('location.hash = "#/"');
    await lines.until(() => lines.seen.looks >= of(day.looks) * (part + 1));
    await page.evaluate(`location.hash = "#/${run.run}"`);
    await page.getByRole("heading", { name: "Stories" }).waitFor();
    run.pour(of(day.events));
    lines.breakFor(of(day.breaks));
    await lines.until(() => lines.seen.breaks >= of(day.breaks) * (part + 1));
    await untilSeen(page, run);
    figures.heapMb.push(await heap(session));
    figures.nodes.push(await metric(session, "Nodes"));
    figures.listeners.push(await metric(session, "JSEventListeners"));
  }
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
  const wrong = errors.filter((text) => !text.includes("Failed to load resource"));
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
  return { ...figures, ...lines.seen };
}

/** A second is a millisecond, for whatever the page waits. */
const fasterClocks = `for (const name of ["setTimeout", "setInterval"]) {
  const real = window[name];
  window[name] = (work, ms = 0, ...more) => real(work, ms / 1000, ...more);
}`;

/** So long a line holds before it breaks. */
const lineMs = 15;

/** Lines that give signs of life and break, as often as they are told; else they hold. */
function breakingLines(beatsEach: number) {
  const seen = { looks: 0, breaks: 0, beats: 0 };
  let left = 0;
  let open: ServerResponse | null = null;
  const waiting = new Set<() => void>();
  const handBack: HandBack = (path, answer, response) => {
    if (path === "/api/runs") seen.looks++;
    answer.pipe(response);
    if (path.endsWith("/events")) open = response;
    if (path.endsWith("/events") && left > 0) {
      left--;
      response.write(": on\n\n".repeat(beatsEach));
      setTimeout(() => {
        seen.breaks++;
        seen.beats += beatsEach;
        response.destroy();
        for (const look of waiting) look();
      }, lineMs);
    }
    for (const look of waiting) look();
  };
  return {
    seen,
    handBack,
    breakFor: (count: number) => {
      left = count;
      open?.destroy();
    },
    until: (there: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!there()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
