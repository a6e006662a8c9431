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

const free = (ids: string[]) => ids.map((id) => story(id));
const answer = (kinds: Record<string, ReturnType<Now["admission"]>>) => ({
  admission: ({ id }: Story) => kinds[id] ?? ({ kind: "now" } as const),
});

test.each<[string, Story[], RunEventBody[], string[]]>([
  ["the plan's order, where nothing else tells", free(["S1", "S2", "S3"]), [], ["S1", "S2", "S3"]],
  ["one that was begun, before all others", free(["S1", "S2", "S3"]), [started("S3")], ["S3", "S1", "S2"]],
  [
    "of those that were begun, the longer chain",
    [story("S1"), story("S2", { weight: "heavy" }), story("S3", { weight: "heavy" })],
    [started("S1"), started("S3")],
    ["S3", "S1", "S2"],
  ],
  [
    "one that was begun, before a longer chain",
    [story("S1", { weight: "heavy" }), story("S2", { weight: "light" })],
    [started("S2")],
    ["S2", "S1"],
  ],
  [
    "weights, the heaviest first",
    [story("S1", { weight: "light" }), story("S2"), story("S3", { weight: "heavy" })],
    [],
    ["S3", "S2", "S1"],
  ],
  [
    "what stands below counts as well",
    [
      story("S1", { weight: "heavy" }),
      story("S2", { weight: "standard" }),
      story("S3", { weight: "standard", dependsOn: ["S2"] }),
      story("S4", { weight: "light", dependsOn: ["S3"] }),
    ],
    [],
    ["S2", "S1"],
  ],
])("the order of what starts: %s", (_name, stories, events, order) => {
  expect(decide(stories, events, { parallelism: 9 }).start).toEqual(order);
});

test.each<[number, number, number, number]>([
  // parallelism, agents at work, active stories, how many start
  [1, 0, 0, 1],
  [1, 0, 1, 0],
  [2, 0, 3, 1],
  [2, 0, 4, 0],
  [2, 1, 2, 1],
  [2, 2, 2, 0],
  [4, 1, 1, 3],
  [4, 0, 7, 1],
  [4, 0, 8, 0],
])("at %p at once, with %p agents and %p stories active, %p start", (parallelism, agents, active, starts) => {
  const stories = free(Array.from({ length: 20 }, (_, at) => `S${at + 1}`));
  const busy = new Set(stories.slice(0, active).map(({ id }) => id));
  expect(decide(stories, [], { parallelism, agents, active: busy }).start).toHaveLength(starts);
});

test("of several that wait for a provider, the earliest is woken for; the first reason to pause is told", () => {
  const stories = free(["S1", "S2", "S3", "S4"]);
  const next = decide(stories, [], {
    parallelism: 9,
    ...answer({
      S1: { kind: "at", at: 700 },
      S2: { kind: "at", at: 300 },
      S3: { kind: "paused", why: "one" },
      S4: { kind: "paused", why: "two" },
    }),
  });
  expect(next).toEqual({ start: [], advance: [], skip: [], wakeAt: 300, paused: "one" });
});

test("who is held up by a provider takes nobody's place, and one that takes no more is asked again by itself", () => {
  const kinds = answer({ S1: { kind: "later" }, S3: { kind: "refused", why: "no" } });
  const next = decide(free(["S1", "S2", "S3", "S4"]), [], { parallelism: 2, ...kinds });
  expect(next).toEqual({ start: ["S2", "S4"], advance: [], skip: ["S3"], wakeAt: null, paused: null });
});

const stopped = (id: string): RunEventBody => ({ type: "story.stopped", story: id });
const predicted = (first: string, later: string): RunEventBody => ({
  type: "conflict.predicted",
  stories: [first, later],
  paths: ["a"],
});
const killed = (id: string): RunEventBody => ({ ...worked(id), ok: false, why: "killed" }) as RunEventBody;

