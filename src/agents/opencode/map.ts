import type { AgentErrorKind, AgentEvent } from "../../core/agent-event.ts";
import { brokenEnding, type ErrorEvent, errorEvent } from "../failure.ts";
import type { Ending, ProcessEnd } from "../ledger.ts";
import type { MapperContext, Translation } from "../mapper.ts";
import { timeAfter } from "../reset-time.ts";
import { toolEvents } from "./tools.ts";
import { type OpencodeFailure, type OpencodeLine, type OpencodeStep, opencodeLine } from "./wire.ts";

/**
 * Translates `opencode run --format json`. It has no end of its own: the last `step_finish` is one when its reason says
 * so. After an error it may recover by itself, and exits with 1 all the same.
 */
export function opencodeTranslation(context: MapperContext): Translation {
  const state: State = { context, lastReason: null, error: null };
  return {
    skips: () => false,
    translate(record) {
      const parsed = opencodeLine.safeParse(record);
      if (!parsed.success) return null;
      const { sessionID } = parsed.data;
      const session: AgentEvent[] = sessionID === undefined ? [] : [{ type: "agent.session", session: sessionID }];
      return [...session, ...lineEvents(parsed.data, state)];
    },
    end: (exit) => ending(exit, state),
  };
}

interface State {
  readonly context: MapperContext;
  /** Why the last step ended; `null` before the first and after an error. */
  lastReason: string | null;
  error: ErrorEvent | null;
}

function lineEvents(line: OpencodeLine, state: State): AgentEvent[] {
  switch (line.type) {
    case "step_start":
      return [];
    case "text":
      return line.part.text === "" ? [] : [{ type: "agent.text", text: line.part.text }];
    case "reasoning":
      return line.part.text === "" ? [] : [{ type: "agent.reasoning", text: line.part.text }];
    case "tool_use":
      return toolEvents(line.part, state.context.cwd);
    case "step_finish":
      return stepEvents(line.part, state);
    case "error":
      state.lastReason = null;
      state.error = failureEvent(line.error, state.context.now());
      return [state.error];
  }
}

function stepEvents({ reason, tokens, cost }: OpencodeStep, state: State): AgentEvent[] {
  state.lastReason = reason;
  const usage = {
    input: tokens.input + tokens.cache.read + tokens.cache.write,
    cachedInput: tokens.cache.read,
    output: tokens.output + tokens.reasoning,
    reasoning: tokens.reasoning,
  };
  const counted: AgentEvent = { type: "agent.usage", ...usage, usd: cost ?? null, requests: 1 };
  // A stream that broke off is taken for a step that ended for an unknown reason, and asked for once more.
  if (reason !== "unknown") return [counted];
  return [counted, { type: "agent.notice", message: "An answer broke off" }];
}

function failureEvent({ name, data }: OpencodeFailure, now: number): ErrorEvent {
  const seconds = Number(data?.responseHeaders?.["retry-after"] ?? "");
  const resetAt = seconds > 0 ? timeAfter(now, seconds * 1000) : null;
  const kind = name === "ContextOverflowError" ? "context" : name === "MessageAbortedError" ? "unknown" : undefined;
  return errorEvent(data?.message || name, now, { kind, status: data?.statusCode, resetAt });
}

/** Reasons of a last step that are no success. */
const badReasons: Readonly<Record<string, [kind: AgentErrorKind, message: string]>> = {
  length: ["context", "The answer reached the limit of its length"],
  "content-filter": ["refused", "The model's provider withheld the answer"],
  "tool-calls": ["unknown", "It stopped in the middle of its work, after a tool call"],
  unknown: ["network", "The last answer broke off"],
  error: ["unknown", "The last answer ended with an error"],
};

function ending(exit: ProcessEnd | null, { lastReason, error, context }: State): Ending {
  if (exit?.signal != null || lastReason === null) return brokenEnding(exit, error, context.now());
  const bad = badReasons[lastReason];
  if (bad === undefined) return { events: [], ok: true, why: "done" };
  const [kind, message] = bad;
  return { events: [errorEvent(message, context.now(), { kind })], ok: false, why: kind };
}
