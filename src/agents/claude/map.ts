import { z } from "zod";
import type { AgentErrorKind, AgentEvent } from "../../core/agent-event.ts";
import { type JsonRecord, listOf, numberOf, recordOf, textOf } from "../../core/narrow.ts";
import { brokenEnding, type ErrorEvent, errorEvent } from "../failure.ts";
import type { Ending, ProcessEnd } from "../ledger.ts";
import type { MapperContext, Translation } from "../mapper.ts";
import { epochTime } from "../reset-time.ts";
import { denials, noticeEvents, type Told } from "./notices.ts";
import { toolCalled, toolFinished } from "./tools.ts";
import { newUsageCount } from "./usage.ts";

/**
 * What is read of the rare lines of `--output-format stream-json`: a prompt that failed, and the state of a
 * subscription's limits. Everything else may change as it likes. The other lines are the bulk, and are read field by
 * field where they are mapped, in a fifth of the time.
 */
const failedResultLine = z.object({
  type: z.literal("result"),
  subtype: z.string(),
  is_error: z.boolean().nullish(),
  result: z.string().nullish(),
  errors: z.array(z.string()).nullish(),
  api_error_status: z.number().nullish(),
});

/** `resetsAt` is in seconds. */
const rateLimitLine = z.object({
  type: z.literal("rate_limit_event"),
  rate_limit_info: z.object({ status: z.string(), resetsAt: z.number().nullish() }),
});

