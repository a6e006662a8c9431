import { expect } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent } from "../../src/core/event.ts";
import { eventsOf, runArtifact } from "./artifact.ts";
import type { playground } from "./playground.ts";

/** A label with what stands beside it. */
type Rows = Record<string, string>;

/** What every place says of the newest run in a playground, a job's summary among them. */
export async function everyScreen(play: Awaited<ReturnType<typeof playground>>) {
  const read = async (...words: string[]) =>
    (await runArtifact({ cwd: play.repo.path, env: play.env, args: words })).stdout;
  const told = await read("show");
  const card = told.slice(told.indexOf("────"));
  const html = await read("report");
  const whole = JSON.parse(await read("show", "--json")) as RunEvent[];
  // Each process adds to it.
  const job = readFileSync(join(play.state.path, "summary.md"), "utf8");
  const summary = job.slice(job.lastIndexOf("### "));
  return {
    whole,
    finished: eventsOf(whole, "run.finished").at(-1),
    headlines: [card.split("\n")[1] ?? "", textOf(/<h2 id="end-title">(.*?)<\/h2>/s.exec(html)?.[1] ?? "")],
    summary,
    card: rowsOf(card, /^(\w[\w ]{0,10}\w) {2,}(.*)$/gm),
    job: rowsOf(summary, /^\| ([\w ]+) \| (.*) \|$/gm),
    page: rowsOf(html, /<dt>([^<]+)<\/dt><dd>(.*?)<\/dd>/gs),
    listed: (JSON.parse(await read("runs", "--json")) as { outcome: string; ms: number; url: string | null }[])[0],
    body: play.there.pulls[0]?.body ?? null,
  };
}

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
}: Awaited<ReturnType<typeof everyScreen>>): void {
  if (finished === undefined) throw new Error("The run has not ended");
  for (const figure of figures) {
    expect([figure, job[figure], page[figure]]).toEqual([figure, card[figure], card[figure]]);
  }
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
