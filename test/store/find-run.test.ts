import { expect, test } from "bun:test";
import { join } from "node:path";
import { findRuns } from "../../src/store/find-run.ts";
import { scratchFolder, writeFiles } from "../support/scratch.ts";

const envelope = { v: 1, at: "2026-01-01T00:00:00Z", run: "r" };
const started = { type: "run.started", goal: "g", repo: { root: "/" }, workBranch: "baro/r" };
const delivered = {
  type: "delivery.finished",
  kind: "none",
  branch: null,
  url: null,
  why: "Nothing landed",
  next: null,
};
const usage = { input: 1, cachedInput: 0, output: 1, reasoning: 0 };
const finished = { type: "run.finished", outcome: "empty", exitCode: 4, wallMs: 5, agentMs: 5, files: 0, usage };

test.each<[what: string, events: object[], branch: string | null]>([
  ["is at work or was cut off", [started], "baro/r"],
  ["ended without a delivery", [started, finished], "baro/r"],
  ["left a branch of another name", [started, { ...delivered, kind: "branch", branch: "baro/x" }, finished], "baro/x"],
  ["left nothing", [started, delivered, finished], null],
])("a run that %s is listed with the branch that there is", (_what, events, branch) => {
  using folder = scratchFolder();
  const lines = events.map((event, seq) => `${JSON.stringify({ ...envelope, seq, ...event })}\n`);
  writeFiles(join(folder.path, "runs"), { "r/journal.jsonl": lines.join("") });
  expect(findRuns(folder.path)).toMatchObject([{ run: "r", branch, trouble: null }]);
});
