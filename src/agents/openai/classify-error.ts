import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import type { AgentErrorKind } from "../../core/agent-event.ts";
import { messageOf } from "../../core/error.ts";
import { resetTime } from "../reset-time.ts";
import { AgentFailure } from "./failure.ts";
import { boundText } from "./head-tail.ts";
import { waitMsOf } from "./wait-time.ts";

/** What a failed response says about itself. */
export interface ResponseFacts {
  status: number | undefined;
  /** The endpoint's own code and type of the error, as one text. */
  code: string;
  message: string;
}

const contextWords =
  /context.?(length|window|size)|maximum context|prompt is too long|too many (input )?tokens|exceeds? the (available )?context/i;
/** Limits of an account, which waiting for a minute doesn't lift. */
export const quotaWords = /insufficient_quota|billing|usage_limit|quota_exceeded|credit/i;
const refusalWords = /content.?(filter|policy)|safety|moderation/i;
const overloadWords = /overloaded|unavailable|capacity|server_error/i;

/** The kind of a failed response. Pure; an unknown status is judged by its words. */
export function kindOf({ status, code, message }: ResponseFacts): AgentErrorKind {
  const words = `${code} ${message}`;
  if (status === 401 || status === 403) return "auth";
  if (status === 429 || /rate_limit/i.test(code)) return quotaWords.test(words) ? "usage_limit" : "rate_limit";
  if (status === 402) return "usage_limit";
  if (status === 408) return "network";
  if (contextWords.test(words)) return "context";
  if (status !== undefined && status >= 500) return "overloaded";
  if (refusalWords.test(code)) return "refused";
  if (status === undefined) return overloadWords.test(words) ? "overloaded" : "request";
  return "request";
}

/** Turns whatever the package threw into the one failure that the session knows. */
export function classifyError(error: unknown, endpoint: string, now: number): AgentFailure {
  if (error instanceof AgentFailure) return error;
  if (error instanceof APIConnectionTimeoutError) {
    return new AgentFailure("network", `No answer from ${endpoint} in time`, { cause: error });
  }
  if (error instanceof APIConnectionError) {
    return new AgentFailure("network", `Cannot reach ${endpoint}: ${causeOf(error)}`, { cause: error });
  }
  if (error instanceof APIError) return fromResponse(error, endpoint, now);
  // What is left breaks while a stream is read: a closed socket, or JSON that is none.
  return new AgentFailure("network", `The answer of ${endpoint} broke off: ${messageOf(error)}`, {
    transient: true,
    cause: error,
  });
}

function fromResponse(error: APIError, endpoint: string, now: number): AgentFailure {
  const facts = {
    status: error.status,
    code: `${error.code ?? ""} ${error.type ?? ""}`.trim(),
    message: error.message,
  };
  const kind = kindOf(facts);
  const limited = kind === "rate_limit" || kind === "usage_limit" || kind === "overloaded";
  const resetAt = limited
    ? (statedReset(error.error) ?? headerReset(error.headers, now) ?? resetTime(error.message, now))
    : null;
  return new AgentFailure(kind, `${endpoint} answered ${readable(error.message)}${adviceFor(facts, kind)}`, {
    resetAt,
    // With a status the package has retried already; an error inside a stream it leaves to us.
    transient: error.status === undefined && (limited || kind === "network"),
    cause: error,
  });
}

/** Subscriptions say in the body when they begin anew, in seconds since 1970. */
function statedReset(body: unknown): string | null {
  const seconds = typeof body === "object" && body !== null && "resets_at" in body ? body.resets_at : null;
  return typeof seconds === "number" ? new Date(seconds * 1000).toISOString() : null;
}

function headerReset(headers: Headers | undefined, now: number): string | null {
  const waitMs = headers === undefined ? null : waitMsOf(headers, now);
  return waitMs === null ? null : new Date(now + waitMs).toISOString();
}

function adviceFor(facts: ResponseFacts, kind: AgentErrorKind): string {
  if (kind === "auth") return " (is OPENAI_API_KEY right?)";
  if (facts.status === 404)
    return " (is the model's name right, and does OPENAI_BASE_URL end like the server's, often in /v1?)";
  return "";
}

/** A web page says nothing to a reader of one line. */
function readable(message: string): string {
  const page = message.search(/<!doctype html|<html/i);
  const text = page < 0 ? message : `${message.slice(0, page)}with a web page`;
  return boundText(text.replaceAll(/\s+/g, " ").trim(), 600);
}

function causeOf(error: Error): string {
  return error.cause === undefined ? error.message : messageOf(error.cause);
}
