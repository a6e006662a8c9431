import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { boundConnections } from "./connections.ts";
import { isOwnUsers } from "./peer-user.ts";

/** A request as whoever answers it sees it. Header names are lower case; of one that came twice, both, with a comma. */
export interface HttpRequest {
  method: string;
  /** Path and query, as they were sent. */
  target: string;
  headers: Readonly<Record<string, string>>;
  /** The body; null when it is longer than this, and the rest of it is not read. */
  read(maxBytes: number): Promise<Uint8Array | null>;
  /** Whether a process of our own user asks; null where the system does not tell. */
  isOwnUsers(): boolean | null;
}

/** An answer: whole, or as a stream of texts that is closed when the other side leaves. */
export interface HttpReply {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string | ((stream: HttpStream) => Promise<void>);
}

export interface HttpStream {
  /** Resolves when there is room for more, so that a slow reader slows us down. */
  write(text: string): Promise<void>;
  /** Aborted when the other side has left, or the server is closed. */
  signal: AbortSignal;
}

export interface HttpServer {
  port: number;
  /** Stops to listen and ends every connection. */
  close(): Promise<void>;
}

export interface ListenRequest {
  address: string;
  /** 0: any that is free. */
  port: number;
  tls: { cert: string; key: string } | null;
  /** So long a request may take to come in whole, in milliseconds (30 s). */
  requestMs?: number;
  /** So many connections may be open (512). */
  mostConnections?: number;
}

const usualConnections = 512;
const closingMs = 1000;
const usualRequestMs = 30_000;

/**
 * Serves HTTP until it is closed. An error that `answer` throws is answered by 500 without a word about it. Rejects with
 * the system's error when it can't listen, `EADDRINUSE` for a port that is taken.
 */
export async function listenHttp(
  { address, port, tls, requestMs = usualRequestMs, mostConnections = usualConnections }: ListenRequest,
  answer: (request: HttpRequest) => Promise<HttpReply>,
): Promise<HttpServer> {
  const closing = new AbortController();
  const take = (request: IncomingMessage, response: ServerResponse) => {
    connections.answers(response);
    void reply(request, response, answer, closing.signal).catch(() => response.destroy());
  };
  const checks = { connectionsCheckingInterval: Math.min(requestMs, 5000) };
  const server = tls === null ? createServer(checks, take) : createTlsServer({ ...tls, ...checks }, take);
  const connections = boundConnections(server, { most: mostConnections, silentMs: requestMs });
  server.requestTimeout = requestMs;
  server.headersTimeout = requestMs;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: address }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      connections.end();
      // Bun shows no TLS connection before its handshake is over, and closes a silent one after 10 s.
      await Promise.race([closed, wait(closingMs, undefined, { ref: false })]);
    },
  };
}

async function reply(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: HttpRequest) => Promise<HttpReply>,
  closing: AbortSignal,
): Promise<void> {
  const given = await answer(described(request)).catch(() => broken);
  response.writeHead(given.status, given.headers);
  if (typeof given.body === "string") {
    response.end(given.body);
    return;
  }
  const left = new AbortController();
  response.on("close", () => left.abort());
  response.on("error", () => left.abort());
  response.flushHeaders();
  await given.body({ write: (text) => write(response, text), signal: AbortSignal.any([left.signal, closing]) });
  response.end();
}

const broken: HttpReply = {
  status: 500,
  headers: { "content-type": "text/plain" },
  body: "Something went wrong\n",
};

function described(request: IncomingMessage): HttpRequest {
  const headers = Object.entries(request.headers).map(([name, value = ""]) => [name, [value].flat().join(", ")]);
  return {
    method: request.method ?? "GET",
    target: request.url ?? "/",
    headers: Object.fromEntries(headers),
    read: (maxBytes) => readBody(request, maxBytes),
    isOwnUsers: () => isOwnUsers(request.socket),
  };
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array | null> {
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Uint8Array).length;
    if (size > maxBytes) return null;
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks);
}

function write(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return Promise.resolve();
  return new Promise((resolve) => {
    const settle = () => {
      response.off("drain", settle);
      response.off("close", settle);
      resolve();
    };
    response.once("drain", settle);
    response.once("close", settle);
  });
}
