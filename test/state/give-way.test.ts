import { expect, test } from "bun:test";
import fc from "fast-check";
import { nextStep } from "../../src/conduct/next-step.ts";
import { planGraph } from "../../src/conduct/plan-graph.ts";
import { partnersOf } from "../../src/conduct/probe/who-meets.ts";
import { type Now, schedule } from "../../src/conduct/schedule.ts";
import type { AttemptReason, RunEventBody } from "../../src/core/event.ts";
import { noUsage } from "../../src/core/usage.ts";
import { inOrder, isPredicted } from "../../src/state/give-way.ts";
import { foldRun, type RunState, storyOf } from "../../src/state/run-state.ts";
import { story } from "../conduct/support/conduct-in.ts";

const start = (id: string, attempt = 1, why: AttemptReason = "first", base = "base"): RunEventBody => ({
  type: "story.started",
  story: id,
  attempt,
  agent: "demo",
  model: null,
  worktree: `/w/${id}`,
  base,
  why,
});
const end = (id: string, why: "done" | "killed" = "done"): RunEventBody => ({
  type: "agent.finished",
  story: id,
  attempt: 1,
  ok: why === "done",
  why,
  exitCode: 0,
  signal: null,
  ms: 1,
});
const predicted = (first: string, later: string, ...paths: string[]): RunEventBody => ({
  type: "conflict.predicted",
  stories: [first, later],
  paths,
});
const land = (id: string): RunEventBody[] => [
  { type: "story.committed", story: id, attempt: 1, commit: `work ${id}`, base: "base" },
  { type: "story.merged", story: id, commit: `landed ${id}`, files: 1, insertions: 1, deletions: 0 },
  { type: "story.finished", story: id, outcome: "merged", reason: "", ms: 1, usage: noUsage },
];
const fail = (id: string): RunEventBody => ({
  type: "story.finished",
  story: id,
  outcome: "failed",
  reason: "",
  ms: 1,
  usage: noUsage,
});
const waitsFor = (progress: RunState, id: string) => storyOf(progress, id).givesWayTo;

const both = [start("S1"), start("S2")];
test.each<[string, RunEventBody[], string | null]>([
  ["both at work: the later one waits", [...both, predicted("S1", "S2", "x")], "S1"],
  ["its agent has ended: it goes on", [...both, end("S2"), predicted("S1", "S2", "x")], null],
  ["its agent ended before it was stopped", [...both, predicted("S1", "S2", "x"), end("S2")], null],
  ["stopped, it still waits", [...both, predicted("S1", "S2", "x"), end("S2", "killed")], "S1"],
  ["it had its redo", [...both, start("S2", 2, "conflict"), predicted("S1", "S2", "x")], null],
  ["the pair was predicted before", [predicted("S1", "S2", "x"), ...both, predicted("S1", "S2", "x", "y")], null],
  ["the first one waits itself", [...both, start("S3"), predicted("S3", "S1", "x"), predicted("S1", "S2", "x")], null],
  ["the first one failed", [...both, fail("S1"), predicted("S1", "S2", "x")], null],
  ["the first one has landed", [...both, ...land("S1"), predicted("S1", "S2", "x")], "S1"],
  ["it goes on", [...both, predicted("S1", "S2", "x"), end("S2", "killed"), start("S2", 2, "resumed")], null],
])("%s", (_, events, waits) => {
  expect(waitsFor(foldRun(events), "S2")).toBe(waits);
});

test("a story that was stopped early has its redo after a conflict of its finished work left", () => {
  const conflicted: RunEventBody = { type: "story.conflicted", story: "S2", paths: ["x"], next: "redo" };
  const committed: RunEventBody = { type: "story.committed", story: "S2", attempt: 1, commit: "c", base: "base" };
  const next = (events: RunEventBody[]) => nextStep(story("S2"), storyOf(foldRun(events), "S2"), []);
  const stopped = [...both, predicted("S1", "S2", "x"), end("S2", "killed"), ...land("S1"), conflicted];
  expect(next(stopped)).toEqual({ do: "attempt", why: "conflict" });
  const redone = (attempt: number) => [start("S2", attempt, "conflict"), end("S2"), committed, conflicted];
  expect(next([...stopped, ...redone(2)])).toEqual({ do: "attempt", why: "conflict" });
  expect(next([...stopped, ...redone(2), ...redone(3)])).toMatchObject({ do: "finish", outcome: "failed" });
  // Without having been stopped, once.
  expect(next([...both, end("S2"), committed, conflicted, ...redone(2)])).toMatchObject({ do: "finish" });
});

