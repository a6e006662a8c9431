import { expect, test } from "bun:test";
import { planGraph } from "../../../src/conduct/plan-graph.ts";
import { partnersOf } from "../../../src/conduct/probe/who-meets.ts";
import type { RunEventBody } from "../../../src/core/event.ts";
import { foldRun } from "../../../src/state/run-state.ts";
import { story } from "../support/conduct-in.ts";

const begin = (id: string, base: string): RunEventBody => ({
  type: "story.started",
  story: id,
  attempt: 1,
  agent: "demo",
  model: null,
  worktree: `/${id}`,
  base,
});
const end = (id: string): RunEventBody => ({
  type: "agent.finished",
  story: id,
  attempt: 1,
  ok: true,
  why: "done",
  exitCode: 0,
  signal: null,
  ms: 1,
});
const land = (id: string, commit: string): RunEventBody[] => [
  { type: "story.merged", story: id, commit, files: 1, insertions: 1, deletions: 0 },
  { type: "story.finished", story: id, outcome: "merged", reason: "", ms: 1, usage },
];
const usage = { input: 0, cachedInput: 0, output: 0, reasoning: 0 };
const failed = (id: string): RunEventBody => ({
  type: "story.finished",
  story: id,
  outcome: "failed",
  reason: "",
  ms: 1,
  usage,
});

test.each<[string, RunEventBody[], string[]]>([
  ["two at work", [begin("S1", "base"), begin("S2", "base")], ["S2"]],
  ["one that has not begun", [begin("S1", "base")], []],
  ["itself not begun", [begin("S2", "base")], []],
  ["itself over", [begin("S1", "base"), ...land("S1", "m1"), begin("S2", "base")], []],
  ["one that failed", [begin("S1", "base"), begin("S2", "base"), failed("S2")], []],
  ["one that is done, itself at work", [begin("S1", "base"), begin("S2", "base"), end("S2")], ["S2"]],
  ["one at work, itself done", [begin("S1", "base"), end("S1"), begin("S2", "base")], ["S2"]],
  ["both done", [begin("S1", "base"), end("S1"), begin("S2", "base"), end("S2")], []],
  ["one that landed since", [begin("S1", "base"), begin("S2", "base"), ...land("S2", "m2")], ["S2"]],
  ["one that landed before", [begin("S2", "base"), ...land("S2", "m2"), begin("S1", "m2")], []],
  [
    "one that landed before, below another",
    [begin("S2", "base"), ...land("S2", "m2"), begin("S3", "m2"), ...land("S3", "m3"), begin("S1", "m3")],
    [],
  ],
  [
    "one of two that landed since",
    [begin("S2", "base"), ...land("S2", "m2"), begin("S1", "m2"), begin("S3", "m2"), ...land("S3", "m3")],
    ["S3"],
  ],
  [
    "one that gave way to it",
    [begin("S1", "base"), begin("S2", "base"), { type: "conflict.predicted", stories: ["S1", "S2"], paths: ["a"] }],
    [],
  ],
])("whom a story could conflict with: %s", (_name, events, partners) => {
  const graph = planGraph(["S1", "S2", "S3"].map((id) => story(id)));
  expect(partnersOf(graph, foldRun(events), "S1")).toEqual(partners);
});
