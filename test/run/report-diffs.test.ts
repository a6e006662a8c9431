import { expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { readRun } from "../../src/run/read-run.ts";
import { reportPage } from "../../src/run/report-page.ts";
import { conductPlan } from "../../src/run/run.ts";
import type { Invocation } from "../../src/run/run-context.ts";
import { planText, story, writing } from "../artifact/scripted-endpoint.ts";
import { playground } from "./support/in-process.ts";

const many = `${"a long line of words that says nothing much at all\n".repeat(30_000)}`;

/** A run of these stories, with its page. */
async function reported(files: Readonly<Record<string, string>>) {
  const titles = Object.keys(files);
  const place = await playground({
    stories: Object.fromEntries(titles.map((path) => [`Write ${path}`, [writing({ [path]: files[path] ?? "" })]])),
  });
  const stories = titles.map((path, at) => story(`S${at + 1}`, { title: `Write ${path}`, writes: [path] }));
  let at: Invocation | null = null;
  const flags = { deliver: "branch", verify: false };
  const run = await place.play(flags, (invocation) => {
    at = invocation;
    return conductPlan(invocation, planText(titles.length > 1 ? "parallel" : "focused", stories), "plan.json");
  });
  const { host, options } = at as unknown as Invocation;
  const page = () => reportPage(host, readRun(options.stateDir, run.end?.run ?? ""));
  return { ...place, page };
}

const count = (html: string, text: string): number => html.split(text).length - 1;

test("the page shows what each story changed, and all of it together where there are more", async () => {
  await using place = await reported({ "a.txt": "the new a\n", "b.txt": "the new b\n" });
  const html = await place.page();
  // Once with its story, once with all.
  expect([count(html, "the new a"), count(html, "the new b")]).toEqual([2, 2]);
  expect(html).not.toContain("can&#39;t be shown");
  rmSync(join(place.repo.path, ".git"), { recursive: true });
  const gone = await place.page();
  expect(count(gone, "the new a")).toBe(0);
});

test("of a run of one story there is one diff, which is cut where it is too long", async () => {
  await using place = await reported({ "a.txt": "the new a\n" });
  expect(count(await place.page(), "the new a")).toBe(1);
  await using long = await reported({ "a.txt": many });
  const html = await long.page();
  expect(Buffer.byteLength(html)).toBeLessThan(1_000_000);
  expect(count(html, "a long line of words")).toBeGreaterThan(10);
});
