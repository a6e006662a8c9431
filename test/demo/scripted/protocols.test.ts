import { afterEach, expect, test } from "bun:test";
import OpenAI from "openai";
import { type brokenKinds, failureKinds, type Script, type ScriptRequest } from "../../../src/demo/scripted/script.ts";
import { type ScriptedModel, startScriptedModel } from "../../../src/demo/scripted/server.ts";

let model: ScriptedModel | undefined;
afterEach(async () => {
  await model?.close();
  model = undefined;
});

async function serve(script: Script): Promise<ScriptedModel> {
  model = await startScriptedModel(script);
  return model;
}

const usage = { input: 1000, cachedInput: 100, output: 20, reasoning: 3 };

function post(url: string, path: string, body: unknown): Promise<Response> {
  return fetch(`${url}${path}`, { method: "POST", body: JSON.stringify(body) });
}

/** The data of a stream's events, in order. */
async function eventsOf(response: Response): Promise<Record<string, unknown>[]> {
  const frames = (await response.text()).split("\n\n").filter((frame) => frame !== "");
  return frames.map((frame) => JSON.parse(frame.slice(frame.indexOf("data: ") + 6)) as Record<string, unknown>);
}

test("Responses are streamed as the official client reads them, with both kinds of tool calls", async () => {
  const { url, served } = await serve(() => ({
    reasoning: "Which tool?",
    text: "Both.",
    calls: [
      { name: "exec_command", input: { cmd: "ls" } },
      { name: "apply_patch", input: "*** Begin Patch" },
    ],
    usage,
  }));
  const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: "test-key", maxRetries: 0 });
  const stream = openai.responses.stream({ model: "m", input: "Go", tools: [{ type: "custom", name: "apply_patch" }] });
  const whole = await stream.finalResponse();
  expect(whole.output.map((item) => item.type)).toEqual(["reasoning", "message", "function_call", "custom_tool_call"]);
  expect(whole.output_text).toBe("Both.");
  expect(whole.output).toContainEqual(expect.objectContaining({ name: "apply_patch", input: "*** Begin Patch" }));
  expect(whole.output).toContainEqual(expect.objectContaining({ name: "exec_command", arguments: '{"cmd":"ls"}' }));
  expect(whole.usage).toMatchObject({ input_tokens: 1000, output_tokens: 20, total_tokens: 1020 });
  expect(served).toMatchObject([{ protocol: "responses", streamed: true, usage }]);
});

test("Messages are streamed block by block, with cached input counted apart", async () => {
  const { url } = await serve(() => ({
    reasoning: "Hm.",
    text: "Reading.",
    calls: [{ name: "Read", input: { file: "a" } }],
    usage,
  }));
  const events = await eventsOf(
    await post(url, "/v1/messages", { stream: true, messages: [{ role: "user", content: "Go" }] }),
  );
  const joined = (type: string, field: string) =>
    events
      .map((event) => event["delta"] as Record<string, unknown> | undefined)
      .filter((delta) => delta?.["type"] === type)
      .map((delta) => delta?.[field])
      .join("");
  expect(joined("thinking_delta", "thinking")).toBe("Hm.");
  expect(joined("text_delta", "text")).toBe("Reading.");
  expect(joined("input_json_delta", "partial_json")).toBe('{"file":"a"}');
  expect(events[0]).toMatchObject({ message: { usage: { input_tokens: 900, cache_read_input_tokens: 100 } } });
  expect(events.at(-2)).toMatchObject({ delta: { stop_reason: "tool_use" }, usage: { output_tokens: 20 } });
  expect(events.at(-1)).toEqual({ type: "message_stop" });
});

test("Messages that are not streamed hold the same blocks", async () => {
  const { url } = await serve(() => ({ text: "Reading.", calls: [{ name: "Read", input: { file: "a" } }], usage }));
  const answer = await (await post(url, "/v1/messages", { messages: [{ role: "user", content: "Go" }] })).json();
  expect(answer).toMatchObject({
    content: [
      { type: "text", text: "Reading." },
      { type: "tool_use", name: "Read", input: { file: "a" } },
    ],
    stop_reason: "tool_use",
    usage: { input_tokens: 900, cache_read_input_tokens: 100, output_tokens: 20 },
  });
});

const messagesBody = {
  system: [{ type: "text", text: "Be good." }],
  tools: [{ name: "Bash" }],
  messages: [
    { role: "user", content: "First" },
    { role: "assistant", content: [{ type: "text", text: "Yes." }] },
    { role: "user", content: [{ type: "text", text: "Second" }] },
    { role: "assistant", content: [{ type: "tool_use", id: "t1", name: "Bash", input: {} }] },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "t1", content: [{ type: "text", text: "ok" }] },
        { type: "text", text: "a reminder" },
      ],
    },
  ],
};
const responsesBody = {
  instructions: "Be good.",
  input: [
    { type: "additional_tools", tools: [{ type: "namespace", name: "f", tools: [{ type: "custom", name: "Bash" }] }] },
    { type: "message", role: "user", content: [{ type: "input_text", text: "First" }] },
    { type: "message", role: "assistant", content: [{ type: "output_text", text: "Yes." }] },
    { type: "message", role: "user", content: [{ type: "input_text", text: "Second" }] },
    { type: "reasoning", summary: [] },
    { type: "custom_tool_call", call_id: "t1", name: "Bash", input: "ls" },
    { type: "custom_tool_call_output", call_id: "t1", output: [{ type: "input_text", text: "ok" }] },
  ],
};

