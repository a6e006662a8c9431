import type { AgentErrorKind } from "../../core/agent-event.ts";
import { type JsonRecord, listOf, numberOf, recordOf, textOf } from "../../core/narrow.ts";
import { classifyError } from "../classify.ts";
import { type ErrorEvent, errorEvent } from "../failure.ts";
import { errorOfBody } from "../provider-error.ts";
import { resetTime, timeAfter } from "../reset-time.ts";
import { waitMsOf } from "../wait-time.ts";

/**
 * The failure that an `error` line tells: mostly `{name, data: {message, …}}`, and for a request to the program itself
 * whatever its server answers. `now` is in milliseconds since 1970, or not a number when it is unknown.
 */
export function failureEvent(told: unknown, now: number): ErrorEvent {
  const error = recordOf(told);
  const data = recordOf(error["data"]);
  const name = textOf(error["name"]) || textOf(error["_tag"]);
  const body = textOf(data["responseBody"]);
  const provider = body === "" ? null : errorOfBody(body);
  const message = withProvider(textOf(told) || wordsOf(error, data) || named(name, data), provider?.message ?? "");
  const status = numberOf(Number(data["statusCode"])) || (provider?.status ?? null);
  const headers = headersOf(data);
  const waitMs = waitMsOf({ get: (header) => headers.get(header) ?? null }, now);
  const inBody = provider?.resetAt ?? resetTime(body, now);
  return errorEvent(message || "It failed without a reason", now, {
    kind:
      kindsByName[name] ??
      subscriptionLimit(headers) ??
      classifyError(`${name} ${provider?.code ?? ""} ${message}`, status),
    resetAt: inBody ?? (waitMs === null ? null : timeAfter(now, waitMs)),
  });
}

/** A subscription's limit is told in the words of any other. */
function subscriptionLimit(headers: ReadonlyMap<string, string>): AgentErrorKind | undefined {
  return headers.get("anthropic-ratelimit-unified-status") === "rejected" ? "usage_limit" : undefined;
}

/** Errors whose name says more than their words. */
const kindsByName: Readonly<Record<string, AgentErrorKind>> = {
  ContextOverflowError: "context",
  MessageOutputLengthError: "context",
  MessageAbortedError: "unknown",
  ProviderAuthError: "auth",
  ProviderModelNotFoundError: "request",
  ProviderInitError: "request",
};

function wordsOf(error: JsonRecord, data: JsonRecord): string {
  const listed = [...listOf(error["errors"]), ...listOf(data["issues"])].map(
    (one) => textOf(one) || textOf(recordOf(one)["message"]),
  );
  return textOf(data["message"]) || textOf(error["message"]) || listed.filter((word) => word !== "").join("; ");
}

/** An error that is nothing but a name, with the names that it is about. */
function named(name: string, data: JsonRecord): string {
  const model = [data["providerID"], data["modelID"]].map(textOf).filter((part) => part !== "");
  const about = model.length === 0 ? "" : ` ${model.join("/")}`;
  const near = listOf(data["suggestions"]).map(textOf).filter(Boolean);
  return `${name}${about}${near.length === 0 ? "" : ` (did you mean ${near.join(", ")}?)`}`.trim();
}

/** What the provider said, where the program's own words leave it out. */
function withProvider(message: string, provider: string): string {
  if (provider === "" || provider.startsWith("{") || message.includes(provider)) return message;
  return message === "" ? provider : `${message}: ${provider}`;
}

function headersOf(data: JsonRecord): Map<string, string> {
  const headers = Object.entries(recordOf(data["responseHeaders"]));
  return new Map(headers.map(([name, value]) => [name.toLowerCase(), textOf(value)]));
}