test("a story that gave way waits until the other is over, however that ends; one that a person ends does not wait", () => {
  const stories = free(["S1", "S2"]);
  const given = [started("S1"), started("S2"), predicted("S1", "S2"), killed("S2")];
  const busy = { active: new Set(["S1"]) };
  expect(decide(stories, given, busy)).toMatchObject({ start: [], advance: [] });
  expect(decide(stories, [...given, finished("S1", "merged")]).start).toEqual(["S2"]);
  expect(decide(stories, [...given, finished("S1", "failed")]).start).toEqual(["S2"]);
  expect(decide(stories, [...given, stopped("S2")], busy)).toMatchObject({ start: [], advance: ["S2"] });
});

test("a story that gave way holds nobody up meanwhile", () => {
  const stories = [story("S1"), story("S2", { writes: ["src/"] }), story("S3", { writes: ["src/a"] })];
  const given = [started("S1"), started("S2"), predicted("S1", "S2"), killed("S2")];
  expect(decide(stories, given, { active: new Set(["S1"]) }).start).toEqual(["S3"]);
});

test("a story whose need was lost is not started, unless it has its work or a person has ended it", () => {
  const stories = [story("S1"), story("S2"), story("S3", { dependsOn: ["S1", "S2"] })];
  const both = [finished("S1", "failed"), finished("S2", "skipped")];
  const reasons = (events: RunEventBody[]) =>
    schedule(planGraph(stories), foldRun(events), {
      active: new Set(),
      agents: 0,
      parallelism: 2,
      commands: [],
      agentsMayStart: true,
      admission: () => ({ kind: "now" }),
    }).skip.map(({ story: { id }, reason }) => [id, reason]);
  expect(reasons(both)).toEqual([["S3", "S1 did not land"]]);
  expect(reasons([finished("S1", "merged"), finished("S2", "skipped")])).toEqual([["S3", "S2 did not land"]]);
  // What it was asked for is there: it goes on to its checks.
  const done = [started("S3"), worked("S3"), ...both];
  expect(reasons(done)).toEqual([]);
  expect(decide(stories, done).advance).toEqual(["S3"]);
  expect(decide(stories, [...both, stopped("S3")])).toMatchObject({ advance: ["S3"], skip: [] });
});

test("what is skipped neither starts nor goes on, and what goes on takes a place", () => {
  const lost = [story("S1"), story("S2", { dependsOn: ["S1"] })];
  expect(decide(lost, [finished("S1", "failed")])).toMatchObject({ start: [], advance: [], skip: ["S2"] });
  // One at work on its checks and one that goes on to its own are both of the two at a time that parallelism 1 does not have.
  const stories = free(["S1", "S2"]);
  const next = decide(stories, [started("S1"), worked("S1")], { parallelism: 1 });
  expect(next).toMatchObject({ start: [], advance: ["S1"] });
  // Its surface is taken, too.
  const meeting = [story("S1", { writes: ["src/"] }), story("S2", { writes: ["src/"] })];
  const asked = decide(meeting, [started("S1"), worked("S1")], { parallelism: 4 });
  expect(asked).toMatchObject({ start: [], advance: ["S1"] });
});

test("a story done again because of a conflict holds back the next conflict while it is at work, and no longer", () => {
  const stories = free(["S1", "S2"]);
  const again = [started("S1"), worked("S1"), conflicted("S1"), started("S1", "conflict")];
  const second = [started("S2"), worked("S2"), conflicted("S2")];
  const busy = { active: new Set(["S1"]), parallelism: 3 };
  expect(decide(stories, [...again, ...second], busy).start).toEqual([]);
  // One that never conflicted holds nobody back.
  expect(decide(stories, [started("S1"), ...second], busy).start).toEqual(["S2"]);
});

test("a story whose agent can't go on ends unless somebody takes over", () => {
  const refused: RunEventBody[] = [
    started("S1"),
    { type: "agent.error", story: "S1", attempt: 1, kind: "auth", message: "no", resetAt: null },
    { ...worked("S1"), ok: false, why: "auth" } as RunEventBody,
  ];
  expect(decide(free(["S1"]), refused)).toMatchObject({ start: [], advance: ["S1"] });
  expect(decide(free(["S1"]), refused, { isTakenOver: () => false })).toMatchObject({ start: [], advance: ["S1"] });
  expect(decide(free(["S1"]), refused, { isTakenOver: () => true })).toMatchObject({ start: ["S1"], advance: [] });
});
