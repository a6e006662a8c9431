import type { Estimates, Usage } from "./usage.ts";

/** Our names for what agents' tools do. `plan` keeps a to-do list, `agent` is a sub-agent with a task of its own. */
export const toolKinds = [
  "read",
  "edit",
  "write",
  "run",
  "search",
  "fetch",
  "web-search",
  "plan",
  "agent",
  "image",
  "other",
] as const;
export type ToolKind = (typeof toolKinds)[number];

/** Why an agent could not go on. */
export const agentErrorKinds = [
  "auth",
  "rate_limit",
  "usage_limit",
  "overloaded",
  "network",
  "context",
  "refused",
  "request",
  "budget",
  "turns",
  "crash",
  "stalled",
  "unknown",
] as const;
export type AgentErrorKind = (typeof agentErrorKinds)[number];

/**
 * What any agent can say. One vocabulary, no vendor word in it.
 * Every stream ends with exactly one `agent.finished`; every tool call gets exactly one `agent.tool.finished`.
 */
export type AgentEvent =
  // Life of the session
  | { type: "agent.session"; session: string }
  | {
      type: "agent.finished";
      ok: boolean;
      why: FinishReason;
      exitCode: number | null;
      signal: string | null;
      ms: number;
    }
  // What it says: final text only, never deltas and their sum both
  // (`parent`: a sub-agent's; the call that started it)
  | { type: "agent.text"; text: string; parent?: string }
  | { type: "agent.reasoning"; text: string; parent?: string }
  // What it does
  | {
      type: "agent.tool.called";
      call: string;
      tool: ToolKind;
      nativeTool: string;
      input: unknown;
      /** Repository-relative. */
      paths: string[];
      parent?: string;
    }
  | {
      type: "agent.tool.finished";
      call: string;
      /** `null`: never answered; closed at the end. */
      ok: boolean | null;
      exitCode: number | null;
      /** Bounded; `outputBytes` counts the whole. */
      output: string;
      outputBytes: number;
    }
  // What it costs and what goes wrong; usage is always a difference, so that a sum is right
  | ({ type: "agent.usage"; usd: number | null; requests: number | null; model?: string; parent?: string } & Usage &
      Estimates)
  /** The agent asks its model again by itself; on the run's stream `attempt` is the story's, and `retry` counts from 1. */
  | { type: "agent.retry"; attempt: number; retry?: number; waitMs: number | null; why: string }
  /** `resetAt` is an ISO time. */
  | { type: "agent.error"; kind: AgentErrorKind; message: string; resetAt: string | null }
  | { type: "agent.notice"; message: string }
  | { type: "agent.unknown"; line: string };

export type FinishReason = "done" | "killed" | AgentErrorKind;

export type AgentEventType = AgentEvent["type"];
export type AgentFinished = Extract<AgentEvent, { type: "agent.finished" }>;
