import { expect, test } from "bun:test";
import { z } from "zod";
import type { Question } from "../../../src/agents/ask/ask.ts";
import { endpointAsk } from "../../../src/agents/openai/openai-ask.ts";
import { systemHost } from "../../../src/host/system.ts";
import { completion, loopback, reply } from "../ask/loopback.ts";

const host = systemHost();
const apiKey = "sk-very-secret-0123456789";
const never = new AbortController().signal;
const question: Question<{ mode: string }> = {
  name: "decision",
  system: "Decide.",
  prompt: "Fix the test",
  schema: z.object({ mode: z.enum(["focused", "parallel"]) }),
  timeoutMs: 20_000,
};
const focused = '{"mode":"focused"}';
const usage = { input: 300, cachedInput: 10, output: 7, reasoning: 2 };

/** Asks the server at `baseUrl` once, without the package's own retries. */
function askOnce(baseUrl: string, more: { model?: string | null; key?: string | null; retries?: number } = {}) {
  const endpoint = { baseUrl, apiKey: more.key === undefined ? apiKey : more.key };
  const model = more.model === undefined ? "tiny" : more.model;
  return endpointAsk(host, endpoint, model, { maxRetries: more.retries ?? 0 })(question, never);
}

test("endpointAsk() asks with the schema and gives what was answered, with its cost", async () => {
  await using server = await loopback(completion(focused));
  const answer = await askOnce(server.baseUrl);
  expect(answer).toEqual({ ok: true, value: { mode: "focused" }, usage, usd: null, model: "tiny-1" });
  const [request] = server.received;
  expect(server.received).toHaveLength(1);
  expect(request?.path).toBe("/v1/chat/completions");
  expect(request?.headers.authorization).toBe(`Bearer ${apiKey}`);
  expect(request?.body).toEqual({
    model: "tiny",
    messages: [
      { role: "system", content: "Decide." },
      { role: "user", content: "Fix the test" },
    ],
    stream: true,
    stream_options: { include_usage: true },
    response_format: {
      type: "json_schema",
      json_schema: {
        name: "decision",
        strict: true,
        schema: {
          type: "object",
          properties: { mode: { type: "string", enum: ["focused", "parallel"] } },
          required: ["mode"],
          additionalProperties: false,
        },
      },
    },
  });
});

test("endpointAsk() sends no authorization to a server that needs no key", async () => {
  await using server = await loopback(completion(focused));
  expect(await askOnce(server.baseUrl, { key: null })).toMatchObject({ ok: true });
  expect(server.received[0]?.headers.authorization).toBeUndefined();
});

test("endpointAsk() asks plainly when the endpoint knows no schemas", async () => {
  const refusal = reply(400, { error: { message: "response_format.type 'json_schema' is not supported" } });
  await using server = await loopback(refusal, completion(`Sure:\n\`\`\`json\n${focused}\n\`\`\``));
  expect(await askOnce(server.baseUrl)).toMatchObject({ ok: true, value: { mode: "focused" }, usage });
  const [, second] = server.received;
  expect(second?.body).not.toHaveProperty("response_format");
  expect(JSON.stringify(second?.body)).toContain("JSON Schema");
});

test("endpointAsk() asks the first model of an endpoint when none was named", async () => {
  const models = reply(200, { object: "list", data: [{ id: "local-7b" }, { id: "other" }] });
  await using server = await loopback(models, completion(focused));
  expect(await askOnce(server.baseUrl, { model: null })).toMatchObject({ ok: true });
  expect(server.received.map(({ path, body }) => body?.["model"] ?? path)).toEqual(["/v1/models", "local-7b"]);
});

