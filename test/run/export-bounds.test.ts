import { describe, expect, test } from "bun:test";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { exportEnded, exportOtel, targetOf } from "../../src/run/export-otel.ts";
import type { RunStream } from "../../src/run/stream.ts";
import type { RunOptions } from "../../src/settings/options.ts";
import { testHost } from "../cli/test-host.ts";
import { sampleRun } from "../report/sample-run.ts";
import { scratchFolder, writeFiles } from "../support/scratch.ts";

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://c" };

test.each<[string | undefined, number]>([
  [undefined, 3000],
  ["", 3000],
  ["soon", 3000],
  ["0", 3000],
  ["-5", 3000],
  ["1", 1],
  ["0.5", 0.5],
  ["59999", 59_999],
  ["60000", 60_000],
  ["60001", 60_000],
])("a timeout of %p is waited for %p ms", (text, timeoutMs) => {
  expect(targetOf({ ...endpoint, OTEL_EXPORTER_OTLP_TIMEOUT: text }, "traces")).toMatchObject({ timeoutMs });
});

test.each<[string | undefined, Record<string, string>]>([
  [undefined, {}],
  ["", {}],
  ["a=1", { a: "1" }],
  ["a=", { a: "" }],
  ["=1", {}],
  ["alone", {}],
  ["key=a=b==", { key: "a=b==" }],
  [" key = a%20b ,other=%zz", { key: "a b", other: "%zz" }],
])("headers %p are %j", (text, headers) => {
  expect(targetOf({ ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: text }, "logs")).toMatchObject({ headers });
});

test.each<[Record<string, string>, string | null]>([
  [{}, "http://c/v1/metrics"],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://c//" }, "http://c/v1/metrics"],
  [{ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: "https://own/x/" }, "https://own/x/"],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "" }, null],
  [{ OTEL_METRICS_EXPORTER: "none" }, null],
  [{ OTEL_TRACES_EXPORTER: "none" }, "http://c/v1/metrics"],
])("with %j metrics go to %p", (env, url) => {
  const target = targetOf({ ...endpoint, ...env }, "metrics");
  if (url === null) expect(target).toBeNull();
  else expect(target).toMatchObject({ url, gzip: false });
});

/** A collector with one answer for all. */
async function collector(answer: (response: ServerResponse) => void) {
  let posts = 0;
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      posts++;
      answer(response);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts: () => posts,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const answers = (status: number, text = "{}", headers: Record<string, string> = {}) => {
  return (response: ServerResponse) => void response.writeHead(status, headers).end(text);
};

/** Exports traces alone on a clock of the test's own; what did not arrive, without the place. */
async function lost(answer: (response: ServerResponse) => void, { at = 0, timeout = "1000" } = {}) {
  await using sink = await collector(answer);
  const env = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: sink.url, OTEL_EXPORTER_OTLP_TIMEOUT: timeout };
  let now = at;
  const sleep = async (ms: number) => {
    now += ms;
  };
  const host = { ...testHost({ env }), now: () => 0, elapsed: () => now, sleep };
  const [why = null] = await exportOtel(host, sampleRun);
  return { why: why?.replace(`Cannot export traces to ${sink.url}: `, "") ?? null, posts: sink.posts() };
}

describe("what a collector answers", () => {
  test.each<[number, string | null]>([
    [200, null],
    [299, null],
    [300, "it redirects elsewhere (HTTP 300)"],
    [399, "it redirects elsewhere (HTTP 399)"],
    [400, "HTTP 400"],
    [414, "HTTP 414"],
    [416, "HTTP 416"],
    [500, "HTTP 500"],
    [599, "HTTP 599"],
  ])("HTTP %p", async (status, why) => {
    expect(await lost(answers(status))).toEqual({ why, posts: 1 });
  });

  test.each<[number, number]>([
    [428, 1],
    [429, 10],
    [430, 1],
    [501, 1],
    [502, 10],
    [504, 10],
    [505, 1],
  ])("HTTP %p with a moment to wait is tried so often: %p", async (status, posts) => {
    expect((await lost(answers(status, "", { "retry-after": "0" }))).posts).toBe(posts);
  });

  test("the wait that ends with the time is none", async () => {
    expect(await lost(answers(503, "", { "retry-after": "1" }), { timeout: "1000" })).toMatchObject({ posts: 1 });
    expect(await lost(answers(503, "", { "retry-after": "1" }), { timeout: "1001" })).toMatchObject({ posts: 2 });
  });

  test("the time counts from when it is asked, not from the machine's start", async () => {
    const { why } = await lost(() => {}, { at: 100_000, timeout: "60" });
    expect(why).toBe("no answer in 60 ms");
  });

  test.each<[number, string | null]>([
    [64 * 1024, "it refused 2: why"],
    [64 * 1024 + 1, null],
  ])("so much of an answer is read: %p bytes", async (bytes, why) => {
    const text = JSON.stringify({ partialSuccess: { rejectedSpans: 2, errorMessage: "why" } });
    expect((await lost(answers(200, text.padStart(bytes)))).why).toBe(why);
  });

  test("a long reason is shortened", async () => {
    const refused = (length: number) => {
      const partialSuccess = { rejectedLogRecords: 1, rejectedSpans: 0, errorMessage: "x".repeat(length) };
      return lost(answers(200, JSON.stringify({ partialSuccess })));
    };
    expect((await refused(200)).why).toBe(`it refused 1: ${"x".repeat(200)}`);
    expect((await refused(201)).why).toBe(`it refused 1: ${"x".repeat(200)}`);
  });

  test("a connection that nobody takes is no answer that comes late", async () => {
    const env = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://127.0.0.1:1" };
    const [why = ""] = await exportOtel(testHost({ env }), sampleRun);
    expect(why).toStartWith("Cannot export traces to http://127.0.0.1:1: ");
    expect(why).not.toContain("no answer in");
  });
});

test.each([
  ["is asked for", {}, false, 1],
  ["nobody asks for", { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "" }, false, 0],
  ["is switched off", { OTEL_SDK_DISABLED: "true" }, false, 0],
  ["would be of a dry run", {}, true, 0],
])("at the end of a run, an export that %s", async (_what, more, dryRun, posts) => {
  await using sink = await collector(answers(500));
  using folder = scratchFolder();
  const journal = `${sampleRun[0]?.run}/journal.jsonl`;
  writeFiles(folder.path, { [journal]: `${sampleRun.map((event) => JSON.stringify(event)).join("\n")}\n` });
  const host = testHost({ env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: sink.url, ...more } });
  const stream = { folder: { journal: join(folder.path, journal) } } as RunStream;
  await exportEnded({ host, options: { dryRun } as RunOptions, stream });
  expect(sink.posts()).toBe(posts);
  expect(host.err()).toBe(posts === 0 ? "" : `note: Cannot export traces to ${sink.url}: HTTP 500\n`);
});
