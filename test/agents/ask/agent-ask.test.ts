import { expect, test } from "bun:test";
import { z } from "zod";
import type { Agent, AgentTask } from "../../../src/agents/agent.ts";
import { askThroughAgent } from "../../../src/agents/ask/agent-ask.ts";
import type { Question } from "../../../src/agents/ask/ask.ts";
import type { AgentEvent } from "../../../src/core/agent-event.ts";
import { systemHost } from "../../../src/host/system.ts";

const host = systemHost();
const never = new AbortController().signal;
const question: Question<{ mode: string }> = {
  name: "decision",
  system: "Decide.",
  prompt: "Fix the test",
  schema: z.object({ mode: z.enum(["focused", "parallel"]) }),
  timeoutMs: 20_000,
};
let removed = 0;
const checkout = () =>
  Promise.resolve({ path: "/repository", root: "/repository", remove: () => Promise.resolve(void removed++) });
const done: AgentEvent = { type: "agent.finished", ok: true, why: "done", exitCode: 0, signal: null, ms: 5 };
const failed: AgentEvent = { type: "agent.finished", ok: false, why: "auth", exitCode: 1, signal: null, ms: 5 };
const say = (text: string): AgentEvent => ({ type: "agent.text", text });
const spend = (input: number, usd: number | null): AgentEvent => ({
  type: "agent.usage",
  input,
  cachedInput: 1,
  output: 2,
  reasoning: 0,
  usd,
  requests: 1,
});

/** An agent that says what it is told to, and remembers its task. */
function agentThatSays(...events: AgentEvent[]): Agent & { tasks: AgentTask[] } {
  const tasks: AgentTask[] = [];
  return {
    tasks,
    choice: { name: "demo", model: "tiny", command: null },
    provider: "test",
    status: () => Promise.reject(new Error("Nobody asks for the status")),
    async *start(_, task) {
      tasks.push(task);
      yield* events;
    },
  };
}

test("askThroughAgent() gives the document in the agent's last words, with all that it cost", async () => {
  const agent = agentThatSays(
    spend(10, 0.5),
    say("Let me look at {this}."),
    spend(20, 0.25),
    say('{"mode":"focused"}'),
    done,
  );
  const answer = await askThroughAgent(host, agent, { checkout })(question, never);
  expect(answer).toEqual({
    ok: true,
    value: { mode: "focused" },
    usage: { input: 30, cachedInput: 2, output: 4, reasoning: 0 },
    usd: 0.75,
    model: "tiny",
  });
});

test("askThroughAgent() lets the agent look and not write, and tells it the shape of the answer", async () => {
  const agent = agentThatSays(say('{"mode":"focused"}'), done);
  await askThroughAgent(host, agent, { checkout, env: (name) => ({ ASKED: name }) })(question, never);
  const [task] = agent.tasks;
  expect(task).toMatchObject({
    cwd: "/repository",
    readOnly: true,
    writable: [],
    model: "tiny",
    env: { ASKED: "decision" },
  });
  expect(task?.prompt).toStartWith("Decide.\n\nFix the test\n\nAnswer with one JSON document");
  expect(task?.answerSchema).toMatchObject({ type: "object", required: ["mode"] });
});

test("askThroughAgent() finds an answer that was given before a goodbye", async () => {
  const agent = agentThatSays(say('{"mode":"focused"}'), say("Anything else?"), done);
  expect(await askThroughAgent(host, agent, { checkout })(question, never)).toMatchObject({ ok: true });
});

test.each([
  ["a file of it", "Edit /cache/look-1/w/src/a.ts, then run it", "Edit src/a.ts, then run it"],
  ["itself", "Work in /cache/look-1/w", "Work in ."],
  ["itself with a slash", "cd /cache/look-1/w/ && npm test", "cd ./ && npm test"],
  ["it with a line", "See `/cache/look-1/w/b.ts:3`", "See `b.ts:3`"],
  ["it as an address", "file:///cache/look-1/w/b.ts", "file://b.ts"],
  ["another place", "/cache/look-1/w2/b.ts and /cache/look-1/w-old", "/cache/look-1/w2/b.ts and /cache/look-1/w-old"],
])("askThroughAgent() takes %s for the repository's: the checkout is gone by then", async (_name, said, meant) => {
  const away = { path: "/cache/look-1/w/app", root: "/cache/look-1/w", remove: () => Promise.resolve() };
  const agent = agentThatSays(say(JSON.stringify({ brief: said })), done);
  const asked = { ...question, schema: z.object({ brief: z.string() }) };
  const answer = await askThroughAgent(host, agent, { checkout: () => Promise.resolve(away) })(asked, never);
  expect(answer).toMatchObject({ ok: true, value: { brief: meant } });
});

test.each([
  ["says no JSON", [say("Focused, I think"), done], "garbled", "The answer holds no JSON document"],
  ["says another shape", [say('{"mode":"sideways"}'), done], "garbled", "The answer has the wrong shape: mode"],
  ["says nothing", [done], "garbled", "The answer is empty"],
  [
    "fails with an error",
    [{ type: "agent.error", kind: "auth", message: "Sign in\nfirst", resetAt: null }, failed],
    "failed",
    "The agent failed: Sign in first",
  ],
  ["fails without a word", [failed], "failed", 'The agent failed: it ended with "auth"'],
  ["answers, but fails", [say('{"mode":"focused"}'), failed], "failed", "The agent failed"],
  ["stops in the middle", [say("Well")], "failed", "The agent failed: it said nothing"],
] as [string, AgentEvent[], string, string][])(
  "askThroughAgent() reports an agent that %s",
  async (_, events, why, message) => {
    const answer = await askThroughAgent(host, agentThatSays(spend(5, null), ...events), { checkout })(question, never);
    if (answer.ok) throw new Error("It was taken as an answer");
    expect(answer.why).toBe(why as typeof answer.why);
    expect(answer.message).toStartWith(message);
    expect(answer.usage.input).toBe(5);
  },
);

test("askThroughAgent() stops an agent that takes too long", async () => {
  const agent: Agent = {
    ...agentThatSays(),
    async *start(_, __, signal) {
      yield spend(5, null);
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
      yield { ...failed, why: "killed" };
    },
  };
  const hurried = { ...host, sleep: async () => {} };
  const answer = await askThroughAgent(hurried, agent, { checkout })(question, never);
  expect(answer).toMatchObject({ ok: false, why: "timeout", usage: { input: 5 } });
});

test("askThroughAgent() removes the checkout however the question ended", async () => {
  const before = removed;
  await askThroughAgent(host, agentThatSays(failed), { checkout })(question, never);
  await askThroughAgent(host, agentThatSays(say('{"mode": "focused"}'), done), { checkout })(question, never);
  expect(removed).toBe(before + 2);
});

test("askThroughAgent() waits for nothing any more when there is no checkout to be had", async () => {
  const waits: (AbortSignal | undefined)[] = [];
  const sleep = (_ms: number, signal?: AbortSignal) => {
    waits.push(signal);
    return new Promise<void>(() => {});
  };
  const none = () => Promise.reject(new Error("no room"));
  const asked = askThroughAgent({ ...host, sleep }, agentThatSays(done), { checkout: none })(question, never);
  await expect(asked).rejects.toThrow("no room");
  expect(waits.filter((signal) => signal?.aborted !== true)).toEqual([]);
});
