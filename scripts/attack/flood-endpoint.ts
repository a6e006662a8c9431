import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a hostile model's endpoint sends without end, or nearly. */
export type EndpointFlood = "one-line" | "deltas" | "calls" | "unknown" | "headers-only" | "models" | "one-body";

const chunkBytes = 64 * 1024;

/** An endpoint that answers every question with a flood of so many bytes (or calls). */
export async function startFloodEndpoint(flood: EndpointFlood, size: number) {
  const server = createServer((request, response) => {
    request.resume();
    // Whoever has heard enough hangs up.
    response.setMaxListeners(0).on("error", () => {});
    const isList = request.url?.endsWith("/models") === true;
    if (isList && flood !== "models") response.end(JSON.stringify({ data: [{ id: "scripted-1" }] }));
    else void send(response, flood, size).catch(() => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function send(response: ServerResponse, flood: EndpointFlood, size: number): Promise<void> {
  const type = flood === "models" || flood === "one-body" ? "application/json" : "text/event-stream";
  response.writeHead(200, { "content-type": type });
  const write = async (text: string) => {
    if (response.destroyed) throw new Error("gone");
    if (!response.write(text)) await Promise.race([once(response, "drain"), once(response, "close")]);
  };
  const frame = (delta: object) => `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`;
  const filler = "All work and no play. ".repeat(chunkBytes / 22);
  if (flood === "one-line") await write('data: {"choices":[{"delta":{"content":"');
  if (flood === "models") await write('{"data":[{"id":"');
  if (flood === "one-body") await write('{"choices":[{"message":{"content":"');
  for (let sent = 0, at = 0; sent < size; at++) {
    if (flood === "calls") {
      const call = {
        index: at,
        id: `c${at}`,
        type: "function",
        function: { name: "read_file", arguments: '{"path":"a.txt"}' },
      };
      await write(frame({ tool_calls: [call] }));
      sent++;
    } else {
      const text =
        flood === "deltas"
          ? frame({ content: filler })
          : flood === "unknown"
            ? `data: ${JSON.stringify({ never: filler })}\n\n`
            : filler;
      await write(text);
      sent += text.length;
    }
  }
  response.end();
}
