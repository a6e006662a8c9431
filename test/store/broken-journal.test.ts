import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { mkdirSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { readRun } from "../../src/run/read-run.ts";
import { findRuns } from "../../src/store/find-run.ts";
import { readJournal } from "../../src/store/journal.ts";
import { scratchFolder, writeFiles } from "../support/scratch.ts";

const started = (change: object) =>
  `${JSON.stringify({ v: 1, seq: 0, at: "2026-01-01T00:00:00Z", run: "r", type: "run.started", goal: "g", repo: { root: "/" }, workBranch: "b", ...change })}\n`;

test("one broken journal spoils no other run", () => {
  using folder = scratchFolder();
  writeFiles(join(folder.path, "runs"), {
    "whole/journal.jsonl": started({ run: "whole" }),
    "another's/journal.jsonl": started({ run: "whole" }),
    "a-way-up/journal.jsonl": started({ run: "a-way-up", workBranch: "../../x" }),
    "lacks-fields/journal.jsonl": started({ repo: null }),
    "no-date/journal.jsonl": started({ at: 7 }),
    "no-day/journal.jsonl": started({ at: "not a day" }),
    "garbage/journal.jsonl": "\u0000\u0001\n{\n",
    "null/journal.jsonl": "null\n",
    "pipe/.keep": "",
  });
  mkdirSync(join(folder.path, "runs/is-a-folder/journal.jsonl"), { recursive: true });
  execFileSync("mkfifo", [join(folder.path, "runs/pipe/journal.jsonl")]);
  const found = new Map(findRuns(folder.path).map((one) => [one.run, one]));
  expect(found.get("whole")?.state).toBe("resumable");
  for (const run of [
    "another's",
    "a-way-up",
    "lacks-fields",
    "no-date",
    "no-day",
    "garbage",
    "null",
    "is-a-folder",
    "pipe",
  ]) {
    expect([run, found.get(run)?.state, typeof found.get(run)?.trouble]).toEqual([run, "abandoned", "string"]);
  }
});

test("a journal that is far too large is told of, and costs neither time nor memory", () => {
  using folder = scratchFolder();
  writeFiles(join(folder.path, "runs"), {
    "sparse/journal.jsonl": started({}),
    "hollow/journal.jsonl": "",
  });
  const files = ["sparse", "hollow"].map((run) => join(folder.path, "runs", run, "journal.jsonl"));
  for (const file of files) truncateSync(file, 50 * 1024 ** 3);
  const from = performance.now();
  expect(findRuns(folder.path).map(({ trouble }) => trouble)).toEqual([
    "its journal is broken",
    "its journal is broken",
  ]);
  for (const file of files) expect(() => readJournal(file)).toThrow(/Cannot read the journal ".*": it has \d+ bytes/);
  expect(() => readJournal(join(folder.path, "runs"))).toThrow("it is not a file");
  expect(performance.now() - from).toBeLessThan(10_000);
});

test.each([
  ["a first event without its fields", [{ goal: null, repo: null, workBranch: [] }]],
  ["a plan that is no list", [{}, { type: "plan.enforced", stories: 7, changes: 7, edges: "x" }]],
])("%s is told as a broken journal, and is no fault of the program", (_what, changes) => {
  using folder = scratchFolder();
  const lines = changes.map((change, seq) => started({ ...change, seq })).join("");
  writeFiles(join(folder.path, "runs"), { "r/journal.jsonl": lines });
  expect(() => readRun(folder.path, "r")).toThrow(
    /Cannot read the journal ".*": some of its events have missing or wrong fields/,
  );
});

test.each([
  ["the run's folder is another", [{ run: "../../../escaped" }]],
  ["a story is a way up", [{}, { type: "story.started", story: "../x" }]],
  ["a story is markup", [{}, { type: "story.started", story: "<script>" }]],
  ["a planned story has colours", [{}, { type: "plan.enforced", stories: [{ id: "\u001b[31mS1" }] }]],
  ["a story that landed has none", [{}, { type: "branch.rebuilt", landed: [{ story: 7 }] }]],
  ["a branch is a flag", [{}, { type: "delivery.finished", branch: "--upload-pack=x" }]],
  ["a branch shows another", [{ workBranch: "baro/x\u202e" }]],
  ["a branch means many", [{ workBranch: "refs/heads/*" }]],
])("a journal in which %s is told as such, and nothing is made of it", (_what, changes) => {
  using folder = scratchFolder();
  const lines = changes.map((change, seq) => started({ ...change, seq })).join("");
  writeFiles(join(folder.path, "runs"), { "r/journal.jsonl": lines });
  expect(() => readRun(folder.path, "r")).toThrow(/line \d has names that are not this run's/);
});
