import { expect, test } from "bun:test";
import { join } from "node:path";
import { soundMessage } from "../../../src/agents/acp/sound-message.ts";
import type { AgentTask } from "../../../src/agents/agent.ts";
import { programAgent } from "../../../src/agents/registry.ts";
import type { AgentEvent } from "../../../src/core/agent-event.ts";
import { systemHost } from "../../../src/host/system.ts";
import { parseAgentChoice } from "../../../src/settings/agent-choice.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { all, taskIn } from "../task.ts";

const real = systemHost();
const now = Date.UTC(2026, 0, 1);
const host = { ...real, now: () => now, env: { ...real.env, API_KEY: "a key" } };
const program = `"${process.execPath}" "${join(import.meta.dir, "plain-agent.ts")}"`;

async function run(way: string, more: Partial<AgentTask> = {}): Promise<AgentEvent[]> {
  using folder = scratchFolder();
  const agent = programAgent(parseAgentChoice(`acp:${program} "${way}"`));
  return await all(agent.start(host, taskIn(folder.path, more), new AbortController().signal));
}

const texts = (events: readonly AgentEvent[]) =>
  events.flatMap((event) => (event.type === "agent.text" ? [event.text] : [])).join("");

test.each([
  ["logs", {}, "model small"],
  ["sign-in", {}, "model small"],
  ["odd session", {}, "model small"],
  ["models", { model: "large" }, "model large"],
  ["text as id", {}, ""],
  ["no version", {}, ""],
  ["odd options", {}, 'got {"outcome":{"outcome":"selected","optionId":"proceed"}}'],
  ["odd options", { readOnly: true }, 'got {"outcome":{"outcome":"selected","optionId":"deny"}}'],
  ["bare options", {}, 'got {"outcome":{"outcome":"selected","optionId":"yes"}}'],
])("an agent with %s works (%j)", async (way, more, said) => {
  const events = await run(way, more);
  expect(texts(events)).toBe(said);
  expect(events.at(-1)).toMatchObject({ type: "agent.finished", ok: true });
});

test.each([
  ["limit", "usage_limit", "You have hit your usage limit. Try again in 2 hours.", "2026-01-01T02:00:00.000Z"],
  ["quota", "usage_limit", "insufficient_quota", null],
  ["stopped", "unknown", "The agent stopped: error", null],
])("a prompt that failed as %s is a failure of its kind, in the agent's words", async (way, kind, message, resetAt) => {
  const events = await run(way);
  expect(events).toContainEqual({ type: "agent.error", kind, message, resetAt } as AgentEvent);
  expect(events.at(-1)).toMatchObject({ ok: false, why: kind });
});

test("a sign-in that is refused says why", async () => {
  const events = await run("sign-in refused");
  expect(events[0]).toMatchObject({ type: "agent.error", kind: "auth" });
  expect(events[0]).toMatchObject({ message: expect.stringContaining("It is not signed in: The key is wrong. ") });
});

test("an odd field of an update costs nothing of what it says", async () => {
  const events = await run("odd updates");
  expect(texts(events)).toBe("In a list.Alone.");
  expect(events).toContainEqual(expect.objectContaining({ call: "t1", ok: true, output: "out" }));
  expect(events).toContainEqual(expect.objectContaining({ call: "t2", ok: false }));
  expect(events).toContainEqual(expect.objectContaining({ type: "agent.usage", usd: 0.5 }));
  expect(events).toContainEqual(expect.objectContaining({ type: "agent.tool.finished", output: "[ ] Write" }));
  expect(events.at(-1)).toMatchObject({ ok: true });
});

const option = (fields: object) => {
  const params = { sessionId: "s1", toolCall: { toolCallId: "t" }, options: [fields] };
  const sound = soundMessage(JSON.stringify({ id: 1, method: "session/request_permission", params })) ?? "";
  return JSON.parse(sound).params.options[0].kind;
};

test.each([
  [{ optionId: "a", name: "Approve for this session" }, "allow_always"],
  [{ optionId: "b", name: "Yes, and don't ask again" }, "allow_always"],
  [{ optionId: "c", name: "No, and tell it what to do instead" }, "reject_once"],
  [{ optionId: "d", name: "Don't allow" }, "reject_once"],
  [{ optionId: "e", name: "Never" }, "reject_once"],
  [{ optionId: "proceed_always", name: "Trust", kind: 7 }, "allow_always"],
  [{ optionId: "f", name: "No", kind: "allow_once" }, "allow_once"],
])("what %j does", (fields, kind) => {
  expect(option(fields)).toBe(kind);
});
