import { describe, expect, test } from "bun:test";
import type { RunEventBody } from "../../src/core/event.ts";
import { foldEvent, foldRun, storyOf } from "../../src/state/run-state.ts";
import {
  attempt,
  changeBy,
  commits,
  delivered,
  ends,
  isOver,
  lands,
  leftOut,
  ofOne,
  plan,
  type Row,
  red,
  tokens,
  toolCall,
  used,
  verified,
  work,
} from "./support/happenings.ts";

const ofAStory: Row[] = [
  [
    "a session, until another agent takes over",
    work,
    { type: "agent.session", ...ofOne, session: "s" },
    { S1: { session: "s" } },
  ],
  [
    "another agent",
    [...work, { type: "agent.session", ...ofOne, session: "s" }],
    { type: "agent.switched", story: "S1", from: "a", to: "b", why: "limit" },
    {
      S1: {
        session: null,
        activity: "goes on with b",
        switches: [{ type: "agent.switched", story: "S1", from: "a", to: "b", why: "limit" }],
      },
    },
  ],
  ["words", work, { type: "agent.text", ...ofOne, text: "Looking" }, { S1: { said: "Looking", activity: "Looking" } }],
  [
    "a tool with its files",
    work,
    toolCall("edit", ["a.ts", "b.ts", "c.ts"], {}),
    { S1: { tools: 1, activity: "edit a.ts and 2 more" } },
  ],
  ["a tool with one file", work, toolCall("read", ["a.ts"], {}), { S1: { tools: 1, activity: "read a.ts" } }],
  ["a tool with a command", work, toolCall("run", [], { cmd: "ls" }), { S1: { tools: 1, activity: "run ls" } }],
  [
    "a command in parts",
    work,
    toolCall("run", [], { command: ["ls", "-l"] }),
    { S1: { tools: 1, activity: "run ls -l" } },
  ],
  ["parts that are no words", work, toolCall("run", [], { command: ["ls", 3] }), { S1: { tools: 1, activity: "run" } }],
  ["a tool's bare text", work, toolCall("search", [], "needle"), { S1: { tools: 1, activity: "search needle" } }],
  ["a tool that says nothing", work, toolCall("other", [], null), { S1: { tools: 1, activity: "other" } }],
  ["use, in the story and in the run", work, used("S1", 0.25), { usage: tokens, usd: 0.25, S1: { usage: tokens } }],
  [
    "an error",
    work,
    { type: "agent.error", ...ofOne, kind: "rate_limit", message: "slow down", resetAt: "later" },
    { S1: { error: { kind: "rate_limit", message: "slow down", resetAt: "later" }, activity: "slow down" } },
  ],
  [
    "an end in order",
    [...work, { type: "agent.error", ...ofOne, kind: "network", message: "hm", resetAt: null }],
    ends(true),
    {
      agentMs: 700,
      S1: {
        agentMs: 700,
        working: false,
        activity: null,
        phase: "worked",
        error: null,
        history: [attempt(true, null)],
      },
    },
  ],
  [
    "an end by a signal",
    work,
    ends(false, { signal: "SIGKILL", exitCode: null }),
    {
      agentMs: 700,
      S1: {
        agentMs: 700,
        working: false,
        phase: "worked",
        error: { kind: "crash", message: "the agent was ended by SIGKILL", resetAt: null },
        history: [attempt(false, "crash")],
      },
    },
  ],
  [
    "an end that was told of before",
    [...work, { type: "agent.error", ...ofOne, kind: "usage_limit", message: "enough", resetAt: "later" }],
    ends(false, { why: "usage_limit" }),
    {
      agentMs: 700,
      S1: {
        agentMs: 700,
        working: false,
        activity: null,
        phase: "worked",
        history: [attempt(false, "usage_limit")],
      },
    },
  ],
  [
    "we stopped it, and it is still in flight",
    work,
    ends(false, { why: "killed" }),
    { agentMs: 700, S1: { agentMs: 700, working: false, history: [attempt(false, "killed")] } },
  ],
  [
    "paths that were put back, which the agent hears of",
    work,
    { type: "surface.violated", story: "S1", paths: ["x"], action: "reverted", why: "not its own", tell: true },
    {
      S1: {
        reverted: ["x"],
        tell: true,
        violations: [
          { type: "surface.violated", story: "S1", paths: ["x"], action: "reverted", why: "not its own", tell: true },
        ],
      },
    },
  ],
  [
    "paths that were granted",
    work,
    { type: "surface.violated", story: "S1", paths: ["x"], action: "granted", why: "nobody's" },
    {
      S1: {
        violations: [{ type: "surface.violated", story: "S1", paths: ["x"], action: "granted", why: "nobody's" }],
      },
    },
  ],
  ["a person ends it", work, { type: "story.stopped", story: "S1" }, { S1: { stopped: true } }],
  ["a person's words", work, { type: "story.told", story: "S1", text: "mind x" }, { S1: { told: ["mind x"] } }],
  ["they were heard", work, { type: "story.heard", story: "S1", messages: 2 }, { S1: { heard: 2 } }],
  [
    "what was heard is not unheard",
    [...work, { type: "story.heard", story: "S1", messages: 2 }],
    { type: "story.heard", story: "S1", messages: 1 },
    {},
  ],
  [
    "files that no commit takes",
    work,
    leftOut("ignored", ["x"], "refs/k", true),
    { S1: { leftOut: ["x"], leftOutRef: "refs/k", tell: true } },
  ],
  [
    "and those of a submodule beside them",
    [...work, leftOut("ignored", ["x"], "refs/k", true)],
    leftOut("submodule", ["x", "y"], "refs/l", false),
    { S1: { leftOut: ["x", "y"], leftOutRef: "refs/l" } },
  ],
  [
    "the next look's are all there are",
    [...work, leftOut("ignored", ["x"], null, false)],
    leftOut("ignored", ["z"], null, false),
    { S1: { leftOut: ["z"] } },
  ],
  [
    "a machine that is lost",
    [...work, { type: "agent.session", ...ofOne, session: "s" }],
    { type: "lease.lost", story: "S1", worker: "w", fence: 1, why: "gone", lostMs: 5 },
    { S1: { session: null, working: false, leasesLost: 1 } },
  ],
  [
    "work that is one commit has no checks yet",
    [...work, { type: "story.verified", story: "S1", ...red }],
    commits("S1"),
    { S1: { phase: "committed", commit: "c-S1", checks: [] } },
  ],
  [
    "what a stopped attempt had",
    work,
    { type: "story.kept", story: "S1", commit: "k", ref: "refs/k" },
    { S1: { kept: { commit: "k", ref: "refs/k" } } },
  ],
  [
    "a conflict with what landed",
    work,
    { type: "story.conflicted", story: "S1", paths: ["x"], next: "redo" },
    {
      S1: {
        phase: "conflicted",
        conflict: ["x"],
        conflicts: [{ type: "story.conflicted", story: "S1", paths: ["x"], next: "redo" }],
      },
    },
  ],
  [
    "a predicted conflict lets the later one wait",
    work,
    { type: "conflict.predicted", stories: ["S1", "S2"], paths: ["x"] },
    {
      predicted: [{ type: "conflict.predicted", stories: ["S1", "S2"], paths: ["x"] }],
      S2: { givesWayTo: "S1" },
    },
  ],
  [
    "work that landed: what was checked and delivered before is not what is there",
    [...work, commits("S1"), verified("make", "passed"), delivered],
    lands("S1"),
    {
      delivered: null,
      verified: [],
      landed: ["S1"],
      S1: { phase: "merged", landed: "m-S1", changes: { files: 1, insertions: 2, deletions: 3 } },
    },
  ],
  ["work that lands again is the newest", [...work, lands("S1"), lands("S2")], lands("S1"), { landed: ["S2", "S1"] }],
  [
    "work taken off the branch: whoever stands on it begins afresh, with what was kept of it",
    [
      ...work,
      lands("S1"),
      { type: "agent.session", story: "S2", attempt: 1, session: "s" },
      { type: "story.kept", story: "S2", commit: "k", ref: "refs/k" },
    ],
    { type: "story.dropped", story: "S1", commit: "m-S1", why: "red with it" },
    {
      landed: [],
      rebuild: true,
      S1: {
        phase: "waiting",
        reason: "red with it",
        landed: null,
        changes: null,
        dropped: { commit: "m-S1", why: "red with it" },
      },
      S2: { base: null, worktree: null, session: null, commit: "k" },
    },
  ],
  [
    "the branch made anew",
    [...work, lands("S1"), lands("S2"), { type: "story.dropped", story: "S1", commit: "m-S1", why: "red" }, delivered],
    { type: "branch.rebuilt", head: "h", landed: [{ story: "S2", commit: "n-S2" }] },
    { rebuild: false, delivered: null, S2: { landed: "n-S2" } },
  ],
  [
    "the end of a story after a delivery: there is something new to deliver",
    [...work, delivered, { type: "agent.text", ...ofOne, text: "Ready" }],
    isOver("S1", "merged"),
    {
      delivered: null,
      S1: { phase: "finished", outcome: "merged", reason: "so it is", working: false, activity: null },
    },
  ],
  [
    "nothing had to change",
    work,
    { ...isOver("S1", "empty"), held: true } as RunEventBody,
    { S1: { phase: "finished", outcome: "empty", reason: "so it is", working: false, held: true } },
  ],
];

describe("all that an event of a story changes", () => {
  test.each(ofAStory)("%s", (_what, known, event, changes) => {
    expect(changeBy(event, known)).toEqual(changes);
  });

  test("no more of an agent's words is kept than is shown", () => {
    const long = "x".repeat(5000);
    const state = foldRun([plan, { type: "agent.text", ...ofOne, text: long }]);
    expect(storyOf(state, "S1").said).toHaveLength(300);
    foldEvent(state, toolCall("run", [], { command: long }));
    expect(storyOf(state, "S1").activity).toHaveLength(300);
  });
});
