import { expect, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { runFolder } from "../../src/store/run-folder.ts";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { planText, running, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

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

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** It takes what comes and never says a word. */
  hangs?: boolean;
}

/** A collector that takes OTLP over HTTP, and answers as it is told; the last answer holds for all that comes after. */
async function startCollector(...answers: Answer[]) {
  const answered = new Map<string, number>();
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const bytes = Buffer.concat(parts);
      const text = request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes;
      received.push({ path: request.url ?? "", headers: request.headers, body: JSON.parse(text.toString("utf8")) });
      const count = answered.get(request.url ?? "") ?? 0;
      answered.set(request.url ?? "", count + 1);
      const answer = answers[Math.min(count, answers.length - 1)] ?? {};
      if (answer.hangs === true) return;
      response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
      response.end(answer.body ?? "{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    received,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    of: (signal: string) => received.filter(({ path }) => path === `/v1/${signal}`).map(({ body }) => body),
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
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
  ["sends elsewhere", () => ({ status: 302, headers: { location: "http://127.0.0.1:9/" } }), "it redirects elsewhere"],
  ["is busy for long", () => ({ status: 429, headers: { "retry-after": "3600" } }), "HTTP 429"],
  ["never answers", () => ({ hangs: true }), "no answer in 500 ms"],
  [
    "takes a part, and says so in gzip",
    () => ({
      headers: { "content-encoding": "gzip" },
      body: gzipSync('{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}'),
    }),
    "too old",
  ],
  [
    "is a login page",
    () => ({ headers: { "content-type": "text/html; charset=utf-8" }, body: "<html>" }),
    "a web page",
  ],
  ["takes no JSON", () => ({ status: 415 }), "it does not accept JSON"],
  ["takes a part", () => ({ body: '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}' }), "too old"],
])(
  "a collector that %s costs a notice and nothing else",
  async (_, answer, said) => {
    const told: Answer | null = answer();
    await using collector = await startCollector(told ?? {});
    const url = told === null ? "http://127.0.0.1:1" : collector.url;
    const patience = told !== null && "hangs" in told ? { OTEL_EXPORTER_OTLP_TIMEOUT: "500" } : {};
    using run = await conductTwo({ OTEL_EXPORTER_OTLP_ENDPOINT: url, ...patience });
    expect(run.ended.exitCode).toBe(0);
    expect(run.ended.stderr.toLowerCase()).toContain(said.toLowerCase());
    const asked = await run.call(["otel"]);
    expect(asked.exitCode).toBe(1);
    // The same of all three is said once.
    expect(asked.stderr).toMatch(/^error: Cannot export traces(, metrics and logs)?\b.*\n$/);
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

test("a collector that wants it packed gets it packed", async () => {
  await using collector = await startCollector({ status: 415 }, {});
  using run = await conductTwo({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  expect(run.ended.stderr).not.toContain("Cannot export");
  const encodings = collector.received.filter(({ path }) => path === "/v1/traces").map(({ headers }) => headers);
  expect(encodings.map((headers) => headers["content-encoding"])).toEqual([undefined, "gzip"]);
}, 60_000);

test("a collector that is busy for a moment gets it again; one that takes all with a warning has it", async () => {
  const busy = { status: 429, headers: { "retry-after": "0" } };
  await using collector = await startCollector(busy, { body: '{"partialSuccess":{"errorMessage":"old fields"}}' });
  using run = await conductTwo({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  expect(run.ended.stderr).not.toContain("Cannot export");
  expect(collector.of("traces")).toHaveLength(2);
  expect(collector.of("traces")[1]).toEqual(collector.of("traces")[0] as Sent);
}, 60_000);

/** Spans as a tree, a line each: what one is called, and how it ended. */
function drawn(spans: readonly SentSpan[], parent: string | undefined, indent = ""): string[] {
  return spans
    .filter(({ parentSpanId }) => parentSpanId === parent)
    .flatMap((span) => {
      const reason = attribute(span, "baro.attempt.reason");
      const said = reason === undefined ? "" : ` (${String(reason)})`;
      return [`${indent}${span.name}${said}`, ...drawn(spans, span.spanId, `${indent}  `)];
    });
}

test("a parallel run with a retry, cut off and resumed, is one tree whose spans keep their names", async () => {
  await using collector = await startCollector();
  let held = true;
  const firstTurns = [writing({ "a.txt": "half\n" }), { text: "Done" }, writing({ "a.txt": "ok 1\n" })];
  await using endpoint = await scriptedEndpoint({
    stories: {
      // The check wants an "ok", which the first attempt forgets.
      First: () => firstTurns.shift() ?? { text: "Done" },
      Second: ({ turn }) => (turn > 0 ? { text: "Done" } : held ? running("sleep 600") : writing({ "b.txt": "ok\n" })),
    },
  });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "ok\n", "b.txt": "ok 0\n", "check.sh": "grep -q ok a.txt\n" });
  const env = { ...state.env, ...endpoint.env, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  const plan = planText("parallel", [
    story("S1", { title: "First", writes: ["a.txt"] }),
    story("S2", { title: "Second", writes: ["b.txt"] }),
  ]);
  const cut = await runArtifact({
    cwd: repo.path,
    env,
    args: ["conduct", "-", "--agent", "openai", "--verify", "sh check.sh", "--json"],
    stdin: plan,
    onEvent: (event, kill) => event.type === "story.merged" && kill("SIGINT"),
  });
  expect(cut.exitCode, cut.stderr).toBe(130);
  held = false;
  const resumed = await runArtifact({ cwd: repo.path, env, args: ["resume", "--json"] });
  expect(resumed.exitCode, resumed.stderr).toBe(0);

  const [before = [], after = []] = collector.of("traces").map(spansIn);
  const ids = new Set(after.map(({ spanId }) => spanId));
  expect(ids.size).toBe(after.length);
  expect(before.filter(({ spanId }) => !ids.has(spanId)).map(({ name }) => name)).toEqual([]);
  const tree = drawn(after, undefined);
  expect(tree).toHaveLength(after.length);
  expect(tree.filter((line) => /^ +(story|invoke_agent)/.test(line)).map((line) => line.trim())).toEqual([
    "story S1",
    "invoke_agent openai (first)",
    "invoke_agent openai (repair)",
    "story S2",
    "invoke_agent openai (first)",
    "invoke_agent openai (resumed)",
  ]);
  if (process.env["SHOW_TREE"] === "1") process.stdout.write(`${tree.join("\n")}\n`);

  // A journal that was cut in the middle of a line, and one of a later version, are exported as far as they can be read.
  const journal = runFolder(state.env["BARO_HOME"] ?? "", String(cut.events[0]?.run)).journal;
  const lines = readFileSync(journal, "utf8").trimEnd().split("\n");
  const later = { ...JSON.parse(lines.at(-1) ?? ""), type: "moon.landed", v: 1, seq: lines.length };
  for (const text of [
    `${lines.slice(0, -3).join("\n")}\n{"v":1,"se`,
    `${[...lines, JSON.stringify(later)].join("\n")}\n`,
  ]) {
    writeFileSync(journal, text);
    const printed = await runArtifact({ cwd: repo.path, env, args: ["otel", "--json"] });
    expect(printed.exitCode, printed.stderr).toBe(0);
    const spans = spansIn(JSON.parse(printed.stdout).traces);
    expect(spans.filter(({ spanId }) => !ids.has(spanId))).toEqual([]);
    expect(spans.length).toBeGreaterThan(before.length - 1);
  }
}, 60_000);

test("an agent's own spans hang under its attempt, and those of the planner under its question", async () => {
  await using collector = await startCollector();
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  const bin = join(state.path, "bin");
  mkdirSync(bin);
  const said = join(state.path, "traceparents.txt");
  const usage = { input_tokens: 1, output_tokens: 1 };
  const stories = [
    story("S1", { title: "First", writes: ["a.txt"] }),
    story("S2", { title: "Second", writes: ["b.txt"], dependsOn: ["S1"] }),
  ];
  const result = (text: string) => JSON.stringify({ type: "result", subtype: "success", result: text, usage });
  const answer = {
    type: "assistant",
    message: { id: "m1", content: [{ type: "text", text: JSON.stringify({ stories }) }] },
  };
  writeFileSync(join(state.path, "plan.jsonl"), `${JSON.stringify(answer)}\n${result(JSON.stringify({ stories }))}\n`);
  const script = [
    "#!/bin/sh",
    'if [ "$1" = --version ]; then echo "2.1.330 (Claude Code)"; exit 0; fi',
    "asked=$(cat)",
    `printf '%s\\n' "$TRACEPARENT" >> '${said}'`,
    `echo '${JSON.stringify({ type: "system", subtype: "init", session_id: "s1", cwd: "/" })}'`,
    `case "$asked$*" in *"## Rules"*) ;; *) cat '${join(state.path, "plan.jsonl")}'; exit 0;; esac`,
    'case "$asked$*" in *First*) echo mended > a.txt;; *) echo mended > b.txt;; esac',
    `echo '${result("Done")}'`,
  ];
  writeFileSync(join(bin, "claude"), `${script.join("\n")}\n`, { mode: 0o755 });
  const env = {
    ...state.env,
    ANTHROPIC_API_KEY: "k",
    PATH: `${bin}:${state.env["PATH"]}`,
    TRACEPARENT: parent,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  };
  const args = ["Fix a.txt and b.txt", "--mode", "sequential", "--agent", "claude", "--intake", "rules", "--no-verify"];
  const ended = await runArtifact({ cwd: repo.path, env, args });
  expect(ended.exitCode, ended.stderr).toBe(0);
  const spans = spansIn(collector.of("traces")[0]);
  const question = spans.find(({ name }) => name === "ask plan");
  expect(question?.parentSpanId).toBe(spans[0]?.spanId ?? "");
  const attempts = spans.filter(({ name }) => name === "invoke_agent claude");
  expect(attempts).toHaveLength(2);
  const expected = [question, ...attempts].map((span) => `00-${span?.traceId}-${span?.spanId}-01`);
  expect(readFileSync(said, "utf8").trim().split("\n")).toEqual(expected);
}, 60_000);
