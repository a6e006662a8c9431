import { expect, test } from "bun:test";
import type { StoryOutcome } from "../../src/core/event.ts";
import { outcomeOf, type WorkFacts } from "../../src/run/outcome.ts";

const of = (...outcomes: (StoryOutcome | null)[]) => outcomes.map((outcome) => ({ outcome, held: false }));
const held = { outcome: "empty", held: true } as const;

const done: WorkFacts = { conducted: "done", stories: of("merged", "merged"), verified: "passed", fellShort: false };
const rows: [string, Partial<WorkFacts>, string, number][] = [
  ["all landed and green", {}, "delivered", 0],
  ["no checks, as in a documentation repository", { verified: "none" }, "delivered", 0],
  ["one story changed nothing", { stories: of("merged", "empty") }, "partial", 1],
  ["what one story was for was there already", { stories: [...of("merged"), held] }, "delivered", 0],
  ["nothing had to change at all", { stories: [held, held] }, "empty", 4],
  ["one story failed", { stories: of("merged", "failed") }, "partial", 1],
  ["the merged result is red", { verified: "failed" }, "partial", 1],
  ["the request could not be opened", { fellShort: true }, "partial", 1],
  ["nothing landed and something failed", { stories: of("failed", "skipped") }, "failed", 1],
  ["the agents changed nothing", { stories: of("empty") }, "empty", 4],
  ["a ceiling, whatever landed", { conducted: "ceiling", stories: of("merged", null) }, "ceiling", 6],
  ["a provider's usage limit", { conducted: "paused", stories: of(null) }, "ceiling", 6],
];

test.each(rows)("outcomeOf() when %s", (_what, facts, outcome, exitCode) => {
  expect(outcomeOf({ ...done, ...facts })).toEqual({ outcome, exitCode } as ReturnType<typeof outcomeOf>);
});