test.each([
  ["messages", "/v1/messages", messagesBody],
  ["responses", "/v1/responses", responsesBody],
] as const)("a script sees the same conversation in %s", async (protocol, path, body) => {
  let seen: ScriptRequest | undefined;
  const { url } = await serve((request) => {
    seen = request;
    return { text: "Fine." };
  });
  await post(url, path, { ...body, model: "m" });
  expect(seen).toMatchObject({
    protocol,
    model: "m",
    system: "Be good.",
    user: "First\nSecond",
    lastUser: "Second",
    toolResults: [{ name: "Bash", text: "ok" }],
    turn: 1,
    attempt: 1,
    tools: ["Bash"],
    schema: null,
  });
});

const paths = { chat: "/v1/chat/completions", messages: "/v1/messages", responses: "/v1/responses" } as const;
const statuses = [400, 401, 404, 400, 429, 429, 500, 529];

test.each(Object.values(paths))("%s fails with the status of each kind of failure", async (path) => {
  const { url, served } = await serve(({ lastUser }) => ({
    misbehave: {
      kind: failureKinds[Number(lastUser)] ?? "bad-request",
      retryAfterSeconds: 7,
      headers: { "x-why": "test" },
    },
  }));
  for (const [index, status] of statuses.entries()) {
    const content = String(index);
    const body = { messages: [{ role: "user", content }], input: [{ type: "message", role: "user", content }] };
    const response = await post(url, path, body);
    expect(response.status).toBe(status);
    expect(response.headers.get("retry-after")).toBe("7");
    expect(response.headers.get("x-why")).toBe("test");
    expect(await response.json()).toHaveProperty("error.message");
  }
  expect(served.map(({ outcome }) => outcome)).toEqual([...failureKinds]);
});

const body = { stream: true, messages: [{ role: "user", content: "Go" }], input: "Go" };
const long = { text: "A text that is long enough to be told in pieces", usage };

test.each(Object.values(paths))("%s breaks off where it is told to", async (path) => {
  const { url } = await serve(({ model: kind }) => ({
    ...long,
    misbehave: { kind: kind as (typeof brokenKinds)[number] },
  }));
  const cut = await post(url, path, { ...body, model: "cut" });
  expect(cut.status).toBe(200);
  expect(await cut.text().catch(() => "cut off")).toBe("cut off");
  const eof = await (await post(url, path, { ...body, model: "eof" })).text();
  expect(eof).toContain("data: ");
  expect(eof).not.toMatch(/DONE|message_stop|response\.completed/);
  const malformed = await (await post(url, path, { ...body, model: "malformed" })).text();
  expect(() => JSON.parse(malformed.trimEnd().split("data: ").at(-1) ?? "")).toThrow();
  const failed = await (await post(url, path, { ...body, model: "stream-error" })).text();
  expect(failed).toContain("error");
});

test.each(["hang", "stall"])("an answer that %ss ends with the client's patience", async (kind) => {
  const gone = Promise.withResolvers<void>();
  const { url, served } = await serve(({ aborted }) => {
    aborted.addEventListener("abort", () => gone.resolve());
    return { ...long, misbehave: { kind: kind as "hang" | "stall" } };
  });
  const patience = new AbortController();
  const request = fetch(`${url}${paths.chat}`, { method: "POST", body: JSON.stringify(body), signal: patience.signal });
  const answer = request
    .then((response) => response.text())
    .then(
      () => "answered",
      () => "gave up",
    );
  if (kind === "stall") await request;
  while (served.length === 0) await Bun.sleep(1);
  patience.abort();
  expect(await answer).toBe("gave up");
  await gone.promise;
});

test("a whole answer that is no success says so in each protocol", async () => {
  const { url } = await serve(({ model: kind }) => ({
    ...long,
    misbehave: { kind: kind as "refusal" | "max-tokens" },
  }));
  const ends: unknown[] = [];
  for (const kind of ["refusal", "max-tokens"]) {
    const ask = { messages: body.messages, input: "Go", model: kind };
    const chat = (await (await post(url, paths.chat, ask)).json()) as { choices: { finish_reason: string }[] };
    const messages = (await (await post(url, paths.messages, ask)).json()) as { stop_reason: string };
    const responses = (await (await post(url, paths.responses, ask)).json()) as { status: string };
    ends.push([chat.choices[0]?.finish_reason, messages.stop_reason, responses.status]);
  }
  expect(ends).toEqual([
    ["content_filter", "refusal", "failed"],
    ["length", "max_tokens", "incomplete"],
  ]);
});

test("what is not served is a 404, and a script that throws is a 500", async () => {
  const { url } = await serve(() => {
    throw new Error("a bug of the script");
  });
  expect((await post(url, "/v1/embeddings", {})).status).toBe(404);
  expect((await fetch(`${url}/v1/models`)).status).toBe(200);
  const failed = await post(url, paths.chat, body);
  expect(failed.status).toBe(500);
  expect(await failed.text()).toContain("a bug of the script");
});
