import { expect } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import type { RunEvent } from "../../src/core/event.ts";
import { eventsOf, runArtifact } from "./artifact.ts";
import { openPage } from "./browser.ts";
import { connectClient, type McpClient } from "./mcp-clients.ts";
import { type PageServer, pageServer } from "./page-server.ts";
import type { playground } from "./playground.ts";

/** A label with what stands beside it. */
type Rows = Record<string, string>;
type Playground = Awaited<ReturnType<typeof playground>>;

/** Those who look on while runs come and go: another agent, and a person with the page open (where a browser is here). */
export interface Onlookers extends AsyncDisposable {
  client: McpClient;
  page: { server: PageServer; tab: Page } | null;
}

/** Opens them; `browser`: null where there is none. */
export async function openOnlookers(play: Playground, browser: Browser | null): Promise<Onlookers> {
  const at = { cwd: play.repo.path, env: play.env };
  const client = await connectClient("2026-07-28", { ...at, person: null });
  if (browser === null) return { client, page: null, [Symbol.asyncDispose]: () => client.close() };
  const server = await pageServer({ ...at, args: ["--port", "0", "--repo", play.repo.path] });
  const { context, page: tab } = await openPage(browser);
  await tab.goto(server.url);
  await tab.getByLabel("Goal").waitFor();
  return {
    client,
    page: { server, tab },
    async [Symbol.asyncDispose]() {
      await context.close();
      await server[Symbol.asyncDispose]();
      await client.close();
    },
  };
}

/** What the page that was open all the while shows of a run, once it shows that it ended as it did. */
async function liveRows(onlookers: Onlookers, run: string, headline: string) {
  if (onlookers.page === null) return null;
  const { tab, server } = onlookers.page;
  await tab.goto(`${server.base}/#/${run}`);
  await tab.locator("#end-title", { hasText: headline }).waitFor();
  const html = await tab.content();
  return { headline: endTitle(html), rows: rowsOf(html, pageRow) };
}

const pageRow = /<dt>([^<]+)<\/dt><dd>(.*?)<\/dd>/gs;

function endTitle(html: string): string {
  return textOf(/<h2 id="end-title">(.*?)<\/h2>/s.exec(html)?.[1] ?? "");
}

/** What every place says of the newest run in a playground, a job's summary and onlookers among them. */
export async function everyScreen(play: Playground, onlookers: Onlookers) {
  const read = async (...words: string[]) =>
    (await runArtifact({ cwd: play.repo.path, env: play.env, args: words })).stdout;
  const told = await read("show");
  const card = told.slice(told.indexOf("────"));
  const html = await read("report");
  const whole = JSON.parse(await read("show", "--json")) as RunEvent[];
  // Each process adds to it.
  const job = readFileSync(join(play.state.path, "summary.md"), "utf8");
  const summary = job.slice(job.lastIndexOf("### "));
  const headline = card.split("\n")[1] ?? "";
  const answer = await onlookers.client.call("status", { run: whole[0]?.run ?? "" });
  return {
    whole,
    finished: eventsOf(whole, "run.finished").at(-1),
    headlines: [headline, endTitle(html)],
    summary,
    card: rowsOf(card, cardRow),
    job: rowsOf(summary, /^\| ([\w ]+) \| (.*) \|$/gm),
    page: rowsOf(html, pageRow),
    live: await liveRows(onlookers, whole[0]?.run ?? "", headline),
    answer: { ...answer, rows: rowsOf(answer.text, cardRow) },
    listed: (JSON.parse(await read("runs", "--json")) as { outcome: string; ms: number; url: string | null }[])[0],
    body: play.there.pulls[0]?.body ?? null,
  };
}

const cardRow = /^(\w[\w ]{0,10}\w) {2,}(.*)$/gm;

function rowsOf(text: string, pattern: RegExp): Rows {
  const rows = [...text.matchAll(pattern)].map(([, label = "", said = ""]): [string, string] => [label, textOf(said)]);
  return Object.fromEntries(rows.toReversed());
}

function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replaceAll("\\", "")
    .replaceAll("&amp;", "&")
    .trim();
}

