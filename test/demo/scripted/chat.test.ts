import { afterEach, expect, test } from "bun:test";
import OpenAI from "openai";
import type { Script } from "../../../src/demo/scripted/script.ts";
import { type ScriptedModel, startScriptedModel } from "../../../src/demo/scripted/server.ts";

let model: ScriptedModel | undefined;
afterEach(async () => {
  await model?.close();
  model = undefined;
});

async function client(script: Script): Promise<{ openai: OpenAI; model: ScriptedModel }> {
  model = await startScriptedModel(script);
  return { openai: new OpenAI({ baseURL: `${model.url}/v1`, apiKey: "test-key", maxRetries: 0 }), model };
}

const ask = (content: string) => ({ model: "scripted-1", messages: [{ role: "user" as const, content }] });
const usage = { input: 1000, cachedInput: 100, output: 20, reasoning: 3 };

test("startScriptedModel() streams text, reasoning, calls and usage as Chat Completions", async () => {
  const { openai, model } = await client(() => ({
    text: "Reading a file, then another.",
    reasoning: "Which one?",
    calls: [
      { name: "read", input: { path: "a.txt" } },
      { name: "read", input: { path: "b.txt" } },
    ],
    usage,
  }));
  const stream = openai.chat.completions.stream({ ...ask("Go"), stream_options: { include_usage: true } });
  const whole = await stream.finalChatCompletion();
  expect(whole.choices[0]?.message.content).toBe("Reading a file, then another.");
  const calls = whole.choices[0]?.message.tool_calls?.map(
    (call) => call.type === "function" && call.function.arguments,
  );
  expect(calls).toEqual(['{"path":"a.txt"}', '{"path":"b.txt"}']);
  expect(whole.choices[0]?.finish_reason).toBe("tool_calls");
  expect(whole.usage).toMatchObject({ prompt_tokens: 1000, completion_tokens: 20 });
  expect(model.served).toEqual([
    {
      protocol: "chat",
      model: "scripted-1",
      lastUser: "Go",
      turn: 0,
      attempt: 1,
      streamed: true,
      outcome: "answered",
      usage,
    },
  ]);
});

test("startScriptedModel() answers plainly and sees schema, tools and tool results", async () => {
  const seen: unknown[] = [];
  const { openai } = await client(({ aborted: _, ...request }) => {
    seen.push(request);
    return { text: '{"mode":"focused"}' };
  });
  const answer = await openai.chat.completions.create({
    model: "scripted-1",
    messages: [
      { role: "system", content: "Decide." },
      { role: "user", content: "First" },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "c1", type: "function", function: { name: "ls", arguments: "{}" } }],
      },
      { role: "tool", tool_call_id: "c1", content: "a.txt" },
    ],
    tools: [{ type: "function", function: { name: "ls", parameters: {} } }],
    response_format: { type: "json_schema", json_schema: { name: "decision", schema: { type: "object" } } },
  });
  expect(answer.choices[0]?.message.content).toBe('{"mode":"focused"}');
  expect(seen).toEqual([
    {
      protocol: "chat",
      model: "scripted-1",
      system: "Decide.",
      user: "First",
      lastUser: "First",
      toolResults: [{ name: "ls", text: "a.txt" }],
      turn: 1,
      attempt: 1,
      tools: ["ls"],
      schema: { type: "object" },
    },
  ]);
});

test("a script can fail the first attempt and answer the next", async () => {
  const { openai, model } = await client(({ attempt }) =>
    attempt === 1 ? { misbehave: { kind: "rate-limit", retryAfterSeconds: 7 } } : { text: "Fine" },
  );
  const first = await openai.chat.completions.create(ask("Go")).catch((error) => error);
  expect(first).toBeInstanceOf(OpenAI.RateLimitError);
  expect(first.headers.get("retry-after")).toBe("7");
  const second = await openai.chat.completions.create(ask("Go"));
  expect(second.choices[0]?.message.content).toBe("Fine");
  expect(model.served.map(({ outcome }) => outcome)).toEqual(["rate-limit", "answered"]);
});