/** Translates Claude Code's `stream-json`. A `result` line ends each prompt, and says `success` for API errors too. */
export function claudeTranslation(context: MapperContext): Translation {
  const state: State = {
    now: context.now,
    cwd: context.cwd,
    usage: newUsageCount(context.resumed),
    result: null,
    error: null,
    limitReset: null,
    told: { background: new Set(), refused: new Set() },
  };
  return {
    skips: (line) => line.startsWith('{"type":"stream_event"') || line.startsWith(thinkingPrefix),
    translate(record) {
      switch (recordOf(record)["type"]) {
        case "assistant":
          return assistantEvents(recordOf(record), state);
        case "user":
          return userEvents(recordOf(record));
        case "control_request":
        case "keep_alive":
        // Signs of life and sums of what its lines told already.
        case "tool_progress":
        case "tool_use_summary":
        case "prompt_suggestion":
          return [];
        case "auth_status":
          return authEvents(recordOf(record));
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
    lastWord: () => state.result !== null && state.told.background.size === 0,
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
  readonly told: Told;
}

function assistantEvents(line: JsonRecord, state: State): AgentEvent[] | null {
  const message = recordOf(line["message"]);
  const { id, content, usage } = message;
  if (typeof id !== "string") return null;
  const blocks = typeof content === "string" ? [{ type: "text", text: content }] : listOf(content).map(recordOf);
  const parent = textOf(line["parent_tool_use_id"]) || undefined;
  const { error } = line;
  // The program's own account of a request that failed for good.
  if (typeof error === "string") {
    const words = blocks.map(({ text }) => textOf(text)).join("\n") || error.replace(/_/g, " ");
    // A sub-agent's failure is told to the agent, which may do without it.
    if (parent !== undefined) return [{ type: "agent.notice", message: `A sub-agent failed: ${words}` }];
    return failed(words, { status: statuses[error] ?? null, kind: errorKinds[error] }, state);
  }
  const events: AgentEvent[] = usage == null ? [] : state.usage.message(id, message, parent);
  for (const block of blocks) events.push(...blockEvents(block, state.cwd, parent));
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

/** A sign-in that goes on beside the work; what it ends in, the work's own lines tell. */
function authEvents({ error }: JsonRecord): AgentEvent[] {
  return textOf(error) === "" ? [] : [{ type: "agent.notice", message: `Signing in failed: ${textOf(error)}` }];
}

function systemEvents(line: JsonRecord, state: State): AgentEvent[] | null {
  const { session_id, cwd } = line;
  switch (line["subtype"]) {
    case "init":
      if (state.cwd === "") state.cwd = textOf(cwd);
      return typeof session_id === "string" ? [{ type: "agent.session", session: session_id }] : null;
    case "api_retry":
      return [retryEvent(line)];
    // As other versions say it.
    case "api_error":
      return [otherRetryEvent(line)];
    default:
      return noticeEvents(line, state.told);
  }
}

function retryEvent({ attempt, retry_delay_ms, error_status, error }: JsonRecord): AgentEvent {
  const why = [error_status, error].filter((word) => word != null).join(" ");
  const waitMs = typeof retry_delay_ms === "number" ? retry_delay_ms : null;
  return { type: "agent.retry", attempt: numberOf(attempt), waitMs, why };
}

function otherRetryEvent({ retryAttempt, retryInMs, error, message, content }: JsonRecord): AgentEvent {
  const why = textOf(recordOf(error)["message"]) || textOf(message) || textOf(content) || "a request failed";
  const waitMs = typeof retryInMs === "number" ? Math.round(retryInMs) : null;
  return { type: "agent.retry", attempt: numberOf(retryAttempt), waitMs, why };
}

function resultEvents(line: JsonRecord, state: State): AgentEvent[] | null {
  const { structured_output, terminal_reason } = line;
  const interrupted = textOf(terminal_reason).startsWith("aborted");
  // Older versions call a story that was cut off no error.
  const bad = line["is_error"] === true || textOf(line["subtype"]).startsWith("error");
  state.result = { ok: !bad, interrupted };
  const counted: AgentEvent[] = [...state.usage.result(line), ...denials(line["permission_denials"], state.told)];
  if (!bad) {
    state.error = null;
    if (structured_output == null) return counted;
    return [...counted, { type: "agent.text", text: JSON.stringify(structured_output) }];
  }
  // An interrupted prompt is not a failure of its own: whoever interrupted it knows why.
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
  // A warning is of a limit that is not reached yet: another one may be.
  if (resetsAt != null && status === "rejected") state.limitReset = epochTime(resetsAt);
  return [{ type: "agent.notice", message: `Usage limit: ${status.replace(/_/g, " ")}` }];
}

const thinkingPrefix = '{"type":"system","subtype":"thinking_tokens"';

const kinds: Readonly<Record<string, AgentErrorKind>> = { error_max_turns: "turns", error_max_budget_usd: "budget" };

/** Failures that no other attempt mends, whatever their words say. */
const errorKinds: Readonly<Record<string, AgentErrorKind>> = {
  model_not_found: "request",
  billing_error: "usage_limit",
  account_on_hold: "auth",
  verification_required: "auth",
  oauth_org_not_allowed: "auth",
  max_output_tokens: "context",
};

/** The program's names of failed requests, as the statuses that they stand for. */
const statuses: Readonly<Record<string, number>> = {
  authentication_failed: 401,
  invalid_request: 400,
  rate_limit: 429,
  server_error: 500,
  overloaded: 529,
};

function blockEvents(block: JsonRecord, cwd: string, parent: string | undefined): AgentEvent[] {
  const { type, text, thinking } = block;
  const by = parent === undefined ? {} : { parent };
  switch (type) {
    case "text":
      return text === "" ? [] : [{ type: "agent.text", text: textOf(text), ...by }];
    case "thinking":
      return thinking === "" ? [] : [{ type: "agent.reasoning", text: textOf(thinking), ...by }];
    case "tool_use":
    case "server_tool_use":
    case "mcp_tool_use":
      return toolCalled(block, cwd, parent);
    case "image":
      return [{ type: "agent.notice", message: "It answered with an image" }];
    case "fallback":
      return [{ type: "agent.notice", message: "Another model answered instead of the one that was asked" }];
    default:
      // The results of tools that run on the provider's side.
      return typeof block["tool_use_id"] === "string" ? toolFinished(block, null) : [];
  }
}

function userEvents(line: JsonRecord): AgentEvent[] {
  // What is not the result of a tool is a reminder to the model, or an echo of what we said.
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
