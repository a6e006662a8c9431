import type { AgentErrorKind, AgentEvent } from "../../core/agent-event.ts";
import { type JsonRecord, listOf, numberOf, recordOf, textOf } from "../../core/narrow.ts";
import { boundText } from "../bound.ts";
import { classifyError } from "../classify.ts";
import { brokenEnding, type ErrorEvent, errorEvent } from "../failure.ts";
import type { Ending, ProcessEnd } from "../ledger.ts";
import type { MapperContext, Translation } from "../mapper.ts";
import { epochTime } from "../reset-time.ts";
import { denials, noticeEvents, type Told } from "./notices.ts";
import { toolCalled, toolFinished } from "./tools.ts";
import { newUsageCount } from "./usage.ts";

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
          return limitEvents(recordOf(record), state);
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
  const { content, usage } = message;
  if (content === undefined) return null;
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
  // Written by the program in the model's name: how older versions tell a request that failed.
  if (message["model"] === "<synthetic>") return syntheticEvents(blocks, state);
  const events: AgentEvent[] = usage == null ? [] : state.usage.message(message, parent);
  for (const block of blocks) events.push(...blockEvents(block, state.cwd, parent));
  return events;
}

function syntheticEvents(blocks: readonly JsonRecord[], state: State): AgentEvent[] {
  const words = blocks
    .map(({ text }) => textOf(text))
    .join("\n")
    .trim();
  if (words === "" || words === "No response requested.") return [];
  if (classifyError(words) === "unknown") return [{ type: "agent.notice", message: boundText(words, longestNotice) }];
  return failed(words, { status: statusIn(words) }, state);
}

const longestNotice = 500;

/** `API Error: 529 {…}` */
function statusIn(words: string): number | null {
  const told = /^API Error: (\d{3})\b/.exec(words)?.[1];
  return told === undefined ? null : Number(told);
}

function failed(
  message: string,
  known: { status: number | null; kind?: AgentErrorKind | undefined },
  state: State,
): ErrorEvent[] {
  // The result repeats the words of the message that told the failure.
  if (repeats(message.trim(), state.error)) return [];
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

function resultEvents(line: JsonRecord, state: State): AgentEvent[] {
  const { structured_output, terminal_reason } = line;
  const interrupted = textOf(terminal_reason).startsWith("aborted");
  const words = resultWords(line);
  // Older versions call a story that was cut off no error, nor one whose last request failed.
  const repeated = repeats(words, state.error);
  const bad = line["is_error"] === true || textOf(line["subtype"]).startsWith("error") || repeated;
  state.result = { ok: !bad, interrupted };
  const counted: AgentEvent[] = [...state.usage.result(line), ...denials(line["permission_denials"], state.told)];
  if (!bad) {
    state.error = null;
    if (structured_output == null) return counted;
    return [...counted, { type: "agent.text", text: JSON.stringify(structured_output) }];
  }
  // An interrupted prompt is not a failure of its own: whoever interrupted it knows why.
  if (interrupted) return counted;
  const status = numberOf(Number(line["api_error_status"])) || statusIn(words);
  const kind = kinds[textOf(line["subtype"])];
  return [...counted, ...failed(words || "It failed without a reason", { status, kind }, state)];
}

/** Of a long message the event keeps a part alone. */
const enoughToKnow = 200;

function repeats(words: string, error: ErrorEvent | null): boolean {
  if (error === null) return false;
  const begin = error.message.slice(0, enoughToKnow);
  return words === error.message || (begin.length === enoughToKnow && words.startsWith(begin));
}

/** What a result says: its text, or what went wrong, or the name of it. */
function resultWords({ result, errors, subtype }: JsonRecord): string {
  const listed = listOf(errors).map((one) => textOf(one) || textOf(recordOf(one)["message"]));
  const words = textOf(result) || listed.filter((word) => word !== "").join("\n");
  return words.trim() || textOf(subtype).replace(/_/g, " ");
}

function limitEvents(line: JsonRecord, state: State): AgentEvent[] | null {
  const { status, resetsAt } = recordOf(line["rate_limit_info"]);
  if (typeof status !== "string") return null;
  if (status === "allowed") return [];
  // A warning is of a limit that is not reached yet: another one may be. The time is in seconds.
  if (status === "rejected") state.limitReset = epochTime(numberOf(Number(resetsAt))) ?? state.limitReset;
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
  return brokenEnding(exit, error, now(), result.ok);
}

/** It catches SIGTERM and then exits by itself, with the code that shells use for it. */
function killedByExitCode(exit: ProcessEnd | null): Ending | null {
  return exit?.exitCode === 143 || exit?.exitCode === 130 ? { events: [], ok: false, why: "killed" } : null;
}
