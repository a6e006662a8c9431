import { expect, test } from "bun:test";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Misbehaviour, Script } from "../../../src/demo/scripted/script.ts";
import { scratchRepository } from "../../support/scratch.ts";
import { chunk, rawServer, runAgainst, runScript, sse } from "./rig.ts";

const done = { text: "Done." };
const once =
  (misbehave: Misbehaviour): Script =>
  ({ attempt }) =>
    attempt === 1 ? { ...done, misbehave } : done;
const always =
  (misbehave: Misbehaviour): Script =>
  () => ({ ...done, misbehave });

test.each([
  ["unauthorized", "auth", "is OPENAI_API_KEY right?"],
  ["not-found", "request", "is the model's name right"],
  ["bad-request", "request", "Invalid value for 'temperature'"],
  ["usage-limit", "usage_limit", "exceeded your current quota"],
  ["context-overflow", "context", "maximum context length"],
] as const)("%s ends the session at once as %s", async (kind, why, message) => {
  using repository = scratchRepository();
  const said = await runScript(always({ kind }), repository.path, { maxRetries: 3 });
  expect(said.finished).toMatchObject({ ok: false, why });
  expect(said.all("agent.error")).toHaveLength(1);
  expect(said.all("agent.error")[0]?.message).toContain(message);
  expect(said.all("agent.retry")).toEqual([]);
  expect(said.served).toHaveLength(1);
});

test.each([
  ["rate-limit", "HTTP 429"],
  ["server-error", "HTTP 500"],
  ["overloaded", "HTTP 529"],
] as const)("%s is retried, and the retry is told", async (kind, why) => {
  using repository = scratchRepository();
  const script = once({ kind, headers: { "retry-after-ms": "5" } });
  const said = await runScript(script, repository.path, { maxRetries: 2 });
  expect(said.finished.why).toBe("done");
  expect(said.all("agent.retry")).toEqual([{ type: "agent.retry", attempt: 1, waitMs: 5, why }]);
  expect(said.all("agent.usage")[0]?.requests).toBe(2);
});

test.each([
  ["rate-limit", "rate_limit"],
  ["server-error", "overloaded"],
  ["overloaded", "overloaded"],
] as const)("%s for ever ends as %s once the retries are used up", async (kind, why) => {
  using repository = scratchRepository();
  const script = always({ kind, headers: { "retry-after-ms": "5" } });
  const said = await runScript(script, repository.path, { maxRetries: 2 });
  expect(said.finished.why).toBe(why);
  expect(said.all("agent.retry").map(({ attempt }) => attempt)).toEqual([1, 2]);
  expect(said.served).toHaveLength(3);
});

test("a limit that is lifted in an hour is not waited for, and says when", async () => {
  using repository = scratchRepository();
  const before = Date.now();
  const said = await runScript(always({ kind: "rate-limit", retryAfterSeconds: 3600 }), repository.path, {
    maxRetries: 3,
  });
  expect(said.finished.why).toBe("rate_limit");
  expect(said.served).toHaveLength(1);
  const resetAt = Date.parse(said.all("agent.error")[0]?.resetAt ?? "");
  expect(resetAt).toBeGreaterThanOrEqual(before + 3600_000);
  expect(resetAt).toBeLessThan(before + 3660_000);
});

test("a subscription's limit says when it is lifted", async () => {
  using repository = scratchRepository();
  const resetAtSeconds = Math.round(Date.now() / 1000) + 5 * 86_400;
  const said = await runScript(always({ kind: "usage-limit", resetAtSeconds }), repository.path);
  expect(said.finished.why).toBe("usage_limit");
  expect(said.all("agent.error")[0]?.resetAt).toBe(new Date(resetAtSeconds * 1000).toISOString());
});

test.each(["cut", "eof", "malformed", "stream-error"] as const)(
  "a stream that ends as %s is asked for again",
  async (kind) => {
    using repository = scratchRepository();
    const said = await runScript(once({ kind }), repository.path, { maxRetries: 1 });
    expect(said.finished.why).toBe("done");
    expect(said.all("agent.retry")).toHaveLength(1);
    expect(said.all("agent.text")).toEqual([{ type: "agent.text", text: "Done." }]);
  },
);

test.each([
  ["cut", "network"],
  ["eof", "network"],
  ["malformed", "network"],
] as const)("a stream that always ends as %s fails as %s", async (kind, why) => {
  using repository = scratchRepository();
  const said = await runScript(always({ kind }), repository.path, { maxRetries: 1 });
  expect(said.finished).toMatchObject({ ok: false, why });
  expect(said.all("agent.text")).toEqual([]);
  expect(said.served).toHaveLength(2);
});

