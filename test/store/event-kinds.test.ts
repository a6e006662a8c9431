import { expect, test } from "bun:test";
import schema from "../../docs/schemas/events.json" with { type: "json" };
import { hasKnownKinds } from "../../src/store/event-kinds.ts";

const story = { id: "S1", title: "One", brief: "Do it", writes: ["a.txt"], reads: [], weight: "light" };

test.each<[what: string, event: { type: string } & Record<string, unknown>, fits: boolean]>([
  ["nothing but its type", { type: "run.started" }, true],
  ["a type of a later version", { type: "future.thing", goal: 7 }, true],
  ["a field of a later version", { type: "run.notice", message: "x", colour: { of: [7] } }, true],
  ["a word that nobody knows", { type: "story.finished", outcome: "adjourned" }, false],
  ["a number that was none", { type: "story.finished", ms: null }, true],
  ["a list for a text", { type: "run.notice", message: ["x"] }, false],
  ["a number for a word", { type: "story.finished", outcome: 1e308 }, false],
  ["nothing for a text", { type: "run.notice", message: null }, false],
  ["a text for a number", { type: "story.finished", ms: "9" }, false],
  ["a story as it is", { type: "plan.enforced", stories: [story] }, true],
  ["a story with a record for its weight", { type: "plan.enforced", stories: [{ ...story, weight: {} }] }, false],
  ["a pair whose reason is true", { type: "plan.enforced", pairs: [{ why: true }] }, false],
  ["a repository that is a list", { type: "run.started", repo: [] }, false],
])("an event with %s", (_what, event, fits) => {
  expect(hasKnownKinds(event)).toBe(fits);
});

test("every type of event has kinds to be held to", () => {
  for (const { properties } of schema.definitions.RunEvent.anyOf) {
    const type = String((properties.type as { const?: string }).const);
    expect([type, hasKnownKinds({ type })]).toEqual([type, true]);
    const odd = { type, at: 7 };
    expect([type, hasKnownKinds(odd)]).toEqual([type, false]);
  }
});
