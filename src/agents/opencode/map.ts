import type { AgentErrorKind, AgentEvent } from "../../core/agent-event.ts";
import { type JsonRecord, listOf, recordOf, textOf } from "../../core/narrow.ts";
import { dollars, tokenCount, totalTokens, type Usage } from "../../core/usage.ts";
import { brokenEnding, type ErrorEvent, errorEvent } from "../failure.ts";
import type { Ending, ProcessEnd } from "../ledger.ts";
import type { MapperContext, Translation } from "../mapper.ts";
import { failureEvent } from "./failure.ts";
import { notice, partNotice } from "./notices.ts";
import { toolEvents } from "./tools.ts";

/**
 * Translates `opencode run --format json`. It has no end of its own: the last `step_finish` is one when its reason says
 * so. After an error it may recover by itself, and exits with 1 all the same.
 */
export function opencodeTranslation(context: MapperContext): Translation {
  const state: State = { context, session: null, lastReason: null, error: null, done: false };
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
    lastWord: () => state.done || state.lastReason === "stop",
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
  /** It said that nothing is left to do. */
  done: boolean;
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
    case "done":
      return doneEvents(line, state);
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
  const usage = usageOf(recordOf(tokens));
  const by = parent === undefined ? {} : { parent };
  const counted: AgentEvent = { type: "agent.usage", ...usage, usd: dollars(cost), requests: 1, ...by };
  // A stream that broke off is taken for a step that ended for an unknown reason, and asked for once more.
  if (reason !== "unknown") return [counted];
  return [counted, notice("An answer broke off")];
}

function usageOf({ input, output, reasoning, cache, total }: JsonRecord): Usage {
  const { read, write } = recordOf(cache);
  const usage = {
    input: tokenCount(input) + tokenCount(read) + tokenCount(write),
    cachedInput: tokenCount(read),
    output: tokenCount(output) + tokenCount(reasoning),
    reasoning: tokenCount(reasoning),
  };
  // Of what is not told apart the most was read.
  return totalTokens(usage) === 0 ? { ...usage, input: tokenCount(total) } : usage;
}

function failureEvents({ error }: JsonRecord, state: State, parent: string | undefined): AgentEvent[] {
  // The agent is told, and may do without it.
  if (parent !== undefined) return [notice(`A sub-agent failed: ${failureEvent(error, NaN).message}`)];
  state.lastReason = null;
  state.error = failureEvent(error, state.context.now());
  return [state.error];
}

/** The last line of newer releases. What nobody was there to allow was refused, and the model was told. */
function doneEvents({ rejected }: JsonRecord, state: State): AgentEvent[] {
  state.done = true;
  const refused = [...new Set(listOf(rejected).map(textOf))].filter((name) => name !== "");
  return refused.length === 0 ? [] : [notice(`Refused, as nobody was there to allow it: ${refused.join(", ")}`)];
}

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