test("who goes first: an ended agent, then who was done again already, then the plan's order", () => {
  const order = (events: RunEventBody[]) => {
    const progress = foldRun(events);
    const side = (id: string, place: number) => ({ id, place, state: storyOf(progress, id) });
    const forth = inOrder(side("S1", 0), side("S2", 1)).map((one) => one.id);
    expect(inOrder(side("S2", 1), side("S1", 0)).map((one) => one.id)).toEqual(forth);
    return forth;
  };
  expect(order(both)).toEqual(["S1", "S2"]);
  expect(order([...both, end("S2")])).toEqual(["S2", "S1"]);
  expect(order([...both, start("S2", 2, "conflict")])).toEqual(["S2", "S1"]);
  expect(order([...both, start("S2", 2, "conflict"), end("S1")])).toEqual(["S1", "S2"]);
});

test("a prediction is new for another set of paths, whichever story is named first", () => {
  const known = [{ stories: ["S1", "S2"] as [string, string], paths: ["x"] }];
  expect(isPredicted(known, { stories: ["S2", "S1"], paths: ["x"] })).toBe(true);
  expect(isPredicted(known, { stories: ["S1", "S2"], paths: ["x", "y"] })).toBe(false);
  expect(isPredicted(known, { stories: ["S1", "S3"], paths: ["x"] })).toBe(false);
});

const stories = ["S1", "S2", "S3"].map((id) => story(id));
const graph = planGraph(stories);
test.each<[string, RunEventBody[], string[]]>([
  ["alone", [start("S1")], []],
  ["beside another agent", both, ["S2"]],
  ["beside what landed since its base", [...both, end("S2"), ...land("S2")], ["S2"]],
  ["on top of what landed", [start("S2"), end("S2"), ...land("S2"), start("S1", 1, "first", "landed S2")], []],
  ["both agents have ended", [...both, end("S1"), end("S2")], []],
  ["its own agent has ended", [...both, end("S1")], ["S2"]],
  ["beside one that failed", [...both, fail("S2")], []],
  ["beside one that waits", [...both, start("S3"), predicted("S3", "S2", "x")], ["S3"]],
  ["it waits itself", [...both, predicted("S2", "S1", "x")], []],
])("partners of a story %s", (_, events, partners) => {
  expect(partnersOf(graph, foldRun(events), "S1")).toEqual(partners);
});

const now = (active: string[]): Now => ({
  active: new Set(active),
  agents: active.length,
  parallelism: 4,
  commands: [],
  agentsMayStart: true,
  admission: () => ({ kind: "now" }),
});
test("a story that gave way starts when the first one is over, however that ended, and holds nobody up", () => {
  const stopped = [...both, predicted("S1", "S2", "x"), end("S2", "killed")];
  const starts = (events: RunEventBody[], active: string[], of = graph) =>
    schedule(of, foldRun(events), now(active)).start.map((one) => one.id);
  expect(starts(stopped, ["S1"])).toEqual(["S3"]);
  expect(starts([...stopped, end("S1"), ...land("S1")], [])).toEqual(["S2", "S3"]);
  expect(starts([...stopped, fail("S1")], [])).toEqual(["S2", "S3"]);
  const meets = planGraph([...stories.slice(0, 2), story("S3", { writes: ["s2/"] })]);
  expect(starts(stopped, ["S1"], meets)).toEqual(["S3"]);
});

test("no two stories ever wait for each other, whatever is predicted", () => {
  const ids = ["S1", "S2", "S3", "S4"];
  const id = fc.constantFrom(...ids);
  const event = fc.oneof(
    fc.tuple(id, id).map(([a, b]) => predicted(a, b, "x")),
    id.map((one) => start(one, 2, "resumed")),
    id.map((one) => end(one)),
    id.map(fail),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      const progress = foldRun([...ids.map((one) => start(one)), ...events.filter((one) => !isSelf(one))]);
      for (const one of ids) {
        const seen = new Set<string>();
        for (let at: string | null = one; at !== null; at = waitsFor(progress, at)) {
          expect(seen.has(at)).toBe(false);
          seen.add(at);
        }
      }
    }),
    { numRuns: 2000 },
  );
});

function isSelf(event: RunEventBody): boolean {
  return event.type === "conflict.predicted" && event.stories[0] === event.stories[1];
}
