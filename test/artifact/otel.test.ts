import { expect, test } from "bun:test";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { planText, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: Sent;
}

/** Of OTLP, what these tests read. */
interface Sent {
  resourceSpans: [{ scopeSpans: [{ spans: SentSpan[] }] }];
  resourceMetrics: [{ scopeMetrics: [{ metrics: { name: string; sum?: { dataPoints: { asDouble: number }[] } }[] }] }];
}
interface SentSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Record<string, unknown> }[];
}

/** A collector that takes OTLP over HTTP, and answers as it is told. */
async function startCollector(answer: { status?: number; headers?: Record<string, string>; body?: string } = {}) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const bytes = Buffer.concat(parts);
      const text = request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes;
      received.push({ path: request.url ?? "", headers: request.headers, body: JSON.parse(text.toString("utf8")) });
      response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
      response.end(answer.body ?? "{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    received,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    of: (signal: string) => received.filter(({ path }) => path === `/v1/${signal}`).map(({ body }) => body),
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const spansIn = (sent: Sent | undefined): SentSpan[] => sent?.resourceSpans[0].scopeSpans[0].spans ?? [];
const attribute = (span: SentSpan | undefined, key: string) =>
  Object.values(span?.attributes.find((one) => one.key === key)?.value ?? {})[0];

async function conductTwo(env: Record<string, string>) {
  await using endpoint = await scriptedEndpoint({
    stories: { First: [writing({ "a.txt": "a secret thought\n" })], Second: [writing({ "b.txt": "b1\n" })] },
  });
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n", "check.sh": "grep -q . a.txt\n" });
  const call = (args: string[], stdin?: string) =>
    runArtifact({
      args,
      cwd: repo.path,
      env: { ...state.env, ...endpoint.env, ...env },
      ...(stdin === undefined ? {} : { stdin }),
    });
  const plan = planText("parallel", [
    story("S1", { title: "First", brief: "Think of a secret", writes: ["a.txt"] }),
    story("S2", { title: "Second", writes: ["b.txt"] }),
  ]);
  const ended = await call(["conduct", "-", "--agent", "openai", "--verify", "sh check.sh", "--json"], plan);
  return {
    ended,
    call,
    [Symbol.dispose]: () => {
      repo[Symbol.dispose]();
      state[Symbol.dispose]();
    },
  };
}

const parent = `00-${"ab".repeat(16)}-${"cd".repeat(8)}-01`;

test("a run is exported as a tree of spans in the caller's trace, with figures and without words; again by name it is the same", async () => {
  await using collector = await startCollector();
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
    OTEL_EXPORTER_OTLP_HEADERS: "x-key=a%20b",
    OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
    OTEL_RESOURCE_ATTRIBUTES: "team=core",
    TRACEPARENT: parent,
  };
  using run = await conductTwo(env);
  expect(run.ended.exitCode).toBe(0);
  expect(run.ended.stderr).not.toContain("Cannot export");
  expect(collector.received.map(({ path }) => path).sort()).toEqual(["/v1/logs", "/v1/metrics", "/v1/traces"]);
  expect(collector.received.every(({ headers }) => headers["x-key"] === "a b")).toBe(true);
  const [traces] = collector.of("traces");
  const spans = spansIn(traces);
  const [root] = spans;
  expect(root).toMatchObject({ name: "invoke_workflow baro", traceId: "ab".repeat(16), parentSpanId: "cd".repeat(8) });
  const ids = new Map(spans.map((span) => [span.spanId, span]));
  expect(ids.size).toBe(spans.length);
  for (const span of spans.slice(1)) expect(ids.has(span.parentSpanId ?? ""), span.name).toBe(true);
  for (const span of spans)
    expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano), span.name).toBe(true);
  const names = spans.map(({ name }) => name);
  for (const name of [
    "plan",
    "story S1",
    "story S2",
    "invoke_agent openai",
    "execute_tool write_file",
    "check",
    "merge",
    "deliver",
  ]) {
    expect(names).toContain(name);
  }
  const tool = spans.find(({ name }) => name === "execute_tool write_file");
  expect(ids.get(tool?.parentSpanId ?? "")?.name).toBe("invoke_agent openai");
  expect(attribute(root, "baro.outcome")).toBe("delivered");
  const [finished] = eventsOf(run.ended.events, "run.finished");
  expect(Number(attribute(root, "gen_ai.usage.input_tokens"))).toBe(finished?.usage.input ?? -1);
  const metrics = collector.of("metrics")[0]?.resourceMetrics[0].scopeMetrics[0].metrics;
  const tokens = metrics?.find(({ name }) => name === "baro.tokens")?.sum?.dataPoints ?? [];
  expect(tokens.map(({ asDouble }) => asDouble)).toEqual([finished?.usage.input ?? -1, finished?.usage.output ?? -1]);
  expect(JSON.stringify(collector.received)).not.toContain("secret");

  const again = await run.call(["otel"]);
  expect(again.exitCode).toBe(0);
  expect(spansIn(collector.of("traces")[1])).toEqual(spans);
  const printed = await run.call(["otel", "--json"]);
  expect(spansIn(JSON.parse(printed.stdout).traces)).toEqual(spans);
}, 60_000);

test.each([
  ["is down", () => null, "connect"],
  ["refuses", () => ({ status: 503 }), "HTTP 503"],
  ["sends elsewhere", () => ({ status: 302, headers: { location: "http://127.0.0.1:9/" } }), "it sends elsewhere"],
  ["takes a part", () => ({ body: '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}' }), "too old"],
])(
  "a collector that %s costs a notice and nothing else",
  async (_, answer, said) => {
    const told = answer();
    await using collector = await startCollector(told ?? {});
    const url = told === null ? "http://127.0.0.1:1" : collector.url;
    using run = await conductTwo({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
    expect(run.ended.exitCode).toBe(0);
    expect(run.ended.stderr.toLowerCase()).toContain(said.toLowerCase());
    const asked = await run.call(["otel"]);
    expect(asked.exitCode).toBe(1);
    expect(asked.stderr).toContain("Cannot export traces");
  },
  60_000,
);

test("without a collector nothing is sent, and asking for it says what to set", async () => {
  using run = await conductTwo({});
  expect(run.ended.exitCode).toBe(0);
  const asked = await run.call(["otel"]);
  expect(asked.exitCode).toBe(2);
  expect(asked.stderr).toContain("OTEL_EXPORTER_OTLP_ENDPOINT");
  const grpc = await run.call(["otel", "--help"]);
  expect(grpc.stdout).toContain("OpenTelemetry");
}, 60_000);
