import type { AgentErrorKind } from "../../core/agent-event.ts";
import { messageOf } from "../../core/error.ts";
import { soundReset } from "../../text/told-wait.ts";
import { classifyError } from "../classify.ts";
import type { ProviderError } from "../provider-error.ts";
import { resetTime } from "../reset-time.ts";
import { waitMsOf } from "../wait-time.ts";
import { boundText } from "./head-tail.ts";

interface FailureDetails {
  resetAt?: string | null;
  transient?: boolean;
  status?: number | null;
  waitMs?: number | null;
  /** A few words for a line about a retry; the message when absent. */
  short?: string;
  /** The reply held nothing at all. */
  empty?: boolean;
  cause?: unknown;
}

/** Why the endpoint gave no answer. Thrown inside this room only; an agent's stream says it as `agent.error`. */
export class AgentFailure extends Error {
  readonly kind: AgentErrorKind;
  /** ISO time at which a limit is lifted. */
  readonly resetAt: string | null;
  /** True when the same request may succeed a moment later. */
  readonly transient: boolean;
  readonly status: number | null;
  /** Milliseconds that the endpoint asked to be left alone. */
  readonly waitMs: number | null;
  readonly short: string;
  readonly empty: boolean;

  constructor(kind: AgentErrorKind, message: string, details: FailureDetails = {}) {
    super(message, { cause: details.cause });
    this.name = "AgentFailure";
    this.kind = kind;
    this.resetAt = details.resetAt ?? null;
    this.transient = details.transient ?? false;
    this.status = details.status ?? null;
    this.waitMs = details.waitMs ?? null;
    this.short = details.short ?? message;
    this.empty = details.empty ?? false;
  }
}

/** A longer wait than this is the run's to decide. */
const longestWaitMs = 60_000;

/** Statuses that pass by themselves. */
const passing = new Set([408, 409, 425, 429]);
/** These say that the server can't do it, now or later. */
const lasting = new Set([501, 505, 511]);

/** Words of a server that fails the same way each time: its template, its parser or its validation broke. */
const lastingWords =
  /jinja|template|not support|unsupported|not implemented|not allowed|not found|no such|does not exist|invalid|malformed|must (be|have|not|alternate|start|end)|is required|requires|\bexpected|(cannot|can't|failed to|unable to) (parse|decode|apply|convert)|parse error|unexpected(?! EOF|ly)|unknown (field|param|arg|name|model|role)|schema|\b(Type|Key|Value|Attribute|Index|Assertion)Error\b|Traceback/i;

/** What a response says about itself beside its error. */
export interface ResponseFacts {
  status: number | null;
  headers: Headers | null;
}

/** The failure that an endpoint told, in a failed response or inside an answer. */
export function toldFailure(
  endpoint: string,
  error: ProviderError,
  { status: httpStatus, headers }: ResponseFacts,
  now: number,
): AgentFailure {
  const status = httpStatus ?? error.status;
  const kind = kindOf(status, error);
  const waitMs = headers === null ? null : waitMsOf(headers, now);
  const limited = kind === "rate_limit" || kind === "usage_limit" || kind === "overloaded";
  const headerReset = waitMs === null ? null : new Date(now + waitMs).toISOString();
  const told = soundReset(error.resetAt, now) ?? headerReset ?? soundReset(resetTime(error.message, now), now);
  const resetAt = limited ? told : null;
  const words = readable(error.message);
  const answered = `${httpStatus ?? ""} ${words}`.trim() || "with an error that says nothing";
  return new AgentFailure(kind, `${endpoint} answered ${answered}${adviceFor(status, kind)}`, {
    resetAt,
    status,
    waitMs,
    short: status === null ? words : `HTTP ${status}`,
    transient: (waitMs ?? 0) <= longestWaitMs && mayPass(kind, status),
  });
}

/** The kind of a told error. A server that fails the same way each time has been asked for something it can't do. */
export function kindOf(status: number | null, { code, message }: ProviderError): AgentErrorKind {
  const kind = classifyError(`${code} ${message}`.trim(), status);
  if (status !== null && lasting.has(status)) return "request";
  if (kind === "overloaded" && status === 500 && lastingWords.test(message)) return "request";
  return kind === "unknown" ? "request" : kind;
}

function mayPass(kind: AgentErrorKind, status: number | null): boolean {
  if (kind === "overloaded" || kind === "rate_limit" || kind === "network") return true;
  return kind === "request" && status !== null && passing.has(status);
}

/** Turns whatever broke while the endpoint was asked into the one failure that its askers know. */
export function brokenOff(error: unknown, endpoint: string): AgentFailure {
  if (error instanceof AgentFailure) return error;
  return new AgentFailure("network", `The answer of ${endpoint} broke off: ${causeOf(error)}`, {
    transient: true,
    cause: error,
  });
}

/** The connection could not be made. */
export function unreachable(error: unknown, endpoint: string): AgentFailure {
  return new AgentFailure("network", `Cannot reach ${endpoint}: ${causeOf(error)}`, { transient: true, cause: error });
}

function adviceFor(status: number | null, kind: AgentErrorKind): string {
  if (kind === "auth") return " (is OPENAI_API_KEY right?)";
  if (status === 404) return " (is the model's name right, and is OPENAI_BASE_URL the server's, often ending in /v1?)";
  return "";
}

/** A web page says nothing to a reader of one line. */
function readable(message: string): string {
  const page = message.search(/<!doctype html|<html/i);
  const text = page < 0 ? message : `${message.slice(0, page)}with a web page`;
  return boundText(text.replaceAll(/\s+/g, " ").trim(), 600);
}

/** A failed connection's own message is often the same whatever happened; what did is in its cause. */
function causeOf(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : messageOf(error);
}
