import { expect, test } from "bun:test";
import type { RunEvent } from "../../src/core/event.ts";
import { renderBody } from "../../src/deliver/body/body.ts";
import { eventLine } from "../../src/report/event-line.ts";
import { plain } from "../../src/report/layout.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { listedEnd, storyCounts } from "../../src/report/outcome-words.ts";
import { renderRun } from "../../src/report/summary.ts";
import { timelineOf } from "../../src/report/timeline.ts";
import { bodyFacts as factsOf } from "../../src/run/request-facts.ts";
import { foldRun } from "../../src/state/run-state.ts";
import { areStopped } from "../../src/state/story-state.ts";
import { sampleRun } from "./sample-run.ts";

/** The sample run, in which a person stopped S3 before it failed, and S4 before it was begun. */
const run = sampleRun.flatMap((event) => {
  if (event.type !== "story.finished" || (event.story !== "S3" && event.story !== "S4")) return [event];
  const stopped = { ...event, type: "story.stopped" as const, story: event.story };
  return [stopped, { ...event, reason: "You stopped it" }];
});

test("a story that a person stopped is called so wherever its end is told, and no failure", () => {
  const view = foldRun(run);
  const text = renderRun(view, run, { width: 80, paint: plain }, "steps").join("\n");
  expect(text).toMatch(/S3 stopped by you\n.*S4 stopped by you\n/);
  expect(text).toContain("Delivered in part: 2 of 4 stories; 2 stopped\n");
  expect(text).toMatch(/S3 {2}Test the URL parser +stopped +1m 03s\n +You stopped it\n/);
  expect(text).toMatch(/S4 {2}List the parsers in the README +stopped\n +You stopped it\n/);
  expect(text).not.toMatch(/S[34] (?!check).*(failed|skipped)/);
  expect(renderMarkdown(view)).toMatch(/\| S3 .* \| stopped: You stopped it \|/);
  expect(storyCounts(view)).toBe("2 merged, 2 stopped");
  const lane = timelineOf(view, new Map(), 0)?.lanes.find(({ id }) => id === "S3");
  expect(lane?.bars.at(-1)?.kind).toBe("warn");
});

test("so does the body of a request; the events keep their outcome", () => {
  const plan = run.find((event) => event.type === "plan.enforced");
  const enforced = { plan: { mode: "parallel", stories: plan?.stories ?? [] } } as never;
  const conducted = { outcome: "done" as const, verified: "passed" as const, stories: [] };
  const facts = factsOf({ goal: "", stream: { events: run } }, enforced, conducted);
  expect(facts.stories.map(({ outcome }) => outcome)).toEqual(["merged", "merged", "stopped", "stopped"]);
  expect(renderBody(facts, [], null)).toContain("**S3** Test the URL parser: stopped (You stopped it)");
  expect(foldRun(run).stories.get("S3")?.outcome).toBe("failed");
});

test("a run of which nothing landed because a person stopped it is called so in every place", () => {
  const only = run.flatMap((event): RunEvent[] => {
    if (event.type === "story.merged") return [];
    if (event.type === "run.finished")
      return [{ ...event, outcome: "failed" as const, exitCode: 1, stopped: true as const }];
    if (event.type !== "story.finished" || event.outcome !== "merged") return [event];
    const stopped = { ...event, type: "story.stopped" as const, story: event.story };
    return [stopped, { ...event, outcome: "failed" as const, reason: "You stopped it" }];
  });
  const view = foldRun(only);
  expect(areStopped(view.stories.values())).toBe(true);
  expect(areStopped(foldRun(sampleRun).stories.values())).toBe(false);
  const text = renderRun(view, only, { width: 80, paint: plain }, "steps").join("\n");
  expect(text).toContain("Stopped by you\n");
  expect(text).not.toMatch(/^Failed/m);
  expect(renderMarkdown(view)).toContain("Stopped by you");
  const finished = only.findLast((event) => event.type === "run.finished");
  expect(finished && eventLine(finished, "steps")).toContain(": stopped by you in ");
  expect(listedEnd({ state: "finished", outcome: "failed", stopped: true })).toBe("stopped by you");
  expect(listedEnd({ state: "finished", outcome: "failed" })).toBe("failed");
});
