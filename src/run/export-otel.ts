import { gzipSync } from "node:zlib";
import pkg from "../../package.json" with { type: "json" };
import { messageOf } from "../core/error.ts";
import type { RunEvent } from "../core/event.ts";
import { attemptHeader, questionHeader, traceParent } from "../core/trace.ts";
import type { Host } from "../host/host.ts";
import { type Otlp, otlpOf } from "../report/otel/otlp.ts";
import type { RunOptions } from "../settings/options.ts";
import { readJournal } from "../store/journal.ts";
import { plainLine } from "../text/plain.ts";
import { cleanedDeep } from "../text/redact.ts";
import { readRetryAfter } from "../text/told-wait.ts";
import { listText } from "../text/units.ts";
import type { RunStream } from "./stream.ts";

type Environment = Host["env"];
const signals = ["traces", "metrics", "logs"] as const;
type Signal = (typeof signals)[number];

/** Where one signal goes, as OpenTelemetry's variables say. */
interface Target {
  url: string;
  headers: Record<string, string>;
  gzip: boolean;
  timeoutMs: number;
}

/** Whether the person's variables ask for an export. */
export function wantsOtel(env: Environment): boolean {
  return (
    env["OTEL_SDK_DISABLED"]?.toLowerCase() !== "true" && signals.some((signal) => endpointOf(env, signal) !== null)
  );
}

/**
 * What an attempt's agent gets so that its own spans hang under the run's, where the run is exported at its end. Without an
 * export agents get the caller's span, which is all that there will be.
 */
export function traceVariables(
  env: Environment,
  run: string,
  attempt: Parameters<typeof attemptHeader>[2],
): Record<string, string> {
  return wantsOtel(env) ? { TRACEPARENT: attemptHeader(run, traceParent(env["TRACEPARENT"]), attempt) } : {};
}

/** As `traceVariables`, for whoever answers a question of intake or the planner. */
export function questionTraceVariables(
  env: Environment,
  run: string,
  events: readonly RunEvent[],
  question: string,
): Record<string, string> {
  if (!wantsOtel(env)) return {};
  const before = events.filter((event) => event.type === "model.answered" && event.question === question).length;
  return { TRACEPARENT: questionHeader(run, traceParent(env["TRACEPARENT"]), { question, before }) };
}

/** A run as OTLP documents: see `otlpOf`. What the person's variables say of the resource and the caller's trace holds. */
export function runAsOtlp(env: Environment, events: readonly RunEvent[]): Otlp {
  const name = env["OTEL_SERVICE_NAME"];
  const resource = { ...pairsIn(env["OTEL_RESOURCE_ATTRIBUTES"]), ...(name ? { "service.name": name } : {}) };
  return otlpOf(events, { resource, version: pkg.version, parent: traceParent(env["TRACEPARENT"]) });
}

/**
 * Sends a run to the collector that `OTEL_EXPORTER_OTLP_ENDPOINT` and others name, as OTLP/HTTP with JSON. Gives what did not
 * arrive, one sentence for each cause: a collector that is down costs nothing else.
 */
export async function exportOtel(host: Host, events: readonly RunEvent[]): Promise<string[]> {
  const { env } = host;
  const documents = runAsOtlp(env, events);
  const sent = signals.map(async (signal) => {
    const target = targetOf(env, signal);
    if (target === null) return [];
    if (typeof target === "string") return [{ signal, why: target, to: "" }];
    const wrong = await send(host, target, JSON.stringify(documents[signal]));
    return wrong === null ? [] : [{ signal, why: wrong, to: new URL(target.url).origin }];
  });
  const lost = (await Promise.all(sent)).flat();
  const alike = Map.groupBy(lost, ({ why, to }) => `${to === "" ? "" : ` to ${to}`}: ${plainLine(why)}`);
  return [...alike].map(([end, all]) => `Cannot export ${listText(all.map(({ signal }) => signal))}${end}`);
}

/** Exports a run that has come to its end, where the person's variables ask for it; what did not arrive is said on stderr. */
export async function exportEnded(run: { host: Host; options: RunOptions; stream: RunStream }): Promise<void> {
  const { host, options, stream } = run;
  if (options.dryRun || !wantsOtel(host.env)) return;
  const events = readJournal(stream.folder.journal).map((event) => cleanedDeep(event, host.shown));
  for (const wrong of await exportOtel(host, events)) host.writeErr(`note: ${plainLine(wrong)}\n`);
}

function endpointOf(env: Environment, signal: Signal): string | null {
  const own = env[`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`];
  if (own) return own;
  const common = env["OTEL_EXPORTER_OTLP_ENDPOINT"];
  return common ? `${common.replace(/\/+$/, "")}/v1/${signal}` : null;
}

/** Less than the ten seconds of the specification: somebody waits for the end of a run. */
const defaultTimeoutMs = 3000;
const longestTimeoutMs = 60_000;

