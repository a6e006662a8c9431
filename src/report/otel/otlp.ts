import type { RunEvent } from "../../core/event.ts";
import type { TraceParent } from "../../core/trace.ts";
import { foldRun } from "../../state/run-state.ts";
import { figuresFrom } from "../figures.ts";
import { type Attributes, type Span, spansOf } from "./spans.ts";

/** The three requests of OTLP/HTTP, each a JSON document: https://opentelemetry.io/docs/specs/otlp/#otlphttp. */
export interface Otlp {
  traces: object;
  metrics: object;
  logs: object;
}

export interface OtlpOptions {
  /** Of the resource, beside the service's name: `OTEL_RESOURCE_ATTRIBUTES`. */
  resource: Readonly<Record<string, string>>;
  version: string;
  parent: TraceParent | null;
}

/** A run as traces, metrics and logs. Notices and failures are its logs; no prompt, answer or output of an agent is told. */
export function otlpOf(events: readonly RunEvent[], options: OtlpOptions): Otlp {
  const spans = spansOf(events, options.parent);
  const resource = {
    attributes: attributesOf({ "service.name": "baro", "service.version": options.version, ...options.resource }),
  };
  const scope = { name: "baro", version: options.version };
  return {
    traces: { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: spans.map(spanOf) }] }] },
    metrics: { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics: metricsOf(events, spans) }] }] },
    logs: { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: logsOf(events, spans[0]) }] }] },
  };
}

const internal = 1;
const errorStatus = 2;

function spanOf({ traceId, spanId, parentSpanId, name, startMs, endMs, attributes, failure }: Span): object {
  return {
    traceId,
    spanId,
    ...(parentSpanId === null ? {} : { parentSpanId }),
    name,
    kind: internal,
    startTimeUnixNano: nanos(startMs),
    endTimeUnixNano: nanos(endMs),
    attributes: attributesOf(failure === null ? attributes : { ...attributes, "error.type": failure }),
    status: failure === null ? {} : { code: errorStatus, message: failure },
  };
}

/** Every figure is a sum over one run: from its start to its last event. */
const delta = 1;

function metricsOf(events: readonly RunEvent[], spans: readonly Span[]): object[] {
  const [root] = spans;
  if (root === undefined) return [];
  const state = foldRun(events);
  const time = { startTimeUnixNano: nanos(root.startMs), timeUnixNano: nanos(root.endMs) };
  const common = { "baro.mode": state.mode, "baro.outcome": state.finished?.outcome };
  const point = (value: number, more: Attributes = {}) => ({
    ...time,
    asDouble: value,
    attributes: attributesOf({ ...common, ...more }),
  });
  const sum = (name: string, unit: string, dataPoints: object[]) => ({
    name,
    unit,
    sum: { aggregationTemporality: delta, isMonotonic: true, dataPoints },
  });
  const gauge = (name: string, unit: string, value: number | null | undefined) =>
    value == null ? [] : [{ name, unit, gauge: { dataPoints: [point(value)] } }];
  const figures = figuresFrom(state);
  const outcomes = Map.groupBy(state.stories.values(), ({ outcome }) => outcome ?? "unfinished");
  return [
    sum("baro.tokens", "{token}", [
      point(figures.usage.input, { "gen_ai.token.type": "input" }),
      point(figures.usage.output, { "gen_ai.token.type": "output" }),
    ]),
    ...(figures.usd === null ? [] : [sum("baro.cost", "USD", [point(figures.usd)])]),
    sum("baro.runs", "{run}", [point(1)]),
    sum(
      "baro.stories",
      "{story}",
      [...outcomes].map(([outcome, all]) => point(all.length, { "baro.story.outcome": outcome })),
    ),
    ...gauge("baro.duration", "ms", figures.wallMs),
    ...gauge("baro.agent.duration", "ms", figures.agentMs),
    ...gauge("baro.speedup", "1", figures.speedup),
    ...gauge("baro.confidence", "1", state.decision?.confidence),
  ];
}

const severity = { notice: 9, warning: 13, failure: 17 } as const;

function logsOf(events: readonly RunEvent[], root: Span | undefined): object[] {
  if (root === undefined) return [];
  const record = (event: RunEvent, severityNumber: number, body: string) => ({
    timeUnixNano: nanos(Date.parse(event.at)),
    severityNumber,
    eventName: event.type,
    body: { stringValue: body },
    traceId: root.traceId,
    spanId: root.spanId,
    attributes: attributesOf({ "baro.run": event.run, "baro.story": "story" in event ? event.story : undefined }),
  });
  return events.flatMap((event) => {
    switch (event.type) {
      case "run.notice":
        return [record(event, severity.notice, event.message)];
      case "check.skipped":
        return [record(event, severity.warning, event.why)];
      case "limit.reached":
        return [record(event, severity.warning, event.message)];
      case "agent.error":
        return [record(event, severity.failure, event.kind)];
      case "story.finished":
        return event.outcome === "failed" ? [record(event, severity.failure, event.reason)] : [];
      default:
        return [];
    }
  });
}

function nanos(ms: number): string {
  return `${BigInt(Math.round(ms)) * 1_000_000n}`;
}

function attributesOf(attributes: Attributes): object[] {
  return Object.entries(attributes).flatMap(([key, value]) => (value == null ? [] : [{ key, value: anyValue(value) }]));
}

function anyValue(value: string | number | boolean): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
