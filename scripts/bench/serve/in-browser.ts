// What the page takes in a real browser.
import type { CDPSession, Page } from "playwright-core";
import { openBrowser, openPage } from "../../../test/artifact/browser.ts";
import type { PageServer } from "../../../test/artifact/page-server.ts";
import type { FakeRun } from "./fake-run.ts";

export interface BrowserFigures {
  /** Milliseconds from the last event to when it is on the page. */
  lagMs: number;
  /** Seconds of the main thread, of seconds that the flood took. */
  busyS: number;
  tookS: number;
  /** MB of the page's heap after its garbage is gone: after this flood, and after each of as many events again. */
  heapMb: number[];
  nodes: number;
}

/** Follows a run of many stories while agents say so many things a second. */
export async function followFlood(
  server: PageServer,
  run: FakeRun,
  { events, perSecond, again }: { events: number; perSecond: number; again: number },
): Promise<BrowserFigures> {
  const browser = await openBrowser();
  const { page, errors } = await openPage(browser);
  await page.goto(server.url);
  await page.getByLabel("Filter").waitFor();
  await page.evaluate(`location.hash = "#/${run.run}"`);
  await page.getByRole("heading", { name: "Stories" }).waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const busy = await metric(session, "TaskDuration");
  const from = performance.now();
  await run.flood(events, perSecond);
  const lagMs = await untilSeen(page, run);
  const tookS = (performance.now() - from) / 1000;
  const busyS = (await metric(session, "TaskDuration")) - busy;
  const heapMb = [await heap(session)];
  for (let more = 0; more < again; more++) {
    run.pour(events);
    await untilSeen(page, run);
    heapMb.push(await heap(session));
  }
  const nodes = await metric(session, "Nodes");
  if (errors.length > 0) throw new Error(errors.join("\n"));
  await browser.close();
  return { lagMs, busyS, tookS, heapMb, nodes };
}

/** A mark at the end of the stream, and how long it takes until the page shows it. */
export async function untilSeen(page: Page, run: FakeRun): Promise<number> {
  const mark = `mark ${run.seq()}`;
  const from = performance.now();
  run.write([{ type: "run.notice", message: mark }]);
  await page.getByText(mark).first().waitFor({ timeout: 120_000 });
  return performance.now() - from;
}

/** A figure that Chromium keeps of a page. */
export async function metric(session: CDPSession, name: string): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find((each) => each.name === name)?.value ?? Number.NaN;
}

/** MB of a page's heap once its garbage is gone. */
export async function heap(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  return Math.round((await metric(session, "JSHeapUsedSize")) / 1e5) / 10;
}
