import { expect, test } from "bun:test";
import { limitReached, reserveMs } from "../../src/conduct/limits.ts";
import { nextStep } from "../../src/conduct/next-step.ts";
import type { AgentErrorKind } from "../../src/core/agent-event.ts";
import type { RunEventBody } from "../../src/core/event.ts";
import { noUsage } from "../../src/core/usage.ts";
import { foldRun, storyOf } from "../../src/state/run-state.ts";
import { story } from "../conduct/support/conduct-in.ts";

const start = (attempt: number, why: "first" | "crash" | "provider" | "resumed"): RunEventBody => ({
  type: "story.started",
  story: "S1",
  attempt,
  agent: "demo",
  model: null,
  worktree: "/w1",
  base: "base",
  why,
});
const end = (attempt: number, why: AgentErrorKind | "done" | "killed"): RunEventBody => ({
  type: "agent.finished",
  story: "S1",
  attempt,
  ok: why === "done",
  why,
  exitCode: 0,
  signal: null,
  ms: 7,
});
const step = (...events: RunEventBody[]) => nextStep(story("S1"), storyOf(foldRun(events), "S1"), ["test"]);

test.each<[AgentErrorKind, object]>([
  ["rate_limit", { do: "attempt", why: "provider" }],
  ["overloaded", { do: "attempt", why: "provider" }],
  ["crash", { do: "attempt", why: "crash" }],
  ["stalled", { do: "attempt", why: "crash" }],
  ["context", { do: "attempt", why: "crash" }],
  ["auth", { do: "finish", outcome: "failed" }],
  ["refused", { do: "finish", outcome: "failed" }],
  ["request", { do: "finish", outcome: "failed" }],
])("after %s", (kind, expected) => {
  expect(step(start(1, "first"), end(1, kind))).toMatchObject(expected);
});

test("a retry of the same is made once", () => {
  expect(step(start(1, "first"), end(1, "crash"), start(2, "crash"), end(2, "crash"))).toMatchObject({ do: "finish" });
});

test("an agent that was stopped is still in flight, and goes on", () => {
  expect(step(start(1, "first"), end(1, "killed"))).toEqual({ do: "attempt", why: "resumed" });
});

test("a session that is full is not gone on with", () => {
  const session: RunEventBody = { type: "agent.session", session: "s", story: "S1", attempt: 1 };
  const after = (kind: AgentErrorKind) =>
    storyOf(foldRun([start(1, "first"), session, end(1, kind), start(2, "crash")]), "S1").session;
  expect(after("crash")).toBe("s");
  expect(after("context")).toBeNull();
});

test("a session in which an agent failed that went on with it is not gone on with again", () => {
  const session: RunEventBody = { type: "agent.session", session: "s", story: "S1", attempt: 1 };
  const before = [start(1, "first"), session, end(1, "killed"), start(2, "resumed")];
  expect(storyOf(foldRun(before), "S1").session).toBe("s");
  expect(storyOf(foldRun([...before, end(2, "crash"), start(3, "crash")]), "S1").session).toBeNull();
});

test("a million events are folded in a moment", () => {
  const usage = { input: 3, cachedInput: 1, output: 2, reasoning: 0, usd: 0.5, requests: 1 };
  const events: RunEventBody[] = [start(1, "first")];
  for (let n = 0; n < 1_000_000; n++) events.push({ type: "agent.usage", story: "S1", attempt: 1, ...usage });
  const started = performance.now();
  const progress = foldRun(events);
  expect(performance.now() - started).toBeLessThan(30_000);
  expect(progress.usage).toEqual({ input: 3_000_000, cachedInput: 1_000_000, output: 2_000_000, reasoning: 0 });
  expect(progress.usd).toBe(500_000);
});

test("each limit is reached at its number and not before", () => {
  const limits = { maxTokens: 100, maxUsd: 2, timeoutMs: 10_000 };
  const spent = { usage: noUsage, usd: null, ms: 0 };
  expect(limitReached(limits, spent)).toBeNull();
  expect(limitReached(limits, { ...spent, usage: { ...noUsage, input: 60, output: 39 } })).toBeNull();
  expect(limitReached(limits, { ...spent, usage: { ...noUsage, input: 60, output: 40 } })?.limit).toBe("tokens");
  expect(limitReached(limits, { ...spent, usd: 1.99 })).toBeNull();
  expect(limitReached(limits, { ...spent, usd: 2 })?.limit).toBe("usd");
  expect(limitReached(limits, { ...spent, ms: 10_000 - reserveMs(10_000) - 1 })).toBeNull();
  expect(limitReached(limits, { ...spent, ms: 10_000 - reserveMs(10_000) })?.limit).toBe("timeout");
});
