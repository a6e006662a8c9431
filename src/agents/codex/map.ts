import type { AgentEvent } from "../../core/agent-event.ts";
import { type JsonRecord, numberOf, recordOf, textOf } from "../../core/narrow.ts";
import { noUsage, type Usage } from "../../core/usage.ts";
import { boundText } from "../bound.ts";
import { brokenEnding, type ErrorEvent, errorEvent } from "../failure.ts";
import type { Ending, ProcessEnd } from "../ledger.ts";
import type { MapperContext, Translation } from "../mapper.ts";
import { itemCalled, itemFinished } from "./items.ts";
import { failedTurnLine } from "./wire.ts";

/**
 * Translates `codex exec --json`. An `error` line is not final (most announce a retry); `turn.completed` or
 * `turn.failed` is. Usage is the whole thread's, so what it was before is taken off.
 */
export function codexTranslation(context: MapperContext): Translation {
  const state: State = { context, counted: context.usageBefore ?? noUsage, turn: "open", error: null };
  return {
    skips: (line) => line.startsWith('{"type":"turn.started"') || line.startsWith('{"type":"item.updated"'),
    translate(record) {
      const line = recordOf(record);
      switch (line["type"]) {
        case "thread.started":
          return [{ type: "agent.session", session: textOf(line["thread_id"]) }];
        case "item.started":
          return itemCalled(recordOf(line["item"]), context.cwd);
        case "item.completed":
          return completedItem(recordOf(line["item"]), context.cwd);
        case "error":
          return retryOrNothing(textOf(line["message"]));
        case "turn.completed":
          state.turn = "completed";
          return [usageEvent(recordOf(line["usage"]), state)];
        default:
          return failedTurn(line, state);
      }
    },
    lastWord: () => state.turn !== "open",
    end: (exit) => ending(exit, state),
  };
}

interface State {
  readonly context: MapperContext;
  counted: Usage;
  turn: "open" | "completed" | "failed";
  error: ErrorEvent | null;
}

function failedTurn(line: JsonRecord, state: State): AgentEvent[] | null {
  const parsed = failedTurnLine.safeParse(line);
  if (!parsed.success) return null;
  state.turn = "failed";
  state.error = errorEvent(plainMessage(parsed.data.error.message), state.context.now());
  return [state.error];
}

function completedItem(item: JsonRecord, cwd: string): AgentEvent[] | null {
  const { type, text, message } = item;
  switch (type) {
    case "agent_message":
      return text === "" ? [] : [{ type: "agent.text", text: textOf(text) }];
    case "reasoning":
      return text === "" ? [] : [{ type: "agent.reasoning", text: textOf(text) }];
    case "error":
      return [{ type: "agent.notice", message: textOf(message) || "Something is not as it should be" }];
    default: {
      // Some items are told only once they are complete; a call that is known already is told once all the same.
      const called = itemCalled(item, cwd);
      return called === null ? null : [...called, itemFinished(item)];
    }
  }
}

function usageEvent(usage: JsonRecord, state: State): AgentEvent {
  const before = state.counted;
  state.counted = {
    input: numberOf(usage["input_tokens"]),
    cachedInput: numberOf(usage["cached_input_tokens"]),
    output: numberOf(usage["output_tokens"]),
    reasoning: numberOf(usage["reasoning_output_tokens"]),
  };
  return {
    type: "agent.usage",
    input: state.counted.input - before.input,
    cachedInput: state.counted.cachedInput - before.cachedInput,
    output: state.counted.output - before.output,
    reasoning: state.counted.reasoning - before.reasoning,
    usd: null,
    requests: null,
  };
}

/** `Reconnecting... 1/2 (why)`. The last error is repeated by `turn.failed`, which is where it counts. */
function retryOrNothing(message: string): AgentEvent[] {
  const retry = /^Reconnecting\.\.\. (\d+)\/\d+(?: \((.*)\))?/s.exec(message);
  if (retry === null) return [];
  return [{ type: "agent.retry", attempt: Number(retry[1]), waitMs: null, why: plainMessage(retry[2] ?? message) }];
}

/** Some failures are the provider's JSON as it came. */
function plainMessage(message: string): string {
  if (!message.startsWith("{")) return message;
  return /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(message)?.[1] ?? message;
}

function ending(exit: ProcessEnd | null, { turn, error, context }: State): Ending {
  const events = exit === null ? [] : silentFailures(exit.stderr);
  if (turn === "completed" && (exit === null || exit.exitCode === 0)) return { events, ok: true, why: "done" };
  const broken = brokenEnding(exit, error, context.now());
  return { ...broken, events: [...events, ...broken.events] };
}

/** Patches that don't apply, unknown tools and refused writes: its stdout says nothing of them, its stderr one line. */
function silentFailures(stderr: string): AgentEvent[] {
  return [...stderr.matchAll(/ERROR codex_core::tools::router: error=(.+)/g)].map(([, message = ""]) => ({
    type: "agent.notice",
    message: `A tool call failed: ${boundText(message, 500)}`,
  }));
}
