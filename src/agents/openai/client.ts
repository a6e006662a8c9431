import OpenAI from "openai";
import { messageOf } from "../../core/error.ts";
import type { Endpoint } from "../../core/options.ts";
import { quotaWords } from "./classify-error.ts";
import { waitMsOf } from "./wait-time.ts";

export interface Retry {
  attempt: number;
  waitMs: number | null;
  why: string;
}

export interface ClientOptions {
  maxRetries: number;
  /** Milliseconds until the first byte of an answer. */
  timeoutMs: number;
  now(): number;
  /** Called before each request that reaches for the network. */
  onRequest(): void;
  onRetry(retry: Retry): void;
}

/** The package waits at most this long by itself; a longer wait is the run's to decide. */
const longestWaitMs = 60_000;
const maxErrorBytes = 64 * 1024;

/** Connects the package to an endpoint, with its retries made visible. */
export function newClient(endpoint: Endpoint, options: ClientOptions): OpenAI {
  return new OpenAI({
    baseURL: endpoint.baseUrl,
    // Local servers want no key, but the package refuses to start without one.
    apiKey: endpoint.apiKey ?? "none",
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: options.maxRetries,
    timeout: options.timeoutMs,
    logLevel: "off",
    fetch: (url, init) => fetchOnce(url, init ?? {}, options),
  });
}

/**
 * One attempt. What deserves another is decided here, where it can be told to the person, and handed to the package in
 * the header that it obeys.
 */
async function fetchOnce(
  url: Parameters<typeof fetch>[0],
  init: RequestInit,
  options: ClientOptions,
): Promise<Response> {
  const attempt = Number(new Headers(init.headers).get("x-stainless-retry-count") ?? "0");
  const retrying = attempt < options.maxRetries;
  options.onRequest();
  let response: Response;
  try {
    // Bun's own five minutes of silence would end a slow local model; the session's limits hold instead.
    response = await fetch(url, { ...init, timeout: false });
  } catch (error) {
    if (retrying) options.onRetry({ attempt: attempt + 1, waitMs: null, why: messageOf(error) });
    throw error;
  }
  if (response.ok) return response;
  const body = await readBounded(response, maxErrorBytes);
  const waitMs = waitMsOf(response.headers, options.now());
  const again = worthAsking(response, body, waitMs);
  if (again && retrying) options.onRetry({ attempt: attempt + 1, waitMs, why: `HTTP ${response.status}` });
  const headers = new Headers(response.headers);
  headers.set("x-should-retry", String(again));
  // The body was decoded on the way in.
  headers.delete("content-encoding");
  headers.delete("content-length");
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}

function worthAsking(response: Response, body: string, waitMs: number | null): boolean {
  if (waitMs !== null && waitMs > longestWaitMs) return false;
  if (response.status === 429) return !quotaWords.test(body);
  return response.status === 408 || response.status === 409 || response.status >= 500;
}

async function readBounded(response: Response, maxBytes: number): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const parts: Uint8Array[] = [];
  let total = 0;
  try {
    while (total < maxBytes) {
      const { value, done } = await reader.read();
      if (done) break;
      parts.push(value);
      total += value.length;
    }
  } catch {
    // The status is known already; half of an error's text is better than none.
  }
  void reader.cancel().catch(() => {});
  return Buffer.concat(parts).subarray(0, maxBytes).toString("utf8");
}
