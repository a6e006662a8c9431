import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { chatProtocol } from "./chat.ts";
import { messagesProtocol } from "./messages.ts";
import { responsesProtocol } from "./responses.ts";
import type { Protocol, Script, ScriptRequest, ServedRequest } from "./script.ts";
import { sendTurn } from "./send.ts";
import type { Conversation, WireProtocol } from "./wire.ts";

export interface ScriptedModel {
  /** The server's address without `/v1`. */
  url: string;
  /** Every request so far, in the order in which they were answered. */
  served: ServedRequest[];
  close(): Promise<void>;
}

export interface ScriptedModelOptions {
  log?: (request: ServedRequest) => void;
}

const protocols: Readonly<Record<string, { name: Protocol; wire: WireProtocol }>> = {
  "/v1/chat/completions": { name: "chat", wire: chatProtocol },
  "/v1/responses": { name: "responses", wire: responsesProtocol },
  "/v1/messages": { name: "messages", wire: messagesProtocol },
};

/** Serves a scripted model on a free loopback port: the real protocols, no key, no network beyond this machine. */
export async function startScriptedModel(script: Script, options: ScriptedModelOptions = {}): Promise<ScriptedModel> {
  const served: ServedRequest[] = [];
  const attempts = new Map<string, number>();
  let nextId = 1;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    if (request.method === "GET" && path === "/v1/models") return sendJson(response, 200, modelList);
    const protocol = protocols[path];
    if (request.method !== "POST" || protocol === undefined) {
      return sendJson(response, 404, { error: { message: `Nothing is served at ${request.method} ${path}` } });
    }
    const conversation = protocol.wire.read(await readBody(request));
    const scriptRequest = await describe(protocol.name, conversation, attempts, goneSignal(response));
    const turn = await script(scriptRequest);
    const record = (outcome: ServedRequest["outcome"], usage: ServedRequest["usage"]) => {
      const { protocol: name, model, lastUser, turn: at, attempt } = scriptRequest;
      const entry = {
        protocol: name,
        model,
        lastUser,
        turn: at,
        attempt,
        streamed: conversation.stream,
        outcome,
        usage,
      };
      served.push(entry);
      options.log?.(entry);
    };
    await sendTurn({ wire: protocol.wire, conversation, request: scriptRequest, turn, id: nextId++, response, record });
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A script that throws is a bug of the script: the client sees it as one, loudly.
      if (!response.headersSent) sendJson(response, 500, { error: { message: String(error), type: "script_error" } });
      else response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    served,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const modelList = { object: "list", data: [{ id: "scripted-1", object: "model", created: 0, owned_by: "scripted" }] };

async function describe(
  protocol: Protocol,
  conversation: Conversation,
  attempts: Map<string, number>,
  aborted: AbortSignal,
): Promise<ScriptRequest> {
  const { model, system, users, toolResults, turn, tools, schema } = conversation;
  const key = JSON.stringify([protocol, model, users, toolResults, turn, tools.length]);
  const attempt = (attempts.get(key) ?? 0) + 1;
  attempts.set(key, attempt);
  const lastUser = users.at(-1) ?? "";
  return {
    protocol,
    model,
    system,
    user: users.join("\n"),
    lastUser,
    toolResults,
    turn,
    attempt,
    tools,
    schema,
    aborted,
  };
}

function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  const text = Buffer.concat(chunks).toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