test.each(["hang", "stall"] as const)("an endpoint that %ss is given up when its silence is too long", async (kind) => {
  using repository = scratchRepository();
  const said = await runScript(always({ kind }), repository.path, { limits: { silenceMs: 150 }, maxRetries: 3 });
  expect(said.finished).toMatchObject({ ok: false, why: "stalled" });
  expect(said.all("agent.error")[0]?.message).toContain("said nothing for 150 ms");
});

test("a slow endpoint is waited for as long as it speaks", async () => {
  using repository = scratchRepository();
  await using server = await rawServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    let sent = 0;
    const timer = setInterval(() => {
      if (sent++ < 8) return void response.write(sse(chunk({ content: `${sent} ` })));
      clearInterval(timer);
      response.end(sse(chunk({}, "stop")) + sse("[DONE]"));
    }, 40);
  });
  const said = await runAgainst(server.baseUrl, repository.path, { limits: { silenceMs: 250 } });
  expect(said.finished.why).toBe("done");
  expect(said.all("agent.text")[0]?.text).toBe("1 2 3 4 5 6 7 8 ");
});

test("an endpoint that is down is a network error that names it", async () => {
  using repository = scratchRepository();
  let baseUrl = "";
  {
    await using server = await rawServer(() => {});
    baseUrl = server.baseUrl;
  }
  const said = await runAgainst(baseUrl, repository.path, { maxRetries: 1 });
  expect(said.finished).toMatchObject({ ok: false, why: "network" });
  expect(said.all("agent.error")[0]?.message).toStartWith(`Cannot reach ${baseUrl}: `);
  expect(said.all("agent.retry")).toHaveLength(1);
});

test.each([200, 404, 502])("a web page with status %d is said to be one", async (status) => {
  using repository = scratchRepository();
  await using server = await rawServer((_request, response) => {
    response.writeHead(status, { "content-type": "text/html" });
    response.end(`<!DOCTYPE html><html><body>${"nothing here ".repeat(20_000)}</body></html>`);
  });
  const said = await runAgainst(server.baseUrl, repository.path);
  expect(said.finished.why).toBe(status === 502 ? "overloaded" : "request");
  const message = said.all("agent.error")[0]?.message ?? "";
  expect(message).toMatch(/web page|text\/html/);
  expect(message).not.toContain("nothing here");
});

test("a model list that is a web page is an error, not a model's name", async () => {
  using repository = scratchRepository();
  await using server = await rawServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<html></html>");
  });
  const said = await runAgainst(server.baseUrl, repository.path, { model: null });
  expect(said.all("agent.error")[0]?.message).toContain("lists no model: name one, as in --agent openai:MODEL");
});

test("a refusal and a content filter end the session as refused", async () => {
  using repository = scratchRepository();
  const said = await runScript(always({ kind: "refusal" }), repository.path);
  expect(said.finished).toMatchObject({ ok: false, why: "refused" });
  await using server = await rawServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(sse(chunk({ content: "I" })) + sse(chunk({}, "content_filter")) + sse("[DONE]"));
  });
  const filtered = await runAgainst(server.baseUrl, repository.path);
  expect(filtered.finished).toMatchObject({ ok: false, why: "refused" });
});

test("an answer that reaches the output limit is gone on with, but not for ever", async () => {
  using repository = scratchRepository();
  const kind = "max-tokens" as const;
  const said = await runScript(({ lastUser }) => {
    return lastUser.startsWith("You were cut off") ? done : { text: "Half", misbehave: { kind } };
  }, repository.path);
  expect(said.finished.why).toBe("done");
  expect(said.all("agent.notice").map(({ message }) => message)).toEqual([
    "The answer reached the output limit: the model is asked to go on",
  ]);
  const lost = await runScript(() => ({ text: "Half", misbehave: { kind } }), repository.path);
  expect(lost.finished).toMatchObject({ ok: false, why: "context" });
  expect(lost.served).toHaveLength(4);
});

test("an empty answer is asked about once", async () => {
  using repository = scratchRepository();
  const said = await runScript(() => ({ text: "" }), repository.path);
  expect(said.finished).toMatchObject({ ok: false, why: "unknown" });
  expect(said.served).toHaveLength(2);
});

test("a full context is made room in by leaving out the oldest outputs, once", async () => {
  using repository = scratchRepository({ "big.txt": "old\n".repeat(5000), "new.txt": "new\n" });
  const script: Script = ({ turn, toolResults, attempt }) => {
    if (turn === 0) return { calls: [{ name: "read_file", input: { path: "big.txt" } }] };
    if (turn === 1) return { calls: [{ name: "read_file", input: { path: "new.txt" } }] };
    const full = toolResults.some(({ text }) => text.startsWith("old"));
    expect(attempt).toBe(1);
    return full ? { misbehave: { kind: "context-overflow" } } : { text: toolResults.at(-1)?.text ?? "" };
  };
  const said = await runScript(script, repository.path);
  expect(said.finished.why).toBe("done");
  expect(said.all("agent.text")[0]?.text).toBe("new\n");
  expect(said.all("agent.notice")).toHaveLength(1);
});

