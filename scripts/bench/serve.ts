// What `baro serve` takes: `bun scripts/bench/serve.ts [STORIES]`. Told are the page's weight; how far a reader of the stream,
// and a browser that shows 200 stories, are behind 5,000 events a second, with the browser's time and memory; the server's
// memory over as many events as an hour of them may bring; the time from a goal to the selector on the page; and the memory of
// a tab that is left open for a day.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { browserProgram, openBrowser } from "../../test/artifact/browser.ts";
import { pagePlace, start } from "../../test/artifact/page-place.ts";
import { type PageServer, pageServer } from "../../test/artifact/page-server.ts";
import { dayOfATab } from "./serve/day.ts";
import { type FakeRun, fakeRun } from "./serve/fake-run.ts";
import { followFlood } from "./serve/in-browser.ts";

const stories = Number(process.argv[2] ?? 200);
const perSecond = 5000;
const seconds = 6;
/** 100 a second. */
const hour = 360_000;
const root = join(import.meta.dirname, "..", "..");
const say = (text: string) => process.stdout.write(`${text}\n`);

const weight = ["dist/page/page.js.txt", "src/serve/page/index.html", "src/serve/page/page.css"]
  .map((part) => gzipSync(readFileSync(join(root, part))).length)
  .reduce((sum, bytes) => sum + bytes, 0);
say(`page: ${(weight / 1000).toFixed(1)} kB compressed`);

const folder = mkdtempSync(join(tmpdir(), "baro-bench-"));
const env = { ...process.env, BARO_HOME: join(folder, "state") } as Record<string, string>;
const run = fakeRun(join(folder, "state"), folder, stories);
const server = await pageServer({ cwd: folder, env });
try {
  await ofStream();
  if (browserProgram !== null) await ofBrowser();
  await ofAnHour();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
if (browserProgram !== null) await ofFirstDecision();
if (browserProgram !== null) await ofADay();

async function ofStream(): Promise<void> {
  const lags: number[] = [];
  const reading = read(server, run, -1, (event) => lags.push(Date.now() - Date.parse(event)));
  await run.flood(perSecond * seconds, perSecond);
  run.write([{ type: "run.notice", message: "the last one" }]);
  const seen = await reading;
  const ranked = lags.toSorted((a, b) => a - b);
  const rank = (share: number) => ranked[Math.min(ranked.length - 1, Math.floor(ranked.length * share))] ?? 0;
  say(`stream: ${seen} events at ${perSecond}/s; behind p50 ${rank(0.5)} ms, p99 ${rank(0.99)} ms`);
}

/** Reads a run's stream up to "the last one", and tells the time of the newest event of each portion. */
async function read(server: PageServer, run: FakeRun, after: number, came: (at: string) => void): Promise<number> {
  const response = await fetch(`${server.base}/api/runs/${run.run}/events`, {
    headers: { authorization: `Bearer ${server.token}`, "last-event-id": String(after) },
  });
  let seen = 0;
  let rest = "";
  for await (const chunk of response.body ?? []) {
    const blocks = (rest + Buffer.from(chunk as Uint8Array).toString("utf8")).split("\n\n");
    rest = blocks.pop() ?? "";
    seen += blocks.filter((block) => block.includes("data: ")).length;
    const at = /"at":"([^"]+)"/.exec(blocks.at(-1) ?? "")?.[1];
    if (at !== undefined) came(at);
    if (blocks.some((block) => block.includes('"the last one"'))) break;
  }
  return seen;
}

async function ofBrowser(): Promise<void> {
  const events = perSecond * seconds;
  const found = await followFlood(server, run, { events, perSecond, again: 3 });
  say(
    `browser: ${stories} stories, ${events} events at ${perSecond}/s; behind ${found.lagMs.toFixed(0)} ms at the end; main thread ` +
      `${found.busyS.toFixed(1)} of ${found.tookS.toFixed(1)} s; heap ${found.heapMb.join(", ")} MB after each ${events} events; ${found.nodes} nodes`,
  );
}

async function ofAnHour(): Promise<void> {
  const memory = () =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  const figures: string[] = [];
  for (let part = 0; part < 4; part++) {
    const from = run.seq();
    const reading = read(server, run, from, () => {});
    run.pour(hour / 4);
    run.write([{ type: "run.notice", message: "the last one" }]);
    await reading;
    figures.push(memory().toFixed(0));
  }
  say(`server: ${figures.join(", ")} MB after each quarter of an hour of ${hour} events`);
}

async function ofADay(): Promise<void> {
  const { heapMb, nodes, listeners, looks, breaks } = await dayOfATab(undefined, { share: 1, parts: 4, stories: 20 });
  say(
    `a day: ${looks} looks at the list, ${breaks} lines that broke, 360,000 events; after each quarter ` +
      `${heapMb.join(", ")} MB of heap, ${nodes.join(", ")} nodes, ${listeners.join(", ")} listeners`,
  );
}

async function ofFirstDecision(): Promise<void> {
  const browser = await openBrowser();
  await using at = await pagePlace(browser, {});
  const from = performance.now();
  await start(at.page, "Fix the typo in a.txt");
  await at.page.getByRole("heading", { name: /is suggested/ }).waitFor();
  say(`first decision: ${(performance.now() - from).toFixed(0)} ms after Start`);
  await browser.close();
}