const figures = ["wall clock", "agents", "saved", "speedup", "tokens", "changed"];

/** Holds the places against one another, and all of them against the events. */
export function expectSame({
  whole,
  finished,
  card,
  job,
  page,
  listed,
  headlines,
  summary,
  body,
  live,
  answer,
}: Awaited<ReturnType<typeof everyScreen>>): void {
  if (finished === undefined) throw new Error("The run has not ended");
  for (const figure of figures) {
    expect([figure, job[figure], page[figure]]).toEqual([figure, card[figure], card[figure]]);
    expect([figure, answer.rows[figure]]).toEqual([figure, card[figure]]);
    if (live !== null) expect([figure, live.rows[figure]]).toEqual([figure, card[figure]]);
  }
  if (live !== null) expect(live.headline).toBe(headlines[0] ?? "");
  const { input, output } = finished.usage;
  expect(answer.data).toMatchObject({ outcome: finished.outcome, tokens: input + output, usd: finished.usd ?? null });
  expect(answer.text).toContain(headlines[0] ?? "");
  const ends = eventsOf(whole, "story.finished").map(({ story, outcome }) => [story, outcome] as const);
  const told = answer.data["stories"] as { id: string; status: string }[];
  for (const [story, outcome] of new Map(ends))
    expect(told).toContainEqual(expect.objectContaining({ id: story, status: outcome }));
  expect(headlines[1]).toBe(headlines[0] ?? "");
  expect(summary.replaceAll("\\", "")).toContain(`### ${headlines[0]}\n`);
  expect(listed).toMatchObject({ outcome: finished.outcome, ms: finished.wallMs });
  // Every token and dollar was told by somebody, and nothing that was told is left out.
  const used = [...eventsOf(whole, "agent.usage"), ...eventsOf(whole, "model.answered")];
  for (const key of ["input", "output", "cachedInput", "reasoning"] as const) {
    expect(used.reduce((all, one) => all + one[key], 0)).toBe(finished.usage[key]);
  }
  const dollars = used.reduce((all, { usd }) => all + (usd ?? 0), 0);
  expect(finished.usd ?? 0).toBeCloseTo(dollars, 8);
  const worked = eventsOf(whole, "agent.finished").reduce((all, { ms }) => all + ms, 0);
  expect(finished.agentMs).toBe(worked);
  // What is saved can be worked out from what stands beside it.
  expect(card["speedup"] === undefined).toBe(finished.speedup === null);
  if (finished.speedup !== null) {
    expect(card["speedup"]).toBe(`${finished.speedup.toFixed(finished.speedup < 10 ? 2 : 1)}x`);
    const [, work = "", took = ""] = /: (.+) of work that landed,? (?:in|took) (.+)$/.exec(card["saved"] ?? "") ?? [];
    expect((msOf(work) / msOf(took)).toFixed(2)).toBe(finished.speedup.toFixed(2));
    expect(msOf(work) - msOf(took)).toBeCloseTo(finished.savedMs ?? Number.NaN, 3);
  }
  if (body === null) return;
  expect(body).toContain(`tokens ${card["tokens"]}`);
  expect(/\((\d[\d.]*x)\)/.exec(body)?.[1]).toBe(card["speedup"]);
  expect(body).toContain(`agents ${card["agents"]?.replace(" of work", "")}`);
}

const unit: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function msOf(text: string): number {
  return [...text.matchAll(/([\d.]+)(ms|s|m|h)/g)].reduce(
    (all, [, size, of = ""]) => all + Number(size) * (unit[of] ?? 0),
    0,
  );
}

/** The rows of `git diff --numstat` between two commits, as `files, insertions, deletions`. */
export function changesBetween(
  git: (...args: string[]) => string,
  base: string,
  head: string,
): [number, number, number] {
  const rows = git("diff", "--numstat", "--no-renames", base, head)
    .split("\n")
    .filter((row) => row !== "");
  const sum = (at: number) => rows.reduce((all, row) => all + Number(row.split("\t")[at]), 0);
  return [rows.length, sum(0), sum(1)];
}
