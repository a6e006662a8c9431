import type { AgentErrorKind, AgentEvent } from "../../core/agent-event.ts";
import { type JsonRecord, listOf, numberOf, recordOf, textOf } from "../../core/narrow.ts";
import { brokenEnding, type ErrorEvent, errorEvent } from "../failure.ts";
import type { Ending, ProcessEnd } from "../ledger.ts";
import type { MapperContext, Translation } from "../mapper.ts";
import { epochTime } from "../reset-time.ts";
import { toolCalled, toolFinished } from "./tools.ts";
import { newUsageCount } from "./usage.ts";
import { failedResultLine, rateLimitLine } from "./wire.ts";

/** Translates Claude Code's `stream-json`. A `result` line ends each prompt, and says `success` for API errors too. */
export function claudeTranslation(context: MapperContext): Translation {
  const state: State = {
    now: context.now,
    cwd: context.cwd,
    usage: newUsageCount(),
    result: null,
    error: null,
    limitReset: null,
  };
  return {
    skips: (line) => line.startsWith('{"type":"stream_event"') || line.startsWith(thinkingPrefix),
    translate(record) {
      switch (recordOf(record)["type"]) {
        case "assistant":
          return assistantEvents(recordOf(record), state);
        case "user":
          return userEvents(recordOf(record));
        case "system":
          return systemEvents(recordOf(record), state);
        case "result":
          return resultEvents(recordOf(record), state);
        case "rate_limit_event":
          return limitEvents(record, state);
        default:
          return null;
      }
    },
    end: (exit) => ending(exit, state),
  };
}

interface State {
  readonly now: () => number;
  readonly usage: ReturnType<typeof newUsageCount>;
  cwd: string;
  /** How the last prompt ended. */
  result: { ok: boolean; interrupted: boolean } | null;
  error: ErrorEvent | null;
  /** When a limit that was told ends. */
  limitReset: string | null;
}

function assistantEvents(line: JsonRecord, state: State): AgentEvent[] | null {
  const { id, content, usage } = recordOf(line["message"]);
  if (typeof id !== "string") return null;
  const blocks = typeof content === "string" ? [{ type: "text", text: content }] : listOf(content).map(recordOf);
  const { error } = line;
  // The program's own account of a request that failed for good.
  if (typeof error === "string") {
    const words = blocks.map(({ text }) => textOf(text)).join("\n");
    return failed(words, { status: statuses[error] ?? null }, state);
  }
  const events: AgentEvent[] = usage == null ? [] : state.usage.message(id, recordOf(usage));
  for (const block of blocks) events.push(...blockEvents(block, state.cwd));
  return events;
}

function failed(
  message: string,
  known: { status: number | null; kind?: AgentErrorKind | undefined },
  state: State,
): ErrorEvent[] {
  // The result repeats the words of the message that told the failure.
  if (state.error?.message === message.trim()) return [];
  state.error = errorEvent(message, state.now(), { ...known, resetAt: state.limitReset });
  return [state.error];
}

function systemEvents(line: JsonRecord, state: State): AgentEvent[] | null {
  const { message, content, tool_name, session_id, cwd } = line;
  switch (line["subtype"]) {
    case "init":
      if (state.cwd === "") state.cwd = textOf(cwd);
      return typeof session_id === "string" ? [{ type: "agent.session", session: session_id }] : null;
    case "api_retry":
      return [retryEvent(line)];
    case "permission_denied":
      return [{ type: "agent.notice", message: textOf(message) || `${textOf(tool_name) || "A tool"} was refused` }];
    case "compact_boundary":
      return [{ type: "agent.notice", message: "The conversation was compacted" }];
    case "informational":
    case "model_refusal_no_fallback":
      return [{ type: "agent.notice", message: textOf(content) || "The model refused to answer" }];
    default:
      return null;
  }
}

function retryEvent({ attempt, retry_delay_ms, error_status, error }: JsonRecord): AgentEvent {
  const why = [error_status, error].filter((word) => word != null).join(" ");
  const waitMs = typeof retry_delay_ms === "number" ? retry_delay_ms : null;
  return { type: "agent.retry", attempt: numberOf(attempt), waitMs, why };
}

function resultEvents(line: JsonRecord, state: State): AgentEvent[] | null {
  const { is_error, structured_output, terminal_reason } = line;
  const interrupted = textOf(terminal_reason).startsWith("aborted");
  state.result = { ok: is_error !== true, interrupted };
  const counted = state.usage.result(line);
  if (is_error !== true) {
    state.error = null;
    if (structured_output == null) return counted;
    return [...counted, { type: "agent.text", text: JSON.stringify(structured_output) }];
  }
  // An interrupted prompt is no failure of its own: whoever interrupted it knows why.
  if (interrupted) return counted;
  const parsed = failedResultLine.safeParse(line);
  if (!parsed.success) return null;
  const { result, errors, subtype, api_error_status } = parsed.data;
  const words = result ?? errors?.join("\n") ?? subtype;
  return [...counted, ...failed(words, { status: api_error_status ?? null, kind: kinds[subtype] }, state)];
}

function limitEvents(record: unknown, state: State): AgentEvent[] | null {
  const parsed = rateLimitLine.safeParse(record);
  if (!parsed.success) return null;
  const { status, resetsAt } = parsed.data.rate_limit_info;
  if (status === "allowed") return [];
  if (resetsAt != null) state.limitReset = epochTime(resetsAt);
  return [{ type: "agent.notice", message: `Usage limit: ${status.replace(/_/g, " ")}` }];
}

const thinkingPrefix = '{"type":"system","subtype":"thinking_tokens"';

const kinds: Readonly<Record<string, AgentErrorKind>> = { error_max_turns: "turns", error_max_budget_usd: "budget" };

/** The program's names of failed requests, as the statuses that they stand for. */
const statuses: Readonly<Record<string, number>> = {
  authentication_failed: 401,
  invalid_request: 400,
  rate_limit: 429,
  server_error: 500,
  overloaded: 529,
};

function blockEvents(block: JsonRecord, cwd: string): AgentEvent[] {
  const { type, text, thinking } = block;
  switch (type) {
    case "text":
      return text === "" ? [] : [{ type: "agent.text", text: textOf(text) }];
    case "thinking":
      return thinking === "" ? [] : [{ type: "agent.reasoning", text: textOf(thinking) }];
    case "tool_use":
      return toolCalled(block, cwd);
    default:
      return [];
  }
}

function userEvents(line: JsonRecord): AgentEvent[] {
  // What is no tool's result is a reminder to the model, or an echo of what we said.
  return listOf(recordOf(line["message"])["content"]).flatMap((raw) => {
    const block = recordOf(raw);
    return block["type"] === "tool_result" ? toolFinished(block, line["tool_use_result"]) : [];
  });
}

function ending(exit: ProcessEnd | null, { result, error, now }: State): Ending {
  if (result === null) return killedByExitCode(exit) ?? brokenEnding(exit, error, now());
  if (result.ok && (exit === null || exit.exitCode === 0)) return { events: [], ok: true, why: "done" };
  if (result.interrupted) return { events: [], ok: false, why: "killed" };
  return brokenEnding(exit, error, now());
}

/** It catches SIGTERM and then exits by itself, with the code that shells use for it. */
function killedByExitCode(exit: ProcessEnd | null): Ending | null {
  return exit?.exitCode === 143 || exit?.exitCode === 130 ? { events: [], ok: false, why: "killed" } : null;
}
