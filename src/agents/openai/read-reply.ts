import { type JsonRecord, recordOf } from "../../core/narrow.ts";
import { parseJson } from "../../core/parse-json.ts";
import { newLineSplitter } from "../../host/lines.ts";
import { errorOfBody, type ProviderError } from "../provider-error.ts";
import { AgentFailure } from "./failure.ts";

/** One thing that an endpoint's reply says. */
export type ReplyPart =
  /** A chunk of a stream, or a whole completion. */
  | { type: "record"; record: JsonRecord }
  /** An `event: error` whose data may be any text. */
  | { type: "error"; error: ProviderError }
  /** `[DONE]`. */
  | { type: "done" };

/** A reply's longest line: an image or a patch fits, a flood does not. */
const maxLineBytes = 8 * 1024 * 1024;
/** Of a reply that is not a stream. */
const maxPlainBytes = 16 * 1024 * 1024;

/**
 * Reads a reply by what it is, whatever its content type says: server-sent events, one JSON document, or one on each
 * line. Throws `AgentFailure` for a flood and for a web page, `SyntaxError` for events that are not JSON.
 */
export async function* readReply(response: Response, endpoint: string, heard: () => void): AsyncGenerator<ReplyPart> {
  const splitter = newLineSplitter(maxLineBytes);
  const events = newEventReader();
  const plain: string[] = [];
  let [plainBytes, sinceLine] = [0, 0];

  const read = function* (line: string): Generator<ReplyPart> {
    // A line may end with a carriage return alone, which no JSON holds as it is.
    for (const text of line.replace(/\r$/, "").split("\r")) yield* readLine(text);
  };
  const readLine = function* (text: string): Generator<ReplyPart> {
    if (plain.length === 0 && events.takes(text)) return yield* events.line(text);
    plainBytes += text.length;
    if (plainBytes > maxPlainBytes) throw flood(endpoint, maxPlainBytes);
    plain.push(text);
  };

  for await (const chunk of bodyOf(response)) {
    heard();
    const end = chunk.lastIndexOf(10);
    sinceLine = end < 0 ? sinceLine + chunk.length : chunk.length - end;
    for (const line of splitter.push(chunk)) {
      if (line.droppedBytes > 0) throw flood(endpoint, maxLineBytes);
      yield* read(line.text);
    }
    // Told as soon as it is known: the end of such a line may never come.
    if (sinceLine > maxLineBytes) throw flood(endpoint, maxLineBytes);
  }
  for (const line of splitter.end()) yield* read(line.text);
  yield* events.line("");
  if (plain.length > 0) yield* plainParts(plain, response, endpoint);
}

async function* bodyOf(response: Response): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Nobody waits for an endpoint that keeps a finished stream open.
    void reader.cancel().catch(() => {});
  }
}

/** What some servers send as data while nothing is to be said. */
const signOfLife = /^\s*(?:\[[\w -]{1,24}\]|ping|keep-?alive|heartbeat)\s*$/i;

/** Reads server-sent events, forgiving what servers get wrong: no blank line between events, `\r\n`, no space. */
function newEventReader() {
  let name = "";
  let data: string | null = null;

  function* dispatch(): Generator<ReplyPart> {
    const [event, text] = [name, data];
    [name, data] = ["", null];
    if (text === null || text.trim() === "") return;
    if (/^\s*\[DONE\]\s*$/i.test(text)) return yield { type: "done" };
    if (signOfLife.test(text)) return;
    if (event === "error") return yield { type: "error", error: errorOfBody(text) };
    yield { type: "record", record: recordOf(parseJson(text)) };
  }

  return {
    takes: (line: string) => /^\uFEFF?(?:(?:data|event|id|retry)?:|\s*$)/.test(line),
    *line(raw: string): Generator<ReplyPart> {
      const line = raw.replace(/^\uFEFF/, "").replace(/\r$/, "");
      if (line.trim() === "") return yield* dispatch();
      const value = line.slice(line.indexOf(":") + 1).replace(/^ /, "");
      if (line.startsWith("event:")) name = value;
      if (!line.startsWith("data:")) return;
      // Where each line is a document, a missing blank line between two costs nothing.
      if (data !== null && isWhole(data)) {
        const kept = name;
        yield* dispatch();
        name = kept;
      }
      data = data === null ? value : `${data}\n${value}`;
    },
  };
}

function* plainParts(lines: readonly string[], response: Response, endpoint: string): Generator<ReplyPart> {
  const text = lines.join("\n").trim();
  const whole = tryJson(text);
  if (whole !== undefined) return yield { type: "record", record: recordOf(whole) };
  const documents = lines.filter((line) => line.trim() !== "").map(tryJson);
  if (documents.length > 1 && documents.every((document) => document !== undefined)) {
    for (const document of documents) yield { type: "record", record: recordOf(document) };
    return;
  }
  if (/^[{[]/.test(text)) throw new SyntaxError("it is half a JSON document");
  const kind = /<!doctype html|<html/i.test(text)
    ? "a web page"
    : (response.headers.get("content-type") ?? "something that has no type");
  throw new AgentFailure(
    "request",
    `${endpoint} answered with ${kind} instead of an answer (is OPENAI_BASE_URL the server's, often ending in /v1?)`,
  );
}

function flood(endpoint: string, bytes: number): AgentFailure {
  return new AgentFailure(
    "request",
    `${endpoint} sent more than ${bytes / 1024 / 1024} MB in one piece: it was cut off`,
  );
}

function isWhole(text: string): boolean {
  return /^\s*\[DONE\]\s*$/i.test(text) || tryJson(text) !== undefined;
}

function tryJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
