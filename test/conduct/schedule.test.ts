import { expect, test } from "bun:test";
import { planGraph } from "../../src/conduct/plan-graph.ts";
import { type Now, schedule } from "../../src/conduct/schedule.ts";
import type { RunEventBody } from "../../src/core/event.ts";
import type { Story } from "../../src/core/story.ts";
import { foldRun } from "../../src/state/run-state.ts";
import { story } from "./support/conduct-in.ts";

const started = (id: string, why: "first" | "conflict" = "first"): RunEventBody => ({
  type: "story.started",
  story: id,
  attempt: 1,
  agent: "demo",
  model: null,
  worktree: `/w/${id}`,
  base: "base",
  why,
});
const worked = (id: string, attempt = 1): RunEventBody => ({
  type: "agent.finished",
  story: id,
  attempt,
  ok: true,
  why: "done",
  exitCode: 0,
  signal: null,
  ms: 1,
});
const conflicted = (id: string): RunEventBody => ({ type: "story.conflicted", story: id, paths: ["a"], next: "redo" });
const finished = (id: string, outcome: "merged" | "empty" | "failed" | "skipped"): RunEventBody => ({
  type: "story.finished",
  story: id,
  outcome,
  reason: "",
  ms: 1,
  usage: { input: 0, cachedInput: 0, output: 0, reasoning: 0 },
});

const decide = (stories: Story[], events: RunEventBody[] = [], now: Partial<Now> = {}) => {
  const next = schedule(planGraph(stories), foldRun(events), {
    active: new Set(),
    agents: 0,
    parallelism: 2,
    commands: [],
    agentsMayStart: true,
    admission: () => ({ kind: "now" }),
    ...now,
  });
  const ids = (some: readonly Story[]) => some.map((one) => one.id);
  return { ...next, start: ids(next.start), advance: ids(next.advance), skip: next.skip.map((one) => one.story.id) };
};

test("never more than the parallelism, in the plan's order", () => {
  const stories = ["S1", "S2", "S3"].map((id) => story(id));
  expect(decide(stories).start).toEqual(["S1", "S2"]);
  expect(decide(stories, [], { agents: 1 }).start).toEqual(["S1"]);
  expect(decide(stories, [], { agents: 2 }).start).toEqual([]);
});

test("the longest chain goes first", () => {
  const stories = [story("S1"), story("S2"), story("S3", { dependsOn: ["S2"], weight: "heavy" })];
  expect(decide(stories, [], { parallelism: 1 }).start).toEqual(["S2"]);
});

test("a dependency that is merged or empty lets go, one that failed or was skipped does not", () => {
  const stories = [story("S1"), story("S2", { dependsOn: ["S1"] })];
  expect(decide(stories, [started("S1")], { active: new Set(["S1"]) }).start).toEqual([]);
  expect(decide(stories, [finished("S1", "merged")]).start).toEqual(["S2"]);
  expect(decide(stories, [finished("S1", "empty")]).start).toEqual(["S2"]);
  expect(decide(stories, [finished("S1", "failed")]).skip).toEqual(["S2"]);
  expect(decide(stories, [finished("S1", "skipped")]).skip).toEqual(["S2"]);
});

test("stories whose surfaces meet are kept apart whatever the plan says", () => {
  const stories = [story("S1", { writes: ["src/"] }), story("S2", { writes: ["src/a.ts"] }), story("S3")];
  expect(decide(stories).start).toEqual(["S1", "S3"]);
  expect(decide([story("S1", { writes: [] }), story("S2")]).start).toEqual(["S1"]);
});

test("a story between two of its agents still owns its surface", () => {
  const stories = [story("S1", { writes: ["src/"] }), story("S2", { writes: ["src/"] })];
  const waiting = decide(stories, [started("S1"), worked("S1")], { active: new Set(["S1"]) });
  expect(waiting.start).toEqual([]);
});

test("work that needs no agent goes on without a place among the agents", () => {
  const next = decide([story("S1"), story("S2")], [started("S1"), worked("S1")], { agents: 2 });
  expect(next).toMatchObject({ start: [], advance: ["S1"] });
});

test("of several stories that conflicted, one is done again at a time", () => {
  const stories = ["S1", "S2", "S3"].map((id) => story(id));
  const events = ["S1", "S2"].flatMap((id) => [started(id), worked(id), conflicted(id)]);
  expect(decide(stories, events, { parallelism: 3 }).start).toEqual(["S1", "S3"]);
  const redoing = [...events, started("S1", "conflict")];
  expect(decide(stories, redoing, { active: new Set(["S1"]), parallelism: 3 }).start).toEqual(["S3"]);
  // Its new worktree is still being made.
  expect(decide(stories, events, { active: new Set(["S1"]), parallelism: 3 }).start).toEqual(["S3"]);
});

test("nothing starts once agents may not, but what is done goes on", () => {
  const events = [started("S1"), worked("S1")];
  expect(decide([story("S1"), story("S2")], events, { agentsMayStart: false })).toMatchObject({
    start: [],
    advance: ["S1"],
  });
});

test("a provider that is busy is asked again in time; one that refuses ends the story", () => {
  const stories = [story("S1"), story("S2")];
  expect(decide(stories, [], { admission: () => ({ kind: "at", at: 500 }) })).toMatchObject({ start: [], wakeAt: 500 });
  expect(decide(stories, [], { admission: () => ({ kind: "paused", why: "limit" }) }).paused).toBe("limit");
  expect(decide(stories, [], { admission: () => ({ kind: "refused", why: "no" }) }).skip).toEqual(["S1", "S2"]);
});

test("a story that needs an agent again ends when what it depends on was lost meanwhile", () => {
  const stories = [story("S1"), story("S2", { dependsOn: ["S1"] })];
  const limited: RunEventBody[] = [
    started("S1"),
    finished("S1", "merged"),
    started("S2"),
    { type: "agent.error", story: "S2", attempt: 1, kind: "usage_limit", message: "", resetAt: null },
    { ...worked("S2"), ok: false, why: "usage_limit" } as RunEventBody,
  ];
  expect(decide(stories, limited).start).toEqual(["S2"]);
  expect(decide(stories, [...limited, finished("S1", "failed")])).toMatchObject({ start: [], skip: ["S2"] });
});
