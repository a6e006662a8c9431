import type { Endpoint } from "../../core/options.ts";
import { redactor, secretOf } from "../../text/redact.ts";
import { errorOfBody } from "../provider-error.ts";
import { AgentFailure, toldFailure, unreachable } from "./failure.ts";

const maxErrorBytes = 64 * 1024;

/** One way to an endpoint: sends requests as they are, and turns what fails into an `AgentFailure`. */
export interface Connection {
  /** The endpoint as people may see it: never with credentials. */
  readonly name: string;
  /** True for the vendor's own service, where a key is needed and the models are known. */
  readonly official: boolean;
  /** Asks once. The response is a good one; its body is unread. */
  request(path: string, body: object | null, signal: AbortSignal): Promise<Response>;
}

/** Opens no socket by itself. */
export function connectionTo(endpoint: Endpoint, now: () => number): Connection {
  const name = endpointName(endpoint);
  const key = secretOf("the endpoint's key", endpoint.apiKey ?? "");
  const clean = redactor(key === null ? [] : [key]);
  return {
    name,
    official: isOfficial(endpoint.baseUrl),
    async request(path, body, signal) {
      if (!URL.canParse(endpoint.baseUrl)) {
        throw new AgentFailure("request", `Cannot reach ${name}: OPENAI_BASE_URL is not a URL`);
      }
      const response = await send(endpoint, path, body, signal).catch((error: unknown) => {
        throw unreachable(error, name);
      });
      if (response.ok) return response;
      // Some endpoints repeat the key in their errors, which are for people alone.
      const told = errorOfBody(clean((await readBounded(response, maxErrorBytes)) || response.statusText));
      throw toldFailure(name, told, { status: response.status, headers: response.headers }, now());
    },
  };
}

function send({ baseUrl, apiKey }: Endpoint, path: string, body: object | null, signal: AbortSignal) {
  const url = new URL(baseUrl);
  const headers = new Headers({ accept: "text/event-stream, application/json" });
  // Credentials in a URL are not part of a request's address.
  const inUrl = url.username === "" ? null : `Basic ${btoa(`${url.username}:${url.password}`)}`;
  const authorization = apiKey === null ? inUrl : `Bearer ${apiKey}`;
  if (authorization !== null) headers.set("authorization", authorization);
  if (body !== null) headers.set("content-type", "application/json");
  url.username = "";
  url.password = "";
  // What follows the path, such as Azure's api-version, stays behind it.
  url.pathname = `${url.pathname.replace(/\/+$/, "")}${path}`;
  return fetch(url, {
    method: body === null ? "GET" : "POST",
    headers,
    body: body === null ? null : JSON.stringify(body),
    signal,
    // Bun's own five minutes of silence would end a slow local model; our own limits hold instead.
    timeout: false,
  } as RequestInit);
}

/** True for api.openai.com. */
export function isOfficial(baseUrl: string): boolean {
  return URL.canParse(baseUrl) && new URL(baseUrl).hostname === "api.openai.com";
}

/** The endpoint as messages name it: a URL can hold a password. */
export function endpointName({ baseUrl }: Endpoint): string {
  if (!URL.canParse(baseUrl)) return "the endpoint";
  const url = new URL(baseUrl);
  return `${url.origin}${url.pathname.replace(/\/$/, "")}`;
}

export async function readBounded(response: Response, maxBytes: number): Promise<string> {
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
