import type { Usage } from "../../core/usage.ts";

/** The wire protocols that the scripted model speaks. */
export type Protocol = "chat" | "responses" | "messages";

/** A request to the scripted model, in the words of no protocol. */
export interface ScriptRequest {
  protocol: Protocol;
  model: string;
  system: string;
  /** All user text of the conversation, joined. */
  user: string;
  lastUser: string;
  /** What tools answered since the last user message, oldest first. */
  toolResults: ToolResult[];
  /** Assistant turns since the last user message. */
  turn: number;
  /** 1 for the first request with this very conversation, 2 for its first repetition, and so on. */
  attempt: number;
  tools: string[];
  /** The JSON schema that the answer must have, or null. */
  schema: unknown;
  /** Fires when the client goes away. */
  aborted: AbortSignal;
}

export interface ToolResult {
  /** `null` when the conversation does not say which tool it was. */
  name: string | null;
  text: string;
}

/** One call of a tool. A string is the input of a tool that takes free text. */
export interface ScriptedCall {
  name: string;
  input: unknown;
}

/** What the model answers. Without `usage` the counts are estimated from the texts' lengths. */
export interface ScriptedTurn {
  text?: string;
  reasoning?: string;
  calls?: ScriptedCall[];
  usage?: Usage;
  /** Milliseconds before anything is sent. */
  delayMs?: number;
  /** Milliseconds between what is sent piece by piece. */
  pieceMs?: number;
  misbehave?: Misbehaviour;
}

export type Script = (request: ScriptRequest) => ScriptedTurn | Promise<ScriptedTurn>;

/** Answers with an error status before any stream begins. */
export const failureKinds = [
  "bad-request",
  "unauthorized",
  "not-found",
  "context-overflow",
  "rate-limit",
  "usage-limit",
  "server-error",
  "overloaded",
] as const;
export type FailureKind = (typeof failureKinds)[number];

/** Answers that begin well and end badly, or never begin. */
export const brokenKinds = ["cut", "eof", "stall", "malformed", "stream-error", "hang"] as const;
export type BrokenKind = (typeof brokenKinds)[number];

/** Whole answers that are failures. */
export const stopKinds = ["refusal", "max-tokens", "empty"] as const;
export type StopKind = (typeof stopKinds)[number];

/** How an answer goes wrong. Doing it once or always is the script's choice, by `request.attempt`. */
export type Misbehaviour =
  | { kind: FailureKind; retryAfterSeconds?: number; resetAtSeconds?: number; headers?: Record<string, string> }
  | { kind: BrokenKind }
  | { kind: StopKind };

/** What was asked and what was served for it. */
export interface ServedRequest {
  protocol: Protocol;
  model: string;
  lastUser: string;
  turn: number;
  attempt: number;
  streamed: boolean;
  outcome: "answered" | Misbehaviour["kind"];
  /** Zero when no whole answer was sent. */
  usage: Usage;
}
