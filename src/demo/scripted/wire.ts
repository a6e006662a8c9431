import type { Usage } from "../../core/usage.ts";
import type { FailureKind, ToolResult } from "./script.ts";

/** A conversation as one protocol's request body tells it. */
export interface Conversation {
  model: string;
  stream: boolean;
  system: string;
  users: string[];
  toolResults: ToolResult[];
  turn: number;
  tools: string[];
  /** Names of the tools that take free text. */
  freeform: ReadonlySet<string>;
  /** The namespaces of the tools that come in one. */
  namespaces?: ReadonlyMap<string, string>;
  schema: unknown;
}

/** Why a whole answer ended. */
export type StopReason = "end" | "calls" | "length" | "refusal";

/** A turn that is ready to be sent. */
export interface WireTurn {
  id: string;
  model: string;
  text: string;
  reasoning: string;
  calls: { id: string; name: string; input: unknown; freeform: boolean; namespace?: string | undefined }[];
  usage: Usage;
  stop: StopReason;
}

export interface FailureFacts {
  kind: FailureKind;
  model: string;
  resetAtSeconds: number | null;
}

export interface FailureReply {
  status: number;
  body: unknown;
}

/** One protocol: how to read a request and how to say a turn or a failure. */
export interface WireProtocol {
  read(body: unknown): Conversation;
  /** The server-sent events of a streamed answer, in order, each a whole frame. */
  frames(turn: WireTurn): string[];
  plain(turn: WireTurn): unknown;
  failure(facts: FailureFacts): FailureReply;
  /** The frame of an error in the middle of a stream. */
  errorFrame(): string;
}

/** A frame with an event name, as two of the protocols want it. */
export function namedFrame(event: { type: string; [field: string]: unknown }): string {
  return `event: ${event.type}\n${dataFrame(event)}`;
}

export function dataFrame(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

/** Cuts a text into a few pieces that lose nothing, so that clients have something to put together. */
export function pieces(text: string): string[] {
  if (text === "") return [];
  const characters = [...text];
  const size = Math.max(1, Math.ceil(characters.length / 4));
  const result: string[] = [];
  for (let at = 0; at < characters.length; at += size) result.push(characters.slice(at, at + size).join(""));
  return result;
}

export function inputText(input: unknown): string {
  return typeof input === "string" ? input : JSON.stringify(input);
}