test.each([
  [
    "401",
    reply(401, { error: { message: `Incorrect API key: ${apiKey}` } }),
    /answered 401 .*\[redacted\].*is OPENAI_API_KEY right/,
  ],
  [
    "404 with a page",
    reply(404, "<!DOCTYPE html><html><body>Not\nfound</body></html>"),
    /answered 404 .*web page.*\/v1/,
  ],
  ["429", reply(429, { error: { message: "Slow down" } }), /answered 429 Slow down/],
  ["500", reply(500, { error: { message: "Oops\nat line 1" } }), /answered 500 Oops at line 1/],
  ["503 without a body", reply(503, ""), /answered 503/],
  [
    "400 to anything",
    reply(400, { error: { message: "The model `tiny` is unknown" } }),
    /answered 400 The model `tiny`/,
  ],
  ["a page with 200", reply(200, `<html>Welcome, ${apiKey}</html>`), /web page/],
  ["JSON that is none", reply(200, '{"choices": [', { "content-type": "application/json" }), /broke off/],
  ["another document", reply(200, { hello: "world" }), /not a chat completion/],
  ["no choice", reply(200, { choices: [] }), /broke off/],
  ["a refusal", completion("", { message: { refusal: "I'd rather not" } }), /refused: I'd rather not/],
])("endpointAsk() says in one line that the endpoint failed: %s", async (_, answerWith, message) => {
  await using server = await loopback(answerWith);
  const answer = await askOnce(server.baseUrl);
  const text = JSON.stringify(answer);
  if (answer.ok) throw new Error(`It was taken as an answer: ${text}`);
  expect(answer.why).toBe("failed");
  expect(answer.message).toMatch(message);
  expect(answer.message).not.toMatch(/[\r\n]/);
  expect(text).not.toContain(apiKey);
});

test.each([
  ["prose", completion("I think focused is best."), /holds no JSON document/],
  ["nothing", completion(""), /is empty/],
  ["another shape", completion('{"mode":"sideways"}'), /wrong shape: mode: /],
  ["half of it", completion('{"mode":"foc', { finish: "length" }), /cut off at the model's output limit/],
])("endpointAsk() gives %s as a garbled answer, and counts what all tries cost", async (_, answerWith, message) => {
  await using server = await loopback(answerWith);
  const answer = await askOnce(server.baseUrl);
  expect(answer).toMatchObject({ ok: false, why: "garbled", message: expect.stringMatching(message) });
  expect(answer.usage.input).toBe(usage.input * server.received.length);
});

test("endpointAsk() doesn't ask again in words where answers have kept to the schema", async () => {
  await using server = await loopback(completion(focused), completion("I think focused is best."));
  const ask = endpointAsk(host, { baseUrl: server.baseUrl, apiKey }, "tiny");
  expect(await ask(question, never)).toMatchObject({ ok: true });
  expect(await ask(question, never)).toMatchObject({ ok: false, why: "garbled" });
  expect(server.received).toHaveLength(2);
});

test("endpointAsk() reports a reply that breaks off in the middle", async () => {
  await using server = await loopback((response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "5000" });
    response.write('{"choices":[{"message":{"content":"{');
    response.socket?.end();
  });
  const answer = await askOnce(server.baseUrl);
  expect(answer).toMatchObject({ ok: false, why: "failed", message: expect.stringContaining(server.baseUrl) });
});

test("endpointAsk() reports an endpoint that is not there", async () => {
  const server = await loopback(completion(focused));
  await server[Symbol.asyncDispose]();
  const answer = await askOnce(server.baseUrl);
  expect(answer).toMatchObject({ ok: false, why: "failed", message: expect.stringContaining("Cannot reach") });
});

test("endpointAsk() reports an address that is none, without what is secret in it", async () => {
  const answer = await askOnce("not a url");
  expect(answer).toMatchObject({ ok: false, why: "failed" });
  await using server = await loopback(reply(500, "no"));
  const hidden = await askOnce(server.baseUrl.replace("//", "//ada:hunter2@"));
  expect(JSON.stringify(hidden)).not.toContain("hunter2");
});

test("endpointAsk() asks again after a passing 429, and bounds all tries by one limit", async () => {
  const busy = reply(429, { error: { message: "Slow down" } }, { "retry-after-ms": "1" });
  await using server = await loopback(busy, completion(focused));
  expect(await askOnce(server.baseUrl, { retries: 2 })).toMatchObject({ ok: true });
  expect(server.received).toHaveLength(2);
});

test("endpointAsk() gives up when the time is over, and when the question is withdrawn", async () => {
  await using server = await loopback(() => {});
  const endpoint = { baseUrl: server.baseUrl, apiKey };
  const late = await endpointAsk(host, endpoint, "tiny")({ ...question, timeoutMs: 50 }, never);
  expect(late).toMatchObject({ ok: false, why: "timeout", message: expect.stringContaining("50 ms") });
  const withdrawn = await endpointAsk(host, endpoint, "tiny")(question, AbortSignal.abort());
  expect(withdrawn).toMatchObject({ ok: false, why: "failed", message: "The question was withdrawn" });
});

test("endpointAsk() takes nothing from the environment that was not given to it", async () => {
  const names = ["OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_BASE_URL"];
  for (const name of names) process.env[name] = `from-the-environment-${name}`;
  try {
    await using server = await loopback(completion(focused));
    expect(await askOnce(server.baseUrl, { key: null })).toMatchObject({ ok: true });
    expect(JSON.stringify(server.received[0]?.headers)).not.toContain("from-the-environment");
  } finally {
    for (const name of names) delete process.env[name];
  }
});
