import { describe, expect, test } from "bun:test";
import { renderDiagnosis } from "../../src/cli/commands/doctor.ts";
import { liveFirst, renderListing } from "../../src/cli/commands/runs.ts";
import { plain } from "../../src/report/layout.ts";
import type { RunListing } from "../../src/store/find-run.ts";
import { widthOf } from "../../src/text/cells.ts";

const listing = (more: Partial<RunListing>): RunListing => ({
  run: "fix-the-login-k3x9",
  goal: "Fix the login\nof \u001b[31mguests whose names have more than twenty letters",
  state: "finished",
  startedAt: "2026-03-01T09:30:12.000Z",
  outcome: "delivered",
  repository: "/r",
  branch: "baro/fix-the-login-k3x9",
  mode: "focused",
  ms: 83_000,
  url: null,
  trouble: null,
  ...more,
});
const runs = [
  listing({ state: "live", outcome: null, run: "add-tests-a1b2" }),
  listing({}),
  listing({ repository: "/home/ada/ledger", url: "https://github.com/ada/ledger/pull/12" }),
  listing({ state: "resumable", outcome: "interrupted", branch: null, mode: null, ms: null }),
  listing({ state: "abandoned", outcome: null, goal: "日本語の目標をとても長く書いたもので、幅を超えるはずです" }),
];

describe("the list of runs", () => {
  test("has live runs first, then those that can go on, and the newest first", () => {
    const shuffled = [
      listing({ run: "a", state: "finished", startedAt: "2026-03-03T00:00:00.000Z" }),
      listing({ run: "b", state: "abandoned", startedAt: "2026-03-04T00:00:00.000Z" }),
      listing({ run: "c", state: "resumable", startedAt: "2026-03-01T00:00:00.000Z" }),
      listing({ run: "d", state: "finished", startedAt: "2026-03-05T00:00:00.000Z" }),
      listing({ run: "e", state: "live", startedAt: "2026-03-02T00:00:00.000Z" }),
    ];
    expect(liveFirst(shuffled).map(({ run }) => run)).toEqual(["e", "c", "d", "a", "b"]);
  });

  test.each([40, 80, 120])("reads well at %i columns", (width) => {
    const lines = renderListing(runs, { width, paint: plain }, Date.parse("2026-03-01T09:32:12.000Z"));
    for (const line of lines) expect(line).not.toMatch(/\p{Cc}/u);
    expect(`\n${lines.join("\n")}\n`).toMatchSnapshot();
  });
});

test("a name that has no room beside the rest stands above it", () => {
  const long = listing({ run: "write-unit-tests-for-each-of-the-parsers-k3x9", outcome: "needs_input", branch: null });
  const other = listing({ repository: "/home/ada/a-repository-with-a-long-name" });
  const shown = (width: number) => renderListing([long, other], { width, paint: plain }, 0);
  for (const width of [20, 40, 60, 80, 100]) {
    const lines = shown(width).filter((line) => !line.includes("write-unit-tests"));
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(Math.max(width, 24));
  }
  expect(shown(80).slice(0, 2)).toEqual([
    "write-unit-tests-for-each-of-the-parsers-k3x9",
    expect.stringMatching(/^ {2}unanswered {2}focused {3}1m 23s {2}2026-03-01 \d\d:30 {2}r$/),
  ]);
  expect(shown(24)).toContain("  unanswered");
});

describe("the doctor's report", () => {
  const diagnosis = {
    ok: false,
    checks: [
      { name: "git", state: "ok" as const, detail: "2.39.5", advice: null },
      {
        name: "claude",
        state: "missing" as const,
        detail: "not installed",
        advice: "Install it with: npm install --global the-package, or choose another agent with --agent",
      },
      {
        name: "endpoint",
        state: "error" as const,
        detail: "http://127.0.0.1:1/v1 does not answer",
        advice: "Start it",
      },
    ],
  };
  test.each([40, 80])("reads well at %i columns", (width) => {
    const lines = renderDiagnosis(diagnosis, { width, paint: plain });
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    expect(`\n${lines.join("\n")}\n`).toMatchSnapshot();
  });
});
