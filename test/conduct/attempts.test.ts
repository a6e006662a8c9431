import { expect, test } from "bun:test";
import type { StoryAgent } from "../../src/conduct/effects.ts";
import type { AgentEvent } from "../../src/core/agent-event.ts";
import type { RunEventBody } from "../../src/core/event.ts";
import type { AgentRequest } from "../../src/worktrees/effects.ts";
import { story } from "./support/conduct-in.ts";
import { finish, play, type Turn } from "./support/fake-effects.ts";

const error = (kind: "crash" | "usage_limit" | "rate_limit" | "auth", message = `${kind}!`): AgentEvent => ({
  type: "agent.error",
  kind,
  message,
  resetAt: null,
});
const session = (name: string): AgentEvent => ({ type: "agent.session", session: name });
/** What the agents of one story say, one list for each of them. */
const saying =
  (...turns: AgentEvent[][]) =>
  (turn: Turn) =>
    turns[turn.turn - 1] ?? [];
const begun = (events: readonly RunEventBody[]) =>
  events.flatMap((event) =>
    event.type === "story.started" ? [`${event.story} #${event.attempt} ${event.why} in ${event.worktree}`] : [],
  );

test("an agent starts on a slot of its machine, after its worktree is there, and its start tells all of it", async () => {
  const agent: StoryAgent = { name: "claude", model: "big", provider: "p" };
  const { of } = await play({ stories: [story("S1")], effects: { agentOf: () => agent } });
  expect(of("story.started")).toEqual([
    {
      type: "story.started",
      story: "S1",
      attempt: 1,
      agent: "claude",
      model: "big",
      worktree: "/w1",
      base: "base",
      why: "first",
    },
  ]);
});

test("a crash is tried once more, in the same worktree and session", async () => {
  const seen: AgentRequest[] = [];
  const { events, calls, of } = await play({
    stories: [story("S1")],
    agent: (turn) => {
      seen.push(turn);
      return saying([session("s"), error("crash"), finish({ ok: false, why: "crash", exitCode: 1 })])(turn);
    },
  });
  expect(begun(events)).toEqual(["S1 #1 first in /w1", "S1 #2 crash in /w1"]);
  expect(seen.map(({ session: one, attempt }) => [attempt, one])).toEqual([
    [1, null],
    [2, "s"],
  ]);
  expect(calls).toContain("ours? /w1");
  expect(of("story.finished")).toMatchObject([{ outcome: "merged" }]);
  // The session knows the story: it is told the news alone.
  expect(seen[1]?.prompt).toContain("crash!");
  expect(seen[1]?.prompt).not.toContain("# Story S1\n");
});

test("an agent that ends without a word has crashed, one that somebody else ended as well", async () => {
  const silent = await play({
    stories: [story("S1")],
    effects: {
      async *runAgent() {
        // Nothing is said.
      },
    },
  });
  expect(silent.of("agent.finished").map(({ why, ok, attempt }) => [why, ok, attempt])).toEqual([
    ["crash", false, 1],
    ["crash", false, 2],
  ]);
  expect(silent.of("story.finished")).toMatchObject([{ outcome: "failed" }]);
  const ended = await play({
    stories: [story("S1")],
    agent: saying([finish({ ok: false, why: "killed", signal: "SIGKILL", exitCode: null })]),
  });
  expect(ended.of("agent.finished").map(({ why, ok }) => [why, ok])).toEqual([
    ["crash", false],
    ["done", true],
  ]);
  expect(begun(ended.events)[1]).toContain("crash");
});

test("how long a silent agent took is told by the clock", async () => {
  const { of } = await play({
    stories: [story("S1")],
    effects: {
      async *runAgent(_request, signal) {
        await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      },
    },
    input: { limits: { maxTokens: null, maxUsd: null, timeoutMs: 1000 } },
  });
  expect(of("agent.finished")).toMatchObject([{ why: "killed", ms: 900, exitCode: null, signal: null }]);
});

