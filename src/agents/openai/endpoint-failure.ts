import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import { messageOf } from "../../core/error.ts";
import type { Endpoint } from "../../core/options.ts";

/** The endpoint as messages name it: without the credentials that a URL can hold. */
export function endpointName({ baseUrl }: Endpoint): string {
  if (!URL.canParse(baseUrl)) return "The endpoint";
  const url = new URL(baseUrl);
  return `The endpoint ${url.origin}${url.pathname.replace(/\/$/, "")}`;
}

/** Why an endpoint gave no answer. */
export function describeFailure(error: unknown, endpoint: Endpoint): string {
  return withoutKey(reasonOf(error, endpoint), endpoint);
}

function reasonOf(error: unknown, endpoint: Endpoint): string {
  const name = endpointName(endpoint);
  if (error instanceof APIConnectionTimeoutError) return `${name} gave no answer in time`;
  if (error instanceof APIConnectionError) return `${name} cannot be reached: ${causeOf(error)}`;
  if (error instanceof APIError && error.status !== undefined) {
    return `${name} answered ${withoutMarkup(error.message)}${adviceFor(error.status)}`;
  }
  // What is left breaks while the reply is read: a closed socket, or a body that is no JSON.
  return `${name} broke off its reply: ${messageOf(error)}`;
}

/** A text without the endpoint's key, which an endpoint may repeat. To be called before the text is cut. */
export function withoutKey(text: string, { apiKey }: Endpoint): string {
  return apiKey === null || apiKey === "" ? text : text.replaceAll(apiKey, "[key]");
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
