import type { AgentEvent } from "../../core/agent-event.ts";
import { type JsonRecord, numberOf, recordOf, textOf } from "../../core/narrow.ts";
import { totalTokens } from "../../core/usage.ts";
import { brokenEnding, type ErrorEvent, errorEvent } from "../failure.ts";
import type { Ending, ProcessEnd } from "../ledger.ts";
import type { MapperContext, Translation } from "../mapper.ts";
import { failureOf, requestFailure } from "./failure.ts";
import { notice, otherMessage, sessionEvents, usageEvent } from "./session.ts";
import { blocksOf, toolCalled, toolFinished } from "./tools.ts";

/**
 * Translates `pi --mode json`, of 0.73 and 1.x alike, field by field. It exits with 0 whatever the model did: the last
 * message of the assistant says how it ended, and an error counts only when no retry followed it.
 */
export function piTranslation(context: MapperContext): Translation {
  const state: State = {
    now: context.now,
    cwd: context.cwd,
    stopReason: null,
    error: null,
    ended: false,
    settled: null,
  };
  return {
    skips: (line) => repeated.test(line),
    translate: (record) => lineEvents(recordOf(record), state),
    lastWord: () => state.settled !== null || (state.ended && state.stopReason === "stop"),
    end: (exit) => ending(exit, state),
  };
}

/** Pieces and repetitions: what they hold is in `message_end` and `tool_execution_end` whole. */
const repeated =
  /^\{"type":"(?:message_update|message_start|tool_execution_update|turn_start|turn_end|entry_appended)"/;

interface State {
  readonly now: () => number;
  cwd: string;
  /** Of the last message of the assistant. */
  stopReason: string | null;
  error: ErrorEvent | null;
  /** Its loop came to an end; a retry, a compaction or a message that waited may begin another. */
  ended: boolean;
  /** Nothing is left that would go on by itself, as 1.x says; `null`: not said. */
  settled: "done" | "aborted" | null;
}

function lineEvents(line: JsonRecord, state: State): AgentEvent[] | null {
  switch (line["type"]) {
    case "session":
      if (state.cwd === "") state.cwd = textOf(line["cwd"]);
      return typeof line["id"] === "string" ? [{ type: "agent.session", session: line["id"] }] : null;
    case "agent_start":
    case "agent_end":
      state.ended = line["type"] === "agent_end" && line["willRetry"] !== true;
      state.settled = null;
      return [];
    case "agent_settled":
      state.settled = line["aborted"] === true ? "aborted" : "done";
      return [];
    case "message_end": {
      const message = recordOf(line["message"]);
      if (typeof message["role"] !== "string") return null;
      return message["role"] === "assistant" ? assistantEvents(message, state) : otherMessage(message);
    }
    case "tool_execution_start":
      return toolCalled(line, state.cwd);
    case "tool_execution_end":
      return toolFinished(line);
    case "auto_retry_start":
    case "summarization_retry_scheduled":
      state.ended = false;
      return [retryEvent(line, state)];
    case "auto_retry_end":
      // What it gave up with in the end may be another failure than the one that it began with.
      if (line["success"] === false && textOf(line["finalError"]) !== "")
        state.error = requestFailure(textOf(line["finalError"]), state.now());
      return [];
    case "compaction_start":
    case "auto_compaction_start":
      state.ended = false;
      return sessionEvents(line);
    default:
      return sessionEvents(line);
  }
}

function retryEvent({ attempt, delayMs, errorMessage }: JsonRecord, { error, now }: State): AgentEvent {
  const told = textOf(errorMessage);
  const why = told === "" ? (error?.message ?? "the request failed") : requestFailure(told, now()).message;
  return {
    type: "agent.retry",
    attempt: numberOf(Number(attempt)),
    waitMs: typeof delayMs === "number" ? delayMs : null,
    why,
  };
}

function assistantEvents(message: JsonRecord, state: State): AgentEvent[] {
  state.stopReason = textOf(message["stopReason"]) || null;
  state.error = failureOf(message, state.now());
  return [...usageEvents(message), ...blocksOf(message).flatMap(blockEvents)];
}

function blockEvents({ type, text, thinking, mimeType }: JsonRecord): AgentEvent[] {
  if (type === "thinking") {
    return textOf(thinking) === "" ? [] : [{ type: "agent.reasoning", text: textOf(thinking) }];
  }
  if (type === "image") return [notice(`It answered with an image (${textOf(mimeType) || "unknown type"})`)];
  return textOf(text) === "" ? [] : [{ type: "agent.text", text: textOf(text) }];
}

function usageEvents({ usage, stopReason, model, responseModel }: JsonRecord): AgentEvent[] {
  if (usage == null) return [];
  // The one that answered, where a router or a fall-back chose it.
  const event = usageEvent(recordOf(usage), 1, textOf(responseModel) || textOf(model));
  if (totalTokens(event) === 0) {
    // 0.73 takes a stream that broke off for a whole answer; the count that closes a stream is what it lacks.
    return stopReason === "stop" ? [notice("An answer came without a token count")] : [];
  }
  return [event];
}

function ending(exit: ProcessEnd | null, { stopReason, error, settled, now }: State): Ending {
  if (exit?.exitCode === 143 || exit?.exitCode === 130) return { events: [], ok: false, why: "killed" };
  if (exit?.signal == null && error !== null) return { events: [error], ok: false, why: error.kind };
  const wentWell = exit === null || exit.exitCode === 0;
  if (settled === "aborted" && wentWell) {
    const aborted = errorEvent("The work was aborted", now(), { kind: "unknown" });
    return { events: [aborted], ok: false, why: "unknown" };
  }
  // A tool may end the work by itself: then the model is not asked once more, and nothing is left to do.
  const done = stopReason === "stop" || (stopReason === "toolUse" && settled === "done");
  return done && wentWell ? { events: [], ok: true, why: "done" } : brokenEnding(exit, null, now(), done);
}
