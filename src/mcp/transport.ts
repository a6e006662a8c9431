import { type JSONRPCMessage, parseJSONRPCMessage, type Transport } from "@modelcontextprotocol/server";
import { parseJson } from "../core/parse-json.ts";
import type { Host } from "../host/host.ts";
import { newLineSplitter } from "../host/lines.ts";
import { jsonLine, parsePlain } from "../text/plain.ts";
import { cleanedDeep } from "../text/redact.ts";

/** No message is longer: the largest plan fits. */
const maxMessageBytes = 32 * 1024 * 1024;

/** So many calls may be without their answer; more are refused at once. */
const mostOpenCalls = 64;

/** A client that sends more nonsense than this is not listened to any more. */
const mostRefused = 1000;

/** So long a client that has closed its end may be owed an answer: whoever pipes a few lines in reads what they lead to. */
const owedMs = 1000;

const parseError = -32_700;
const invalidRequest = -32_600;
const tooMuch = -32_000;

/**
 * Messages as lines on stdin and stdout. What is no message is answered as one that can't be read, and what is private is
 * taken out of all that leaves.
 */
export function lineTransport(
  host: Pick<Host, "hearStdin" | "writeOut" | "outDrained" | "shown" | "sleep">,
): Transport {
  const lines = newLineSplitter(maxMessageBytes);
  const open = new Set<string | number>();
  let refused = 0;
  let closed = false;
  let ended = false;
  let unhear = () => {};

  const write = async (message: object): Promise<void> => {
    if (closed) throw new Error("The connection is closed");
    // Clients show what they are told as it is: a goal of somebody's, a title that a model gave.
    host.writeOut(jsonLine(parsePlain(JSON.stringify(cleanedDeep(message, host.shown)))));
    if (!(await host.outDrained())) close();
  };
  const refuse = (id: string | number | null, code: number, message: string) => {
    refused++;
    if (refused > mostRefused) return close();
    void write({ jsonrpc: "2.0", id, error: { code, message } }).catch(() => {});
  };
  const close = () => {
    if (closed) return;
    closed = true;
    unhear();
    transport.onclose?.();
  };
  const take = (document: unknown) => {
    let message: JSONRPCMessage;
    try {
      message = parseJSONRPCMessage(document);
    } catch {
      return refuse(idOf(document), invalidRequest, "This is not a JSON-RPC message");
    }
    if ("method" in message && "id" in message) {
      if (open.size >= mostOpenCalls) {
        return refuse(message.id, tooMuch, `${open.size} calls are open: wait until one of them is answered`);
      }
      open.add(message.id);
    } else if ("method" in message && message.method === "notifications/cancelled") {
      const { requestId } = (message.params ?? {}) as { requestId?: string | number };
      if (requestId !== undefined) open.delete(requestId);
    }
    transport.onmessage?.(message);
  };
  const hear = ({ text, droppedBytes }: { text: string; droppedBytes: number }) => {
    if (closed || (text.trim() === "" && droppedBytes === 0)) return;
    if (droppedBytes > 0) return refuse(null, parseError, `The message is longer than ${maxMessageBytes} bytes`);
    let document: unknown;
    try {
      document = parseJson(text);
    } catch {
      return refuse(null, parseError, "This is not JSON: write one message on one line");
    }
    take(document);
  };
  const transport: Transport = {
    start: async () => {
      unhear = host.hearStdin(
        (chunk) => lines.push(chunk).forEach(hear),
        () => {
          lines.end().forEach(hear);
          ended = true;
          if (open.size === 0) close();
          else void host.sleep(owedMs).then(close);
        },
      );
    },
    send: async (message) => {
      if (!("method" in message) && message.id !== undefined) open.delete(message.id);
      await write(message);
      if (ended && open.size === 0) close();
    },
    close: async () => close(),
  };
  return transport;
}

function idOf(document: unknown): string | number | null {
  const { id } = (document ?? {}) as { id?: unknown };
  return typeof id === "number" || (typeof id === "string" && id.length <= 200) ? id : null;
}
