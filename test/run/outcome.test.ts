import { expect, test } from "bun:test";
import { outcomeOf, type WorkFacts } from "../../src/run/outcome.ts";

const done: WorkFacts = { conducted: "done", stories: ["merged", "merged"], verified: "passed", fellShort: false };
const rows: [string, Partial<WorkFacts>, string, number][] = [
  ["all landed and green", {}, "delivered", 0],
  ["no checks, as in a documentation repository", { verified: "none" }, "delivered", 0],
  ["one story had nothing to do", { stories: ["merged", "empty"] }, "delivered", 0],
  ["one story failed", { stories: ["merged", "failed"] }, "partial", 1],
  ["the merged result is red", { verified: "failed" }, "partial", 1],
  ["the request could not be opened", { fellShort: true }, "partial", 1],
  ["nothing landed and something failed", { stories: ["failed", "skipped"] }, "failed", 1],
  ["the agents changed nothing", { stories: ["empty"] }, "empty", 4],
  ["a ceiling, whatever landed", { conducted: "ceiling", stories: ["merged", null] }, "ceiling", 6],
  ["a provider's usage limit", { conducted: "paused", stories: [null] }, "ceiling", 6],
];

test.each(rows)("outcomeOf() when %s", (_what, facts, outcome, exitCode) => {
  expect(outcomeOf({ ...done, ...facts })).toEqual({ outcome, exitCode } as ReturnType<typeof outcomeOf>);
});
