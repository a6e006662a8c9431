import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import { messageOf } from "../core/error.ts";
import type { Endpoint } from "../core/options.ts";
import { oneLine } from "./read-answer.ts";

/** The endpoint as messages name it: without the credentials that a URL can hold. */
export function endpointName({ baseUrl }: Endpoint): string {
  if (!URL.canParse(baseUrl)) return "The endpoint";
  const url = new URL(baseUrl);
  return `The endpoint ${url.origin}${url.pathname.replace(/\/$/, "")}`;
}

/** One line on why an endpoint gave no answer. The key is never in it, whatever the endpoint repeats. */
export function describeFailure(error: unknown, endpoint: Endpoint): string {
  const line = oneLine(withoutMarkup(reasonOf(error, endpointName(endpoint))));
  const key = endpoint.apiKey;
  return key === null || key === "" ? line : line.replaceAll(key, "[key]");
}

function reasonOf(error: unknown, name: string): string {
  if (error instanceof APIConnectionTimeoutError) return `${name} gave no answer in time`;
  if (error instanceof APIConnectionError) return `${name} cannot be reached: ${causeOf(error)}`;
  if (error instanceof APIError && error.status !== undefined)
    return `${name} answered ${error.message}${adviceFor(error.status)}`;
  // What is left breaks while the reply is read: a closed socket, or a body that is no JSON.
  return `${name} broke off its reply: ${messageOf(error)}`;
}

function adviceFor(status: number): string {
  if (status === 401 || status === 403) return " (is the key right?)";
  if (status === 404) return " (is the model's name right, and does the URL end as the server's, often in /v1?)";
  return "";
}

/** The package's message for a failed connection is always the same; what happened is in its causes. */
function causeOf(error: Error): string {
  return error.cause === undefined ? error.message : messageOf(error.cause);
}

function withoutMarkup(text: string): string {
  const page = text.search(/<!doctype html|<html/i);
  return page < 0 ? text : `${text.slice(0, page)}with a web page`;
}
