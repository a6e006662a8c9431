import { expect, test } from "bun:test";
import { boundEvents } from "../../src/agents/bound-events.ts";
import type { AgentEvent } from "../../src/core/agent-event.ts";

const called = (call: string): AgentEvent => ({
  type: "agent.tool.called",
  call,
  tool: "run",
  nativeTool: "sh",
  input: null,
  paths: [],
});
const finished = (call: string): AgentEvent => ({
  type: "agent.tool.finished",
  call,
  ok: true,
  exitCode: 0,
  output: "",
  outputBytes: 0,
});
const text = (length: number): AgentEvent => ({ type: "agent.text", text: "x".repeat(length) });
const usage: AgentEvent = {
  type: "agent.usage",
  input: 1,
  cachedInput: 0,
  output: 1,
  reasoning: 0,
  usd: null,
  requests: 1,
};
const types = (events: readonly AgentEvent[]) => events.map(({ type }) => type);

test("what is over the bounds is left out, said once, and a told call still ends", () => {
  const bound = boundEvents({ events: 2, characters: 9000, unknown: 1 });
  const kept = [called("a"), text(10), called("b"), text(1), usage, finished("a"), finished("b")].flatMap(bound);
  expect(types(kept)).toEqual([
    "agent.tool.called",
    "agent.text",
    "agent.notice",
    "agent.usage",
    "agent.tool.finished",
  ]);
});

test("texts count by their length, and lines that nobody understands apart", () => {
  const bound = boundEvents({ events: 100, characters: 1000, unknown: 2 });
  const line: AgentEvent = { type: "agent.unknown", line: "?" };
  expect(types([line, line, line, line].flatMap(bound))).toEqual(["agent.unknown", "agent.unknown", "agent.notice"]);
  expect(types([text(900), text(900), text(1)].flatMap(bound))).toEqual(["agent.text", "agent.notice"]);
});
