import type { AgentErrorKind, AgentEvent } from "../../core/agent-event.ts";
import { recordOf } from "../../core/narrow.ts";
import { brokenEnding, type ErrorEvent, errorEvent } from "../failure.ts";
import type { Ending, ProcessEnd } from "../ledger.ts";
import type { MapperContext, Translation } from "../mapper.ts";
import { epochTime } from "../reset-time.ts";
import { toolCalled, toolFinished } from "./tools.ts";
import { newUsageCount } from "./usage.ts";
import {
  assistantLine,
  type ClaudeAssistant,
  type ClaudeBlock,
  type ClaudeLimit,
  type ClaudeResult,
  type ClaudeSystem,
  type ClaudeUser,
  rateLimitLine,
  resultLine,
  systemLine,
  userLine,
} from "./wire.ts";

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
          return parsedOr(assistantLine.safeParse(record), (line) => assistantEvents(line, state));
        case "user":
          return parsedOr(userLine.safeParse(record), userEvents);
        case "system":
          return parsedOr(systemLine.safeParse(record), (line) => systemEvents(line, state));
        case "result":
          return parsedOr(resultLine.safeParse(record), (line) => resultEvents(line, state));
        case "rate_limit_event":
          return parsedOr(rateLimitLine.safeParse(record), (line) => limitEvents(line, state));
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
  result: ClaudeResult | null;
  error: ErrorEvent | null;
  /** When a limit that was told ends. */
  limitReset: string | null;
}

function assistantEvents({ message, error }: ClaudeAssistant, state: State): AgentEvent[] {
  const blocks = typeof message.content === "string" ? [textBlock(message.content)] : message.content;
  if (error != null) {
    const words = blocks.map(({ text }) => text ?? "").join("\n");
    return failed(words, { status: statuses[error] ?? null }, state);
  }
  const counted = message.usage == null ? [] : state.usage.message(message.id, message.usage);
  return [...counted, ...blocks.flatMap((block) => blockEvents(block, state.cwd))];
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

function systemEvents(line: ClaudeSystem, state: State): AgentEvent[] | null {
  switch (line.subtype) {
    case "init":
      if (state.cwd === "") state.cwd = line.cwd ?? "";
      return line.session_id === undefined ? [] : [{ type: "agent.session", session: line.session_id }];
    case "api_retry": {
      const why = [line.error_status, line.error].filter((word) => word != null).join(" ");
      return [{ type: "agent.retry", attempt: line.attempt ?? 1, waitMs: line.retry_delay_ms ?? null, why }];
    }
    case "permission_denied":
      return [{ type: "agent.notice", message: line.message ?? `${line.tool_name ?? "A tool"} was refused` }];
    case "compact_boundary":
      return [{ type: "agent.notice", message: "The conversation was compacted" }];
    case "informational":
    case "model_refusal_no_fallback":
      return [{ type: "agent.notice", message: line.message || line.content || "The model refused to answer" }];
    default:
      return null;
  }
}

function resultEvents(line: ClaudeResult, state: State): AgentEvent[] {
  state.result = line;
  const counted = state.usage.result(line);
  if (!line.is_error) {
    state.error = null;
    const answer = line.structured_output;
    return answer == null ? counted : [...counted, { type: "agent.text", text: JSON.stringify(answer) }];
  }
  // An interrupted prompt is no failure of its own: whoever interrupted it knows why.
  if (wasInterrupted(line)) return counted;
  const words = line.result ?? line.errors?.join("\n") ?? line.subtype;
  return [...counted, ...failed(words, { status: line.api_error_status ?? null, kind: kinds[line.subtype] }, state)];
}

function wasInterrupted(line: ClaudeResult): boolean {
  return line.terminal_reason?.startsWith("aborted") === true;
}

function limitEvents({ rate_limit_info: { status, resetsAt } }: ClaudeLimit, state: State): AgentEvent[] {
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

function parsedOr<T>(
  parsed: { success: true; data: T } | { success: false },
  map: (line: T) => AgentEvent[] | null,
): AgentEvent[] | null {
  return parsed.success ? map(parsed.data) : null;
}

function textBlock(text: string): ClaudeBlock {
  return { type: "text", text, input: undefined, content: undefined };
}

function blockEvents(block: ClaudeBlock, cwd: string): AgentEvent[] {
  switch (block.type) {
    case "text":
      return block.text ? [{ type: "agent.text", text: block.text }] : [];
    case "thinking":
      return block.thinking ? [{ type: "agent.reasoning", text: block.thinking }] : [];
    case "tool_use":
      return toolCalled(block, cwd);
    default:
      return [];
  }
}

function userEvents({ message, tool_use_result }: ClaudeUser): AgentEvent[] {
  if (typeof message.content === "string") return [];
  const results = message.content.filter((block) => block.type === "tool_result");
  return results.flatMap((block) => toolFinished(block, tool_use_result));
}

function ending(exit: ProcessEnd | null, { result, error, now }: State): Ending {
  if (result === null) return killedByExitCode(exit) ?? brokenEnding(exit, error, now());
  if (!result.is_error && (exit === null || exit.exitCode === 0)) return { events: [], ok: true, why: "done" };
  if (wasInterrupted(result)) return { events: [], ok: false, why: "killed" };
  return brokenEnding(exit, error, now());
}

/** It catches SIGTERM and then exits by itself, with the code that shells use for it. */
function killedByExitCode(exit: ProcessEnd | null): Ending | null {
  return exit?.exitCode === 143 || exit?.exitCode === 130 ? { events: [], ok: false, why: "killed" } : null;
}