/** Null: not asked for. A text: why it can't be. */
export function targetOf(env: Environment, signal: Signal): Target | string | null {
  const url = endpointOf(env, signal);
  if (url === null || env[`OTEL_${signal.toUpperCase()}_EXPORTER`] === "none") return null;
  const told = (name: string) =>
    env[`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${name}`] || env[`OTEL_EXPORTER_OTLP_${name}`];
  const protocol = told("PROTOCOL");
  if (protocol === "grpc") return "baro speaks OTLP over HTTP, and OTEL_EXPORTER_OTLP_PROTOCOL asks for grpc";
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ""))
    return `"${url}" is not an address that begins with http:// or https://`;
  const timeout = Number(told("TIMEOUT"));
  return {
    url,
    headers: pairsIn(told("HEADERS")),
    gzip: told("COMPRESSION") === "gzip",
    timeoutMs: timeout > 0 ? Math.min(timeout, longestTimeoutMs) : defaultTimeoutMs,
  };
}

/** `a=b,c=d`, percent-encoded: the form of W3C Baggage that OpenTelemetry's variables take. */
function pairsIn(text: string | undefined): Record<string, string> {
  const pairs = (text ?? "").split(",").flatMap((pair): [string, string][] => {
    const equals = pair.indexOf("=");
    return equals < 1 ? [] : [[pair.slice(0, equals).trim(), decoded(pair.slice(equals + 1).trim())]];
  });
  return Object.fromEntries(pairs);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const mostAnswerBytes = 64 * 1024;

/** The shortest wait before it is sent again, whatever the collector says. */
const leastWaitMs = 100;

/**
 * Sends it, again when the collector says after what time it may be, as long as there is time, and the other way when it does
 * not take it plain or packed. Why it did not arrive, or null.
 */
async function send(host: Host, target: Target, body: string): Promise<string | null> {
  const deadline = host.elapsed() + target.timeoutMs;
  for (let gzip = target.gzip, turned = false; ; ) {
    const { wrong, againAfterMs, refusedForm } = await sendOnce(
      host,
      { ...target, gzip },
      body,
      deadline - host.elapsed(),
    );
    if (refusedForm && !turned) {
      gzip = !gzip;
      turned = true;
      continue;
    }
    if (wrong === null || againAfterMs === null || host.elapsed() + againAfterMs >= deadline) return wrong;
    await host.sleep(againAfterMs);
  }
}

interface Sent {
  /** Why it did not arrive. */
  wrong: string | null;
  /** Null: it is of no use to send it again. */
  againAfterMs: number | null;
  /** It takes no JSON, or not in the encoding that it was sent in. */
  refusedForm: boolean;
}

async function sendOnce(host: Host, target: Target, body: string, timeoutMs: number): Promise<Sent> {
  const { url, headers, gzip } = target;
  const lost = (wrong: string | null): Sent => ({ wrong, againAfterMs: null, refusedForm: false });
  try {
    const response = await fetch(url, {
      method: "POST",
      // Headers may hold a key: they go nowhere but where the person said.
      redirect: "manual",
      headers: {
        ...headers,
        "content-type": "application/json",
        "user-agent": `baro/${pkg.version}`,
        ...(gzip ? { "content-encoding": "gzip" } : {}),
      },
      body: gzip ? gzipSync(body) : body,
      signal: AbortSignal.timeout(Math.max(1, Math.round(timeoutMs))),
    });
    const answer = await readAnswer(response);
    if (response.status >= 300 && response.status < 400)
      return lost(`it redirects elsewhere (HTTP ${response.status})`);
    if (response.status === 415) return { ...lost("HTTP 415, it does not accept JSON"), refusedForm: true };
    if (response.headers.get("content-type")?.startsWith("text/html") === true) {
      return lost(`it answers with a web page (HTTP ${response.status})`);
    }
    if (response.ok) return lost(rejected(answer));
    const againAfterMs = isBusy(response.status) ? waitOf(response.headers.get("retry-after"), host.now()) : null;
    return { ...lost(`HTTP ${response.status}`), againAfterMs };
  } catch (error) {
    const late = error instanceof Error && error.name === "TimeoutError";
    return lost(late ? `no answer in ${target.timeoutMs} ms` : messageOf(error));
  }
}

/** The answers after which it may be sent again: https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes. */
function isBusy(status: number): boolean {
  return status === 429 || (status >= 502 && status <= 504);
}

function waitOf(header: string | null, now: number): number | null {
  const ms = readRetryAfter(header, now);
  return ms === null ? null : Math.max(leastWaitMs, ms);
}

async function readAnswer(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > mostAnswerBytes) break;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** A collector may take a part: https://opentelemetry.io/docs/specs/otlp/#partial-success-1. */
function rejected(answer: string): string | null {
  try {
    const { partialSuccess } = JSON.parse(answer) as { partialSuccess?: Record<string, unknown> };
    const count = ["rejectedSpans", "rejectedDataPoints", "rejectedLogRecords"].map((key) =>
      Number(partialSuccess?.[key] ?? 0),
    );
    const most = Math.max(...count);
    return most > 0
      ? `it refused ${most}: ${String(partialSuccess?.["errorMessage"] ?? "no reason given").slice(0, 200)}`
      : null;
  } catch {
    return null;
  }
}
