import type { AgentEvent } from "../../core/agent-event.ts";
import { noUsage, type Usage } from "../../core/usage.ts";
import { boundText } from "../bound.ts";
import { brokenEnding, type ErrorEvent, errorEvent } from "../failure.ts";
import type { Ending, ProcessEnd } from "../ledger.ts";
import type { MapperContext, Translation } from "../mapper.ts";
import { itemCalled, itemFinished } from "./items.ts";
import { type CodexItem, type CodexLine, codexLine } from "./wire.ts";

/**
 * Translates `codex exec --json`. An `error` line is not final (most announce a retry); `turn.completed` or
 * `turn.failed` is. Usage is the whole thread's, so what it was before is taken off.
 */
export function codexTranslation(context: MapperContext): Translation {
  const state: State = { context, counted: context.usageBefore ?? noUsage, turn: "open", error: null };
  return {
    skips: () => false,
    translate(record) {
      const parsed = codexLine.safeParse(record);
      return parsed.success ? lineEvents(parsed.data, state) : null;
    },
    end: (exit) => ending(exit, state),
  };
}

interface State {
  readonly context: MapperContext;
  counted: Usage;
  turn: "open" | "completed" | "failed";
  error: ErrorEvent | null;
}

function lineEvents(line: CodexLine, state: State): AgentEvent[] {
  const { cwd, now } = state.context;
  switch (line.type) {
    case "thread.started":
      return [{ type: "agent.session", session: line.thread_id }];
    case "turn.started":
      state.turn = "open";
      return [];
    case "item.started":
      return itemCalled(line.item, cwd);
    case "item.updated":
      return [];
    case "item.completed":
      return completedItem(line.item, cwd);
    case "turn.completed":
      state.turn = "completed";
      return [usageEvent(line.usage, state)];
    case "turn.failed":
      state.turn = "failed";
      state.error = errorEvent(plainMessage(line.error.message), now());
      return [state.error];
    case "error":
      return retryOrNothing(line.message);
  }
}

function completedItem(item: CodexItem, cwd: string): AgentEvent[] {
  switch (item.type) {
    case "agent_message":
      return item.text ? [{ type: "agent.text", text: item.text }] : [];
    case "reasoning":
      return item.text ? [{ type: "agent.reasoning", text: item.text }] : [];
    case "error":
      return [{ type: "agent.notice", message: item.message ?? "Something is not as it should be" }];
    default:
      // Some items are told only once they are complete; a call that is known already is told once all the same.
      return [...itemCalled(item, cwd), ...itemFinished(item)];
  }
}

function usageEvent(usage: Extract<CodexLine, { type: "turn.completed" }>["usage"], state: State): AgentEvent {
  const before = state.counted;
  state.counted = {
    input: usage.input_tokens,
    cachedInput: usage.cached_input_tokens,
    output: usage.output_tokens,
    reasoning: usage.reasoning_output_tokens,
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
