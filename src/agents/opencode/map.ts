import { z } from "zod";
import type { AgentErrorKind, AgentEvent } from "../../core/agent-event.ts";
import { type JsonRecord, recordOf, textOf } from "../../core/narrow.ts";
import { dollars, tokenCount } from "../../core/usage.ts";
import { brokenEnding, type ErrorEvent, errorEvent } from "../failure.ts";
import type { Ending, ProcessEnd } from "../ledger.ts";
import type { MapperContext, Translation } from "../mapper.ts";
import { timeAfter } from "../reset-time.ts";
import { notice, partNotice } from "./notices.ts";
import { toolEvents } from "./tools.ts";

/**
 * What is read of an `error` line of `opencode run --format json`. Everything else may change as it likes. The other
 * lines are the bulk, and are read field by field where they are mapped, in a fifth of the time.
 */
const errorLine = z.object({
  type: z.literal("error"),
  error: z.object({
    name: z.string(),
    data: z
      .object({
        message: z.string().nullish(),
        statusCode: z.number().nullish(),
        responseHeaders: z.record(z.string(), z.string()).nullish(),
      })
      .nullish(),
  }),
});
type OpencodeFailure = z.infer<typeof errorLine>["error"];

/**
 * Translates `opencode run --format json`. It has no end of its own: the last `step_finish` is one when its reason says
 * so. After an error it may recover by itself, and exits with 1 all the same.
 */
export function opencodeTranslation(context: MapperContext): Translation {
  const state: State = { context, session: null, lastReason: null, error: null };
  return {
    skips: () => false,
    translate(record) {
      const line = recordOf(record);
      const { sessionID } = line;
      const session = typeof sessionID === "string" ? sessionID : null;
      // A session that is not the first one is a sub-agent's.
      const parent = session === null || state.session === null || session === state.session ? undefined : session;
      const events = lineEvents(line, state, parent);
      if (events === null || session === null || state.session !== null) return events;
      state.session = session;
      return [{ type: "agent.session", session }, ...events];
    },
    lastWord: () => state.lastReason === "stop",
    end: (exit) => ending(exit, state),
  };
}

interface State {
  readonly context: MapperContext;
  /** Every line names it; it is told once. */
  session: string | null;
  /** Why the last step ended; `null` before the first and after an error. */
  lastReason: string | null;
  error: ErrorEvent | null;
}

function lineEvents(line: JsonRecord, state: State, parent: string | undefined): AgentEvent[] | null {
  const part = recordOf(line["part"]);
  switch (line["type"]) {
    case "step_start":
      return [];
    case "text":
      return textEvents(part, "agent.text", parent);
    case "reasoning":
      return textEvents(part, "agent.reasoning", parent);
    case "tool_use":
      return toolEvents(part, state.context.cwd, parent);
    case "step_finish":
      return stepEvents(part, state, parent);
    case "error":
      return failureEvents(line, state, parent);
    default:
      return partNotice(part);
  }
}

function textEvents(part: JsonRecord, type: "agent.text" | "agent.reasoning", parent?: string): AgentEvent[] {
  const text = textOf(part["text"]);
  if (text.trim() === "") return [];
  // Written by the program in the name of the person or the model, to keep the model going.
  if (part["synthetic"] === true || part["ignored"] === true) return [notice(`It was told: ${text.trim()}`)];
  return [{ type, text, ...(parent === undefined ? {} : { parent }) }];
}

function stepEvents({ reason, tokens, cost }: JsonRecord, state: State, parent: string | undefined): AgentEvent[] {
  if (parent === undefined) state.lastReason = textOf(reason);
  const { input, output, reasoning, cache } = recordOf(tokens);
  const { read, write } = recordOf(cache);
  const usage = {
    input: tokenCount(input) + tokenCount(read) + tokenCount(write),
    cachedInput: tokenCount(read),
    output: tokenCount(output) + tokenCount(reasoning),
    reasoning: tokenCount(reasoning),
  };
  const by = parent === undefined ? {} : { parent };
  const counted: AgentEvent = { type: "agent.usage", ...usage, usd: dollars(cost), requests: 1, ...by };
  // A stream that broke off is taken for a step that ended for an unknown reason, and asked for once more.
  if (reason !== "unknown") return [counted];
  return [counted, notice("An answer broke off")];
}

function failureEvents(line: JsonRecord, state: State, parent: string | undefined): AgentEvent[] | null {
  const parsed = errorLine.safeParse(line);
  if (!parsed.success) return null;
  // The agent is told, and may do without it.
  if (parent !== undefined) return [notice(`A sub-agent failed: ${failureEvent(parsed.data.error, NaN).message}`)];
  state.lastReason = null;
  state.error = failureEvent(parsed.data.error, state.context.now());
  return [state.error];
}

function failureEvent({ name, data }: OpencodeFailure, now: number): ErrorEvent {
  const seconds = Number(data?.responseHeaders?.["retry-after"] ?? "");
  const resetAt = seconds > 0 ? timeAfter(now, seconds * 1000) : null;
  const kind = kindsByName[name];
  return errorEvent(data?.message || name, now, { kind, status: data?.statusCode, resetAt });
}

/** Errors whose name says more than their words. */
const kindsByName: Readonly<Record<string, AgentErrorKind>> = {
  ContextOverflowError: "context",
  MessageOutputLengthError: "context",
  MessageAbortedError: "unknown",
  ProviderAuthError: "auth",
};

/** Reasons of a last step that did not succeed. */
const badReasons: Readonly<Record<string, [kind: AgentErrorKind, message: string]>> = {
  length: ["context", "The answer reached its length limit"],
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
