import { URL } from "node:url";
import { parseJson } from "../core/parse-json.ts";
import type { Host } from "../host/host.ts";
import { plainLine } from "../text/plain.ts";
import { redact } from "../text/redact.ts";
import { shorten } from "../text/shorten.ts";
import { readRetryAfter, waitUntil } from "../text/told-wait.ts";
import { ForgeFailure, type ForgeFailureKind } from "./failure.ts";

export type WebHost = Pick<Host, "now" | "sleep">;

/** Whom to ask, and as whom. The token goes to the origin of `apiUrl` and nowhere else. */
export interface ForgeConnection {
  apiUrl: string;
  token: string | null;
  /** How this forge wants its token. */
  authorize: (token: string) => Readonly<Record<string, string>>;
  timeoutMs: number;
  /** How often a reading is tried; three times by default. */
  maxTries?: number;
  signal: AbortSignal;
}

export interface ForgeRequest {
  method: "GET" | "POST" | "PATCH" | "PUT";
  /** Below `apiUrl`, or a whole URL that the forge gave. */
  path: string;
  body?: unknown;
  /** The answer is text, not JSON. */
  text?: boolean;
}

export interface ForgeAnswer {
  status: number;
  body: unknown;
  /** The next page, when the answer names one on the same origin. */
  next: string | null;
}

const usualTries = 3;
const maxRedirects = 4;
const maxBodyBytes = 16 * 1024 * 1024;
/** A rate limit that ends sooner than this is waited for. */
const maxWaitMs = 60_000;

/**
 * Sends one request and reads the answer. A GET is repeated when the network or the server fails; anything else only
 * when the forge said that it did nothing (a rate limit), so that nothing is made twice. Throws `ForgeFailure`.
 */
export async function sendToForge(host: WebHost, to: ForgeConnection, request: ForgeRequest): Promise<ForgeAnswer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await sendOnce(host, to, request);
    } catch (error) {
      if (!(error instanceof ForgeFailure)) throw error;
      const left = (to.maxTries ?? usualTries) - attempt;
      const wait = left <= 0 ? null : waitBeforeRetry(error, request, attempt, host.now());
      if (wait === null || to.signal.aborted) throw error;
      await host.sleep(wait, to.signal);
    }
  }
}

/** Milliseconds until another try makes sense; `null`: it does not. */
function waitBeforeRetry(failure: ForgeFailure, request: ForgeRequest, attempt: number, now: number): number | null {
  if (failure.kind === "rate-limit") {
    const wait = failure.resetAt === null ? 1000 * 2 ** attempt : Math.max(0, failure.resetAt - now) + 1000;
    return wait <= maxWaitMs ? wait : null;
  }
  const mayHelp = failure.kind === "server" || failure.kind === "timeout" || failure.kind === "network";
  return mayHelp && request.method === "GET" ? 250 * 4 ** attempt : null;
}

async function sendOnce(host: WebHost, to: ForgeConnection, request: ForgeRequest): Promise<ForgeAnswer> {
  const home = new URL(to.apiUrl).origin;
  let url = new URL(request.path.includes("://") ? request.path : `${to.apiUrl}${request.path}`);
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const response = await fetchOnce(to, request, url, url.origin === home);
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || location === null)
      return await read(host, response, request);
    await response.body?.cancel();
    const target = new URL(location, url);
    // Writing somewhere else than where it was meant is not a redirect to follow; reading there needs no token of ours.
    if (request.method !== "GET" && (target.origin !== home || response.status < 307)) {
      throw new ForgeFailure("invalid", `it has moved to ${redact(target.href)}`, response.status);
    }
    url = target;
  }
  throw new ForgeFailure("garbled", "too many redirects");
}

