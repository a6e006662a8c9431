import { appendFileSync, existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { messageOf } from "../../core/error.ts";
import { readPlainText } from "../../host/read-plain.ts";
import { AgentFailure } from "./failure.ts";
import type { Message } from "./messages.ts";

/** What was said so far. Every message is appended to the session's file before it is used. */
export interface Transcript {
  readonly messages: Message[];
  add(message: Message): void;
}

const fileOf = (session: string) => `session-${session}.jsonl`;

/** Starts a transcript; with a folder it is kept there, one message a line. */
export function newTranscript(logDir: string | null, session: string): Transcript {
  return continued([], logDir, session);
}

/** Reads an earlier session's transcript and goes on with it. Throws `AgentFailure` when there is none. */
export function resumeTranscript(logDir: string | null, session: string): Transcript {
  const file = logDir === null ? null : findFile(logDir, session);
  if (file === null) {
    throw new AgentFailure("request", `Cannot resume session "${session}": its transcript is missing`);
  }
  const earlier = withoutOpenCalls(readMessages(file));
  const transcript = continued([], logDir, session);
  if (logDir !== null && file === join(logDir, fileOf(session))) transcript.messages.push(...earlier);
  else for (const message of earlier) transcript.add(message);
  return transcript;
}

function continued(messages: Message[], logDir: string | null, session: string): Transcript {
  return {
    messages,
    add(message) {
      if (logDir !== null)
        appendFileSync(join(logDir, fileOf(session)), `${JSON.stringify(message)}\n`, { mode: 0o600 });
      messages.push(message);
    },
  };
}

/** Each attempt may have a log folder of its own, so those beside it are looked into too. */
function findFile(logDir: string, session: string): string | null {
  if (!/^[a-z0-9-]+$/i.test(session)) return null;
  const parent = dirname(logDir);
  const beside = existsSync(parent) ? readdirSync(parent).map((name) => join(parent, name)) : [];
  const files = [logDir, ...beside].map((folder) => join(folder, fileOf(session)));
  return files.find((file) => existsSync(file)) ?? null;
}

function readMessages(file: string): Message[] {
  const messages: Message[] = [];
  for (const line of textOf(file).split("\n")) {
    try {
      if (line !== "") messages.push(JSON.parse(line) as Message);
    } catch {
      // A crash cut the last line; what came before it is whole.
      break;
    }
  }
  return messages;
}

/** No conversation is longer: it would not fit into any model long before. */
const mostBytes = 256 * 1024 * 1024;

function textOf(file: string): string {
  try {
    return readPlainText(file, mostBytes);
  } catch (error) {
    throw new AgentFailure("request", `Cannot read the transcript "${file}": ${messageOf(error, file)}`);
  }
}

/** Endpoints refuse a transcript whose tool calls were never answered. */
function withoutOpenCalls(messages: Message[]): Message[] {
  const answered = new Set(messages.flatMap((message) => (message.role === "tool" ? [message.tool_call_id] : [])));
  return messages.flatMap((message) => {
    if (message.role !== "assistant" || message.tool_calls === undefined) return [message];
    const open = message.tool_calls.filter((call) => !answered.has(call.id));
    const closed = open.map((call): Message => ({ role: "tool", tool_call_id: call.id, content: "Interrupted." }));
    return [message, ...closed];
  });
}

const elided = "[This output was left out to make room.]";

/**
 * Makes room by replacing the oldest tool outputs, until half of what they hold is gone. The file keeps them. False when
 * there was nothing to replace.
 */
export function elideOldOutputs(messages: Message[]): boolean {
  const sizes = messages.map((message) => (isOutput(message) ? String(message.content).length : 0));
  let goal = sizes.reduce((sum, size) => sum + size, 0) / 2;
  let changed = false;
  for (const [index, message] of messages.entries()) {
    const size = sizes[index] ?? 0;
    if (goal <= 0) break;
    if (!isOutput(message) || size <= elided.length) continue;
    messages[index] = { ...message, content: elided };
    goal -= size;
    changed = true;
  }
  return changed;
}

/** Outputs told in words are messages of the person's. */
function isOutput(message: Message): boolean {
  return message.role === "tool" || (message.role === "user" && message.content.startsWith("<tool_response"));
}