test("an endpoint that counts no tokens is said once, and its tokens are estimated", async () => {
  using repository = scratchRepository();
  let requests = 0;
  await using server = await rawServer((_request, response) => {
    requests++;
    response.writeHead(200, { "content-type": "text/event-stream" });
    const call = { index: 0, id: "c1", function: { name: "list_files", arguments: "{}" } };
    const turn = requests < 3 ? chunk({ tool_calls: [call] }, "tool_calls") : chunk({ content: "ok" }, "stop");
    response.end(sse(turn) + sse("[DONE]"));
  });
  const said = await runAgainst(server.baseUrl, repository.path);
  expect(said.finished.why).toBe("done");
  expect(said.all("agent.usage").map(({ estimated, requests }) => ({ estimated, requests }))).toEqual(
    Array(3).fill({ estimated: true, requests: 1 }),
  );
  expect(said.all("agent.usage").every(({ input, output }) => input > 100 && output > 0)).toBe(true);
  expect(said.all("agent.notice")).toHaveLength(1);
  // The endpoint gave both calls the same id; each of ours is its own.
  expect(said.all("agent.tool.called")).toHaveLength(2);
});

test("an endpoint that refuses stream_options is asked without them", async () => {
  using repository = scratchRepository();
  await using server = await rawServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    if (body.includes("stream_options")) {
      response.writeHead(400, { "content-type": "application/json" });
      return void response.end(JSON.stringify({ error: { message: "Unknown field: stream_options" } }));
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(sse(chunk({ content: "ok" }, "stop")) + sse("[DONE]"));
  });
  const said = await runAgainst(server.baseUrl, repository.path);
  expect(said.finished.why).toBe("done");
});

test("lines that are no chunk are kept as unknown", async () => {
  using repository = scratchRepository();
  await using server = await rawServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(sse({ choices: "odd" }) + sse(chunk({ content: "ok" }, "stop")) + sse("[DONE]"));
  });
  const said = await runAgainst(server.baseUrl, repository.path);
  expect(said.all("agent.unknown")).toEqual([{ type: "agent.unknown", line: '{"choices":"odd"}' }]);
  expect(said.finished.why).toBe("done");
});

test("an answer without end is stopped", async () => {
  using repository = scratchRepository();
  await using server = await rawServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const more = () => {
      while (!response.destroyed && response.write(sse(chunk({ content: "again and ".repeat(5000) }))));
    };
    response.on("drain", more);
    more();
  });
  const said = await runAgainst(server.baseUrl, repository.path);
  expect(said.finished).toMatchObject({ ok: false, why: "request" });
  expect(said.all("agent.error")[0]?.message).toContain("characters long");
});

test("the key is sent, and no error and no child holds it; what the model said stays as it was", async () => {
  using repository = scratchRepository();
  using logs = scratchRepository();
  const apiKey = "sk-4f9d0123456789abcdef";
  process.env["OPENAI_API_KEY"] = apiKey;
  let requests = 0;
  let authorization: string | undefined;
  await using server = await rawServer((request, response) => {
    authorization = request.headers.authorization;
    if (requests++ > 0) {
      response.writeHead(401, { "content-type": "application/json" });
      return void response.end(JSON.stringify({ error: { message: `Incorrect API key provided: ${apiKey}` } }));
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    const command = JSON.stringify({ command: `env; echo "leak ${apiKey}"` });
    const call = { index: 0, id: "c1", function: { name: "run_command", arguments: command } };
    response.end(sse(chunk({ tool_calls: [call] }, "tool_calls")) + sse("[DONE]"));
  });
  try {
    const said = await runAgainst(server.baseUrl, repository.path, { apiKey, task: { logDir: logs.path } });
    expect(authorization).toBe(`Bearer ${apiKey}`);
    expect(said.finished.why).toBe("auth");
    expect(said.all("agent.error")[0]?.message).toContain("Incorrect API key provided: [redacted]");
    const output = said.all("agent.tool.finished")[0]?.output ?? "";
    expect(output).toContain(`leak ${apiKey}`);
    expect(output).not.toContain("OPENAI_API_KEY");
    const session = said.all("agent.session")[0]?.session;
    const transcript = join(logs.path, `session-${session}.jsonl`);
    expect(readFileSync(transcript, "utf8")).toContain(`leak ${apiKey}`);
    expect(statSync(transcript).mode & 0o777).toBe(0o600);
  } finally {
    delete process.env["OPENAI_API_KEY"];
  }
});