async function fetchOnce(to: ForgeConnection, request: ForgeRequest, url: URL, atHome: boolean): Promise<Response> {
  const deadline = AbortSignal.timeout(to.timeoutMs);
  try {
    return await fetch(url, {
      method: request.method,
      redirect: "manual",
      signal: AbortSignal.any([to.signal, deadline]),
      headers: {
        accept: request.text === true ? "*/*" : "application/json",
        "user-agent": "baro",
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
        ...(to.token === null || !atHome ? {} : to.authorize(to.token)),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
  } catch (error) {
    throw lostAnswer(error, to.signal, deadline);
  }
}

function lostAnswer(error: unknown, signal: AbortSignal, deadline: AbortSignal): ForgeFailure {
  const limit = signal.aborted && signal.reason instanceof Error && signal.reason.name === "TimeoutError";
  if (signal.aborted && !limit) return new ForgeFailure("interrupted", "interrupted");
  if (limit || deadline.aborted) return new ForgeFailure("timeout", "no answer in time");
  const code = error instanceof Error && "code" in error ? String(error.code) : "connection failed";
  return new ForgeFailure("network", code);
}

async function read(host: WebHost, response: Response, request: ForgeRequest): Promise<ForgeAnswer> {
  const text = await readText(response);
  if (response.status >= 400) throw refusal(host, response, text);
  const next = nextPage(response);
  if (request.text === true || text === "") return { status: response.status, body: text, next };
  try {
    return { status: response.status, body: parseJson(text), next };
  } catch {
    throw new ForgeFailure("garbled", `HTTP ${response.status}, not JSON`);
  }
}

async function readText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response.body ?? []) {
      parts.push(part);
      size += part.length;
      if (size > maxBodyBytes) throw new ForgeFailure("garbled", "the answer is too long");
    }
  } catch (error) {
    if (error instanceof ForgeFailure) throw error;
    const late = error instanceof Error && error.name === "TimeoutError";
    throw new ForgeFailure(late ? "timeout" : "network", "the answer was cut off");
  }
  return Buffer.concat(parts).toString("utf8");
}

function refusal(host: WebHost, response: Response, text: string): ForgeFailure {
  const message = refusalMessage(text);
  const { status } = response;
  const limited = response.headers.get("x-ratelimit-remaining") === "0" || /rate limit/i.test(message);
  if (status === 429 || (status === 403 && (limited || response.headers.has("retry-after")))) {
    return new ForgeFailure("rate-limit", message, status, resetTime(host, response));
  }
  return new ForgeFailure(kindOfStatus(status), message, status);
}

function kindOfStatus(status: number): ForgeFailureKind {
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (status === 404 || status === 410) return "not-found";
  if (status === 409) return "conflict";
  return status >= 500 ? "server" : "invalid";
}

/** When it may be asked again, in milliseconds since 1970; `null`: it does not say. */
function resetTime(host: WebHost, { headers }: Response): number | null {
  const now = host.now();
  const reset = Number(headers.get("x-ratelimit-reset") ?? Number.NaN);
  const waitMs = readRetryAfter(headers.get("retry-after"), now) ?? (reset > 0 ? waitUntil(reset, now) : null);
  return waitMs === null ? null : now + waitMs;
}

/** The forge's own words, from the shapes that they use; bounded. */
function refusalMessage(text: string): string {
  try {
    const body = JSON.parse(text) as { message?: unknown; error?: unknown; errors?: unknown };
    const details = Array.isArray(body.errors) ? body.errors.map(detailOf) : [];
    const parts = [body.message ?? body.error, ...details].filter((part) => part !== undefined && part !== "");
    const words = parts.map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join("; ");
    return shorten(plainLine(redact(words)), 300);
  } catch {
    return "no reason given";
  }
}

function detailOf(detail: unknown): unknown {
  if (typeof detail !== "object" || detail === null) return detail;
  return "message" in detail ? detail.message : Object.values(detail).join(" ");
}

function nextPage(response: Response): string | null {
  const link = /<([^>]+)>\s*;\s*rel="?next"?/.exec(response.headers.get("link") ?? "")?.[1];
  if (link === undefined || !URL.canParse(link, response.url)) return null;
  const url = new URL(link, response.url);
  // A page elsewhere would get our token.
  return url.origin === new URL(response.url).origin ? url.href : null;
}