test.each([
  ["first", 0, 1],
  ["conflict", 1, 2],
])("a story that starts afresh for %s gives its worktree back first", async (why, at, worktree) => {
  let merges = 0;
  const { events, calls } = await play({
    stories: [story("S1")],
    effects: {
      integrate: async () =>
        ++merges === 1
          ? { kind: "conflict", paths: ["s1/a.txt"], detail: "" }
          : { kind: "merged", commit: "m", files: 1, insertions: 1, deletions: 0 },
    },
  });
  expect(begun(events)[at]).toBe(`S1 #${at + 1} ${why} in /w${worktree}`);
  expect(calls.indexOf("release S1 /w1")).toBeLessThan(calls.indexOf("open S1 /w2 on base"));
});

test("a run that goes on takes up the worktree that was left, and the work where that is gone", async () => {
  const before: RunEventBody[] = [
    {
      type: "story.started",
      story: "S1",
      attempt: 1,
      agent: "demo",
      model: null,
      worktree: "/old",
      base: "b0",
      why: "first",
    },
    { type: "agent.session", story: "S1", attempt: 1, session: "s" },
  ];
  const seen: AgentRequest[] = [];
  const cut = await play({ stories: [story("S1")], events: [...before], agent: (turn) => void seen.push(turn) });
  expect(cut.calls[0]).toBe("open S1 /old on b0");
  expect(begun(cut.events)).toEqual(["S1 #1 first in /old", "S1 #2 resumed in /old"]);
  expect(seen[0]).toMatchObject({ attempt: 2, session: "s", worktree: { path: "/old", base: "b0" } });
  const kept: RunEventBody = { type: "story.kept", story: "S1", commit: "k", ref: "r" };
  const committed: RunEventBody = { type: "story.committed", story: "S1", attempt: 1, commit: "c", base: "b0" };
  const done = await play({
    stories: [story("S1")],
    events: [...before, { ...finish(), story: "S1", attempt: 1 }, kept, committed],
    input: { checks: ["test"] },
  });
  expect(done.calls.slice(0, 2)).toEqual(["open S1 /old on b0 with c", "check S1: test"]);
  // Nobody knows it yet: it is told all, and that somebody was there.
  const fresh = await play({
    stories: [story("S1")],
    events: before.slice(0, 1),
    agent: (turn) => void seen.push(turn),
  });
  expect(begun(fresh.events)[1]).toContain("resumed");
  expect(seen[1]?.prompt).toContain("An earlier attempt was cut off");
  expect(seen[1]?.prompt).toStartWith("# Story S1");
  expect(seen[0]?.prompt).not.toContain("An earlier attempt was cut off");
});

test.each([
  ["lost", "earlier"],
  ["dropped", "its commit"],
] as const)("a story that is run again because it was %s has what it had before", async (how, work) => {
  const lost: RunEventBody[] = [
    {
      type: "story.started",
      story: "S1",
      attempt: 1,
      agent: "demo",
      model: null,
      worktree: "/old",
      base: "base",
      why: "first",
    },
    { type: "story.kept", story: "S1", commit: "earlier", ref: "r" },
    { type: "story.finished", story: "S1", outcome: "failed", reason: "it is red", ms: 1, usage: factsUsage },
    { type: "run.resumed", pid: 1, again: ["S1"] },
  ];
  const dropped: RunEventBody[] = [
    { type: "story.merged", story: "S1", commit: "its commit", files: 1, insertions: 1, deletions: 0 },
    { type: "story.dropped", story: "S1", commit: "its commit", why: "`test` fails" },
    { type: "branch.rebuilt", head: "base", landed: [] },
  ];
  const prompts: string[] = [];
  const { calls, events } = await play({
    stories: [story("S1")],
    events: how === "lost" ? [...lost] : [...dropped],
    agent: ({ prompt }) => void prompts.push(prompt),
  });
  expect(calls).toContain(`open S1 /w1 on base with ${work}`);
  expect(begun(events).at(-1)).toContain(how === "lost" ? "again" : "composition");
  expect(prompts[0]).toContain(how === "lost" ? "it is red" : "`test` fails");
});
const factsUsage = { input: 0, cachedInput: 0, output: 0, reasoning: 0 };
