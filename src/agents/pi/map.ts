import type { AgentErrorKind, AgentEvent } from "../../core/agent-event.ts";
import { totalTokens } from "../../core/usage.ts";
import { brokenEnding, type ErrorEvent, errorEvent } from "../failure.ts";
import type { Ending, ProcessEnd } from "../ledger.ts";
import type { MapperContext, Translation } from "../mapper.ts";
import { blocksOf, notice, otherMessage, sessionEvents, usageEvent } from "./session.ts";
import { toolCalled, toolFinished } from "./tools.ts";
import { type PiBlock, type PiLine, type PiMessage, piLine } from "./wire.ts";

/**
 * Translates `pi --mode json`. It exits with 0 whatever the model did: the last message of the assistant says how it
 * ended, and an error counts only when no retry followed it.
 */
export function piTranslation(context: MapperContext): Translation {
  const state: State = { now: context.now, cwd: context.cwd, stopReason: null, error: null };
  return {
    skips: (line) => repeated.test(line),
    translate(record) {
      const parsed = piLine.safeParse(record);
      return parsed.success ? lineEvents(parsed.data, state) : null;
    },
    end: (exit) => ending(exit, state),
  };
}

/** Pieces and repetitions: what they hold is in `message_end` and `tool_execution_end` whole. */
const repeated =
  /^\{"type":"(?:message_update|message_start|tool_execution_update|turn_start|turn_end|agent_start|agent_end|entry_appended)"/;

interface State {
  readonly now: () => number;
  cwd: string;
  /** Of the last message of the assistant. */
  stopReason: string | null;
  error: ErrorEvent | null;
}

function lineEvents(line: PiLine, state: State): AgentEvent[] {
  switch (line.type) {
    case "session":
      if (state.cwd === "") state.cwd = line.cwd ?? "";
      return [{ type: "agent.session", session: line.id }];
    case "message_end":
      return line.message.role === "assistant" ? assistantEvents(line.message, state) : otherMessage(line.message);
    case "tool_execution_start":
      return [toolCalled(line, state.cwd)];
    case "tool_execution_end":
      return [toolFinished(line)];
    case "auto_retry_start":
    case "summarization_retry_scheduled": {
      const why = errorEvent(plainMessage(line.errorMessage), state.now()).message;
      return [{ type: "agent.retry", attempt: line.attempt, waitMs: line.delayMs ?? null, why }];
    }
    default:
      return sessionEvents(line);
  }
}

function assistantEvents(message: PiMessage, state: State): AgentEvent[] {
  state.stopReason = message.stopReason ?? null;
  state.error = failureOf(message, state.now());
  return [...usageEvents(message), ...blocksOf(message).flatMap(blockEvents)];
}

function blockEvents(block: PiBlock): AgentEvent[] {
  if (block.type === "text" && block.text) return [{ type: "agent.text", text: block.text }];
  if (block.type === "thinking" && block.thinking) return [{ type: "agent.reasoning", text: block.thinking }];
  if (block.type === "image") return [notice(`It answered with an image (${block.mimeType ?? "unknown type"})`)];
  return [];
}

function usageEvents({ usage, stopReason, model }: PiMessage): AgentEvent[] {
  if (usage == null) return [];
  const event = usageEvent(usage, 1, model);
  if (totalTokens(event) === 0) {
    // 0.73 takes a stream that broke off for a whole answer; the count that closes a stream is what it lacks.
    return stopReason === "stop" ? [{ type: "agent.notice", message: "An answer came without a token count" }] : [];
  }
  return [event];
}

const badReasons: Readonly<Record<string, [kind: AgentErrorKind, message: string]>> = {
  length: ["context", "The answer reached its length limit"],
  aborted: ["unknown", "The answer was aborted"],
};

function failureOf({ stopReason, errorMessage }: PiMessage, now: number): ErrorEvent | null {
  if (stopReason === "error") {
    const words = errorMessage ?? "The model's request failed";
    const status = Number(/^(\d{3})\b/.exec(words)?.[1] ?? "");
    return errorEvent(plainMessage(words), now, { status: status > 0 ? status : null });
  }
  const bad = badReasons[stopReason ?? ""];
  return bad === undefined ? null : errorEvent(bad[1], now, { kind: bad[0] });
}

/** 1.x tells a provider's JSON as it came. */
function plainMessage(words: string): string {
  const message = /^\d{3}:? \{.*?"message":"((?:[^"\\]|\\.)*)"/s.exec(words)?.[1];
  return message ?? words;
}

function ending(exit: ProcessEnd | null, { stopReason, error, now }: State): Ending {
  if (exit?.exitCode === 143 || exit?.exitCode === 130) return { events: [], ok: false, why: "killed" };
  if (exit?.signal == null && error !== null) return { events: [error], ok: false, why: error.kind };
  if (stopReason === "stop" && (exit === null || exit.exitCode === 0)) return { events: [], ok: true, why: "done" };
  return brokenEnding(exit, null, now());
}
