import { describe, expect, test } from "bun:test";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { noUsage } from "../../src/core/usage.ts";
import type { Host } from "../../src/host/host.ts";
import { exportOtel, questionTraceVariables, runAsOtlp, traceVariables, wantsOtel } from "../../src/run/export-otel.ts";
import { testHost } from "../cli/test-host.ts";
import { sampleRun, streamOf } from "../report/sample-run.ts";

interface Post {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** A collector that answers as it is told, the last answer for ever. */
async function collector(...answers: ((response: ServerResponse) => void)[]) {
  const posts: Post[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const answer = answers[Math.min(posts.length, answers.length - 1)];
      posts.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(parts) });
      if (answer === undefined) response.end("{}");
      else answer(response);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const status =
  (code: number, headers: Record<string, string> = {}, text = "") =>
  (response: ServerResponse) =>
    void response.writeHead(code, headers).end(text);
const silent = () => {};

/** Exports the sample run's traces alone, so that there is one request at a time. Sleeping is noted and takes no time. */
async function exportTraces(url: string, more: Record<string, string> = {}) {
  const slept: number[] = [];
  const env = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${url}/own`, ...more };
  const host: Host = { ...testHost({ env }), sleep: async (ms) => void slept.push(ms) };
  return { wrong: await exportOtel(host, sampleRun), slept };
}

test.each([
  [{}, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "" }, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://c" }, true],
  [{ OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: "http://c" }, true],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://c", OTEL_SDK_DISABLED: "TRUE" }, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://c", OTEL_SDK_DISABLED: "no" }, true],
])("%j asks for an export: %p", (env, wanted) => {
  expect(wantsOtel(env)).toBe(wanted);
  const attempt = { story: "S1", attempt: 1, agent: "pi" };
  expect(Object.keys(traceVariables(env, "r", attempt))).toEqual(wanted ? ["TRACEPARENT"] : []);
  expect(Object.keys(questionTraceVariables(env, "r", [], "plan"))).toEqual(wanted ? ["TRACEPARENT"] : []);
});

test("each question of a name has a span of its own", () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://c" };
  const name = "plan";
  const body = { type: "model.answered", question: name, ok: true, ms: 1, usd: null, ...noUsage } as const;
  const answered = streamOf([[1, body]]);
  const of = (question: string) => questionTraceVariables(env, "r", answered, question)["TRACEPARENT"];
  expect(of(name)).not.toBe(questionTraceVariables(env, "r", [], name)["TRACEPARENT"]);
  expect(of("another")).toBe(questionTraceVariables(env, "r", [], "another")["TRACEPARENT"] as string);
});

describe("the resource", () => {
  const resourceOf = (env: Record<string, string>) => {
    const { traces } = runAsOtlp(env, sampleRun) as unknown as {
      traces: { resourceSpans: { resource: { attributes: { key: string; value: { stringValue?: string } }[] } }[] };
    };
    const attributes = traces.resourceSpans[0]?.resource.attributes ?? [];
    return Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));
  };
  test("is the person's: pairs, percent-encoded, what is none left out, the service's name before all", () => {
    const text = "team=a%20b , env = test,=none,alone,odd=%zz,service.name=x";
    expect(resourceOf({ OTEL_RESOURCE_ATTRIBUTES: text, OTEL_SERVICE_NAME: "mine" })).toMatchObject({
      team: "a b",
      env: "test",
      odd: "%zz",
      "service.name": "mine",
    });
    expect(resourceOf({ OTEL_RESOURCE_ATTRIBUTES: text })["service.name"]).toBe("x");
    expect(Object.keys(resourceOf({ OTEL_RESOURCE_ATTRIBUTES: text }))).not.toContain("");
    expect(Object.keys(resourceOf({ OTEL_RESOURCE_ATTRIBUTES: text }))).not.toContain("alone");
  });
});

describe("what is sent", () => {
  test("goes to the three addresses below the common one, as JSON, with the person's headers", async () => {
    await using sink = await collector();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `${sink.url}//`, OTEL_EXPORTER_OTLP_HEADERS: "x-key=a%2Cb" };
    expect(await exportOtel(testHost({ env }), sampleRun)).toEqual([]);
    expect(sink.posts.map(({ path }) => path).sort()).toEqual(["/v1/logs", "/v1/metrics", "/v1/traces"]);
    for (const { headers, body } of sink.posts) {
      expect(headers).toMatchObject({ "content-type": "application/json", "x-key": "a,b" });
      expect(headers["user-agent"]).toStartWith("baro/");
      expect(headers["content-encoding"]).toBeUndefined();
      expect(Object.keys(JSON.parse(body.toString()))).toHaveLength(1);
    }
  });

  test("a signal has an address, headers and a form of its own, or none at all", async () => {
    await using sink = await collector();
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${sink.url}/own`,
      OTEL_EXPORTER_OTLP_HEADERS: "x-key=all",
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: "x-key=traces",
      OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: "gzip",
      OTEL_LOGS_EXPORTER: "none",
    };
    expect(await exportOtel(testHost({ env }), sampleRun)).toEqual([]);
    const told = Object.fromEntries(sink.posts.map(({ path, headers }) => [path, headers["x-key"]]));
    expect(told).toEqual({ "/own": "traces", "/v1/metrics": "all" });
    const packed = sink.posts.find(({ path }) => path === "/own");
    expect(packed?.headers["content-encoding"]).toBe("gzip");
    expect(JSON.parse(gunzipSync(packed?.body ?? "").toString())).toHaveProperty("resourceSpans");
  });

  test("goes again after the time that a busy collector names, and no more often than that helps", async () => {
    for (const code of [429, 502, 503, 504]) {
      await using sink = await collector(status(code, { "retry-after": "1" }), status(200, {}, "{}"));
      expect(await exportTraces(sink.url)).toEqual({ wrong: [], slept: [1000] });
    }
    await using soon = await collector(status(429, { "retry-after": "0" }), status(200, {}, "{}"));
    expect((await exportTraces(soon.url)).slept).toEqual([100]);
    for (const wait of ["9", "3", "never"]) {
      await using late = await collector(status(503, { "retry-after": wait }), status(200, {}, "{}"));
      const { wrong, slept } = await exportTraces(late.url);
      expect([wrong, slept]).toEqual([[`Cannot export traces to ${late.url}: HTTP 503`], []]);
    }
    await using broken = await collector(status(500, { "retry-after": "1" }), status(200, {}, "{}"));
    expect((await exportTraces(broken.url)).wrong).toEqual([`Cannot export traces to ${broken.url}: HTTP 500`]);
  });

  test("a date says when, too", async () => {
    const soon = new Date(Date.now() + 1800).toUTCString();
    await using sink = await collector(status(503, { "retry-after": soon }), status(200, {}, "{}"));
    const { wrong, slept } = await exportTraces(sink.url);
    expect(wrong).toEqual([]);
    expect(slept[0]).toBeGreaterThanOrEqual(100);
    expect(slept[0]).toBeLessThanOrEqual(1800);
  });

  test("a collector that refuses the form gets the other one, once", async () => {
    await using sink = await collector(status(415), status(200, {}, "{}"));
    expect((await exportTraces(sink.url)).wrong).toEqual([]);
    expect(sink.posts.map(({ headers }) => headers["content-encoding"])).toEqual([undefined, "gzip"]);
    await using packed = await collector(status(415), status(200, {}, "{}"));
    await exportTraces(packed.url, { OTEL_EXPORTER_OTLP_COMPRESSION: "gzip" });
    expect(packed.posts.map(({ headers }) => headers["content-encoding"])).toEqual(["gzip", undefined]);
    await using never = await collector(status(415));
    expect((await exportTraces(never.url)).wrong).toEqual([
      `Cannot export traces to ${never.url}: HTTP 415, it does not accept JSON`,
    ]);
    expect(never.posts).toHaveLength(2);
  });
});

const html = { "content-type": "text/html; charset=utf-8" };

describe("what did not arrive is told with its cause", () => {
  test.each<[string, (response: ServerResponse) => void, string]>([
    ["another address", status(307, { location: "http://127.0.0.1:9/" }), "it redirects elsewhere (HTTP 307)"],
    ["nothing changed", status(304), "it redirects elsewhere (HTTP 304)"],
    ["a web page", status(200, html, "<p>Hello"), "it answers with a web page (HTTP 200)"],
    ["no such place", status(404), "HTTP 404"],
    ["a bad request", status(400), "HTTP 400"],
    [
      "spans that were refused",
      status(200, {}, partly({ rejectedSpans: "3", errorMessage: "too old" })),
      "it refused 3: too old",
    ],
    ["points, without a reason", status(200, {}, partly({ rejectedDataPoints: 1 })), "it refused 1: no reason given"],
    ["no answer", silent, "no answer in 60 ms"],
  ])("%s", async (_what, answer, why) => {
    await using sink = await collector(answer);
    const { wrong } = await exportTraces(sink.url, answer === silent ? { OTEL_EXPORTER_OTLP_TIMEOUT: "60" } : {});
    expect(wrong).toEqual([`Cannot export traces to ${sink.url}: ${why}`]);
  });

  test.each([partly({}), partly({ rejectedSpans: 0, errorMessage: "mind this" }), "[]", "null", "no JSON", ""])(
    "%j is no refusal",
    async (text) => {
      await using sink = await collector(status(200, {}, text));
      expect((await exportTraces(sink.url)).wrong).toEqual([]);
    },
  );

  test("one sentence for all signals with the same cause", async () => {
    await using sink = await collector(status(500));
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url };
    expect(await exportOtel(testHost({ env }), sampleRun)).toEqual([
      `Cannot export traces, metrics and logs to ${sink.url}: HTTP 500`,
    ]);
  });

  test("what can't be sent at all", async () => {
    expect((await exportTraces("ftp://127.0.0.1")).wrong).toEqual([
      'Cannot export traces: "ftp://127.0.0.1/own" is not an address that begins with http:// or https://',
    ]);
    expect((await exportTraces("collector:4318")).wrong[0]).toContain("is not an address");
    expect((await exportTraces("http://127.0.0.1:1", { OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" })).wrong).toEqual([
      "Cannot export traces: baro speaks OTLP over HTTP, and OTEL_EXPORTER_OTLP_PROTOCOL asks for grpc",
    ]);
  });
});

function partly(partialSuccess: object): string {
  return JSON.stringify({ partialSuccess });
}
