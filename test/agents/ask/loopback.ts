import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** The request's JSON; null when it has none. */
  body: Record<string, unknown> | null;
}

type Reply = (response: ServerResponse, request: Received) => void;

/** A real HTTP server that gives one reply after the other, and remembers what it was asked. The last reply repeats. */
export async function loopback(...replies: [Reply, ...Reply[]]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    const one: Received = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      body: text === "" ? null : JSON.parse(text),
    };
    const reply = replies[Math.min(received.length, replies.length - 1)] ?? replies[0];
    received.push(one);
    reply(response, one);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A reply with a status and a body of any kind. */
export function reply(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const type = typeof body === "string" ? "text/html" : "application/json";
  return (response) => response.writeHead(status, { "content-type": type, ...headers }).end(text);
}

/** A chat completion whose message says `content`. */
export function completion(content: string, more: { message?: object; finish?: string; usage?: object | null } = {}) {
  return reply(200, {
    id: "c1",
    object: "chat.completion",
    model: "tiny-1",
    choices: [
      { index: 0, message: { role: "assistant", content, ...more.message }, finish_reason: more.finish ?? "stop" },
    ],
    ...(more.usage === null
      ? {}
      : {
          usage: more.usage ?? {
            prompt_tokens: 300,
            completion_tokens: 7,
            prompt_tokens_details: { cached_tokens: 10 },
            completion_tokens_details: { reasoning_tokens: 2 },
          },
        }),
  });
}
