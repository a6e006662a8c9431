import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { RunEvent } from "../../src/core/event.ts";
import type { Host } from "../../src/host/host.ts";
import { reportPage } from "../../src/run/report-page.ts";
import { fanOut } from "../report/fan-out.ts";
import { hostileRun, sampleRun } from "../report/sample-run.ts";

/** Nothing of a host but this is asked for as long as the repository is gone. */
const host = { shown: (text: string) => text.replaceAll("hunter2hunter2", "[redacted]") } as Host;
const page = (events: readonly RunEvent[]) => reportPage(host, events);

/** What stands between the elements, as a browser reads it. */
function textOf(html: string): string {
  return html
    .replace(/^[\s\S]*<body[^>]*>/, "")
    .replace(/<[^>]*>/g, "\n")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}

describe("the report's page", () => {
  test("is the same page for the same run", async () => {
    const [one, two] = [await page(sampleRun), await page(sampleRun)];
    expect(one).toBe(two);
    expect(one.replace(/<style>[\s\S]*<\/style>/, "").replace(/sha256-[\w+/=]+/, "sha256-…")).toMatchSnapshot();
  });

  test("shows the run: outcome, goal, figures, decision, timeline, stories, pairs, checks, notices", async () => {
    const text = textOf(await page(sampleRun)).replace(/\s+/g, " ");
    for (const words of [
      "Delivered in part",
      "Write a test file for each of the parsers",
      "1.09x",
      "$0.14",
      "none of the three parsers imports another",
      "+1.20",
      "conducting: 1m 04s",
      "S4 List the parsers in the README",
      "wrote outside its surface",
      "no path that both may write",
      "passed: bun test",
      "--include-dirty takes them along",
      "git -C /home/ada/ledger merge baro/test-parsers-k3x9",
      "every branch is met by a test",
      "expected <b>&amp; red",
      "The changes can't be shown: /home/ada/ledger no longer exists.",
    ]) {
      expect(text).toContain(words);
    }
  });

  test("needs nothing from anywhere: no script, no link, no picture, and a policy that forbids them", async () => {
    const html = await page(hostileRun());
    expect(html).toContain("default-src 'none'");
    expect(html).not.toContain("unsafe-inline");
    const elements = html.replace(/<style>[\s\S]*?<\/style>/, "");
    expect(elements).not.toMatch(/<(script|link|img|iframe|object|embed|form|a|button|input|textarea)\b/i);
    expect(elements).not.toMatch(/<[^>]*\s(src|href|style|on\w+)=/);
    expect(html.match(/<\/style>/g)).toHaveLength(1);
    expect(html.match(/<\/title><style>/g)).toHaveLength(1);
  });

  test("opens and closes its elements in pairs, whatever the run says", async () => {
    const run = hostileRun();
    for (const events of [run, run.slice(0, 1), run.slice(0, 12), []]) {
      const open: string[] = [];
      const html = (await page(events)).replace(/<style>[\s\S]*?<\/style>/, "");
      for (const [, close, name = "", end] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>/g)) {
        if (end === "/") continue;
        if (close === "") open.push(name);
        else expect(open.pop()).toBe(name);
      }
      expect(open).toEqual([]);
    }
  });

  test("no text becomes an element, and none that is not seen is there", async () => {
    const count = (html: string) => html.match(/<[a-z/]/gi)?.length;
    const withGoal = (goal: string): RunEvent[] =>
      sampleRun.map((event) => (event.type === "run.started" ? { ...event, goal } : event));
    const plain = count(await page(withGoal("words")));
    const text = fc
      .string({ unit: "binary", maxLength: 60 })
      .filter((goal) => !/[\n\r\u2028\u2029\v\f\u0085]/.test(goal));
    await fc.assert(
      fc.asyncProperty(text, async (goal) => {
        const html = await page(withGoal(`goal ${goal}`));
        expect(count(html)).toBe(plain);
        expect(html.isWellFormed()).toBe(true);
        expect(html).not.toMatch(/(?![\n\t])\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
      }),
      { numRuns: 30 },
    );
  });

  test("what is private is taken out before it is markup, and after a cut", async () => {
    const secret = "hunter2hunter2";
    const run = sampleRun.map((event) =>
      event.type === "run.started" ? { ...event, goal: `goal ${secret} ${"x".repeat(19_990)} ${secret}` } : event,
    );
    const html = await page(run);
    expect(html).toContain("[redacted]");
    expect(html).not.toContain("hunter2");
  });
});

describe("its size is bounded", () => {
  const most = 2_000_000;

  test("200 stories, each with long texts, 19,900 pairs and 400 lines", async () => {
    const html = await page(fanOut(200, { words: 3000, lines: 400, mark: '<&">' }));
    expect(Buffer.byteLength(html)).toBeLessThan(most);
    for (const id of ["S1", "S100", "S200"]) expect(textOf(html)).toContain(`\n${id}\n`);
    expect(html).toContain("19900 pairs of stories");
  });

  test("a run of usual size is not cut", async () => {
    const html = await page(fanOut(12, { words: 300, lines: 20, mark: "" }));
    expect(Buffer.byteLength(html)).toBeLessThan(500_000);
    expect(html.match(/the last word of S7/g)?.length).toBeGreaterThan(0);
    expect(html).not.toContain("more</p>");
  });
});
