import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { RunEvent } from "../../src/core/event.ts";
import { renderHtml } from "../../src/report/html.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { escapeHtml, html } from "../../src/report/markup.ts";
import { foldRun } from "../../src/state/run-state.ts";
import { sampleRun } from "./sample-run.ts";

const evil = `</style></title><script>alert(1)</script><img src=x onerror="alert(2)">'"&`;

/** The sample run with every sentence in it replaced by an attack. */
function hostileRun(): RunEvent[] {
  return JSON.parse(JSON.stringify(sampleRun), (_key, value) =>
    typeof value === "string" && value.includes(" ") ? `${value} ${evil}` : value,
  ) as RunEvent[];
}

describe("the page", () => {
  test("is the same page for the same run", () => {
    expect(renderHtml(foldRun(sampleRun), sampleRun)).toMatchSnapshot();
  });

  test("shows the run: outcome, goal, figures, decision, timeline, stories, pairs, checks, notices", () => {
    const page = renderHtml(foldRun(sampleRun), sampleRun);
    for (const text of [
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
      "git merge baro/test-parsers-k3x9",
    ]) {
      expect(page).toContain(escapeHtml(text));
    }
  });

  test("needs nothing from anywhere: no script, no link, no picture, and a policy that forbids them", () => {
    const run = hostileRun();
    const page = renderHtml(foldRun(run), run);
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|form|a)\b/i);
    expect(page).not.toMatch(/\b(src|href)=(?!x onerror)/);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
  });

  test("opens and closes its elements in pairs, whatever the run says", () => {
    const run = hostileRun();
    for (const events of [run, run.slice(0, 1), run.slice(0, 12), []]) {
      const open: string[] = [];
      const page = renderHtml(foldRun(events), events).replace(/<style>[\s\S]*?<\/style>/, "");
      for (const [, close, name = ""] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
        if (name === "meta") continue;
        if (close === "") open.push(name);
        else expect(open.pop()).toBe(name);
      }
      expect(open).toEqual([]);
    }
  });
});

test("html`` escapes every text, in content and in attributes", () => {
  expect(html`<p title="${'a" onclick="b'}">${"<b>&</b>"}</p>`.markup).toBe(
    '<p title="a&quot; onclick=&quot;b">&lt;b&gt;&amp;&lt;/b&gt;</p>',
  );
  expect(html`<ul>${["<", html`<li>${1}</li>`]}${null}</ul>`.markup).toBe("<ul>&lt;<li>1</li></ul>");
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => expect(escapeHtml(text)).not.toMatch(/[<>"']/)));
});

describe("Markdown", () => {
  test("of the sample run", () => {
    expect(renderMarkdown(foldRun(sampleRun))).toMatchSnapshot();
  });

  test("keeps its tables whole, whatever the run says", () => {
    const text = renderMarkdown(foldRun(hostileRun()));
    expect(text).not.toMatch(/<(script|img)/);
    for (const row of text.split("\n").filter((line) => line.startsWith("| S"))) {
      expect(row.replaceAll("\\|", "").split("|")).toHaveLength(5);
    }
  });
});
