import { z } from "zod";
import type { AgentEvent } from "../../core/agent-event.ts";
import { type JsonRecord, listOf, recordOf, textOf } from "../../core/narrow.ts";
import { growth, noUsage, tokenCount, type Usage, widest } from "../../core/usage.ts";
import { boundText } from "../bound.ts";
import { brokenEnding, type ErrorEvent, errorEvent } from "../failure.ts";
import type { Ending, ProcessEnd } from "../ledger.ts";
import type { MapperContext, Translation } from "../mapper.ts";
import { itemCalled, itemFinished, onlySpeaks, todoText } from "./items.ts";

/**
 * The line of `codex exec --json` that ends a turn badly. Everything else may change as it likes. The other lines are
 * the bulk, and are read field by field where they are mapped, in a fifth of the time.
 */
const failedTurnLine = z.object({ type: z.literal("turn.failed"), error: z.object({ message: z.string() }) });

/**
 * Translates `codex exec --json`. An `error` line is not final (most announce a retry), unless nothing follows it;
 * `turn.completed` or `turn.failed` is. Usage is the whole thread's, so what it was before is taken off.
 */
export function codexTranslation(context: MapperContext): Translation {
  const state: State = {
    context,
    counted: context.usageBefore ?? noUsage,
    turn: "open",
    error: null,
    passed: null,
    todo: new Map(),
  };
  return {
    skips: (line) => pieces.test(line) && !todoUpdate.test(line),
    translate(record) {
      const line = recordOf(record);
      switch (line["type"]) {
        case "thread.started":
          return [{ type: "agent.session", session: textOf(line["thread_id"]) }];
        case "item.started":
        case "item.updated":
          return begunItem(recordOf(line["item"]), state);
        case "item.completed":
          return completedItem(recordOf(line["item"]), state);
        case "error":
          return retryOrError(textOf(line["message"]), state);
        case "thread.compacted":
          return [compacted];
        case "request_user_input":
          return [
            {
              type: "agent.notice",
              message: `It asked a question, and nobody is there to answer: ${questionsOf(line["questions"])}`,
            },
          ];
        case "turn.completed":
          state.turn = "completed";
          return followedBy(passedOver(state), usageEvent(recordOf(line["usage"]), state));
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
  /** An `error` line that is neither a retry nor repeated by the end of the turn: final if nothing follows. */
  passed: ErrorEvent | null;
  /** Of each to-do list: how often it changed, and what it says now. */
  readonly todo: Map<string, { changes: number; text: string }>;
}

/** What a later line says whole. A to-do list is told each time that it changes. */
const pieces = /^\{"type":"(?:turn\.started|item\.updated|item\.plan\.delta)"/;
const todoUpdate = /^.{0,200}"type":"todo_list"/;

function failedTurn(line: JsonRecord, state: State): AgentEvent[] | null {
  const parsed = failedTurnLine.safeParse(line);
  if (!parsed.success) return null;
  state.turn = "failed";
  state.error = errorEvent(plainMessage(parsed.data.error.message), state.context.now());
  const told = state.passed?.message === state.error.message ? [] : passedOver(state);
  return [...told, state.error];
}

/** An error that was told and did not end the turn. */
function passedOver({ passed }: State): AgentEvent[] {
  return passed === null ? [] : [{ type: "agent.notice", message: `It went on after an error: ${passed.message}` }];
}

const compacted: AgentEvent = { type: "agent.notice", message: "The conversation was compacted" };

function begunItem(item: JsonRecord, state: State): AgentEvent[] | null {
  if (item["type"] === "context_compaction" || item["type"] === "user_message") return [];
  if (item["type"] === "todo_list") return todoEvents(item, state);
  return onlySpeaks(item) ? [] : itemCalled(item, state.context.cwd);
}

/** A to-do list that changed is a call of its own each time, as with agents that have a tool for it. */
function todoEvents(item: JsonRecord, { context, todo }: State): AgentEvent[] | null {
  const id = textOf(item["id"]);
  const text = todoText(item["items"]);
  const before = todo.get(id);
  if (before?.text === text) return [];
  const changes = (before?.changes ?? 0) + 1;
  todo.set(id, { changes, text });
  const changed = changes === 1 ? item : { ...item, id: `${id}.${changes}` };
  const called = itemCalled(changed, context.cwd);
  return called === null ? null : followedBy(called, itemFinished(changed));
}

function completedItem(item: JsonRecord, state: State): AgentEvent[] | null {
  const { type, text, message } = item;
  // What we said ourselves, as it is told by some.
  if (type === "user_message") return [];
  if (type === "context_compaction") return [compacted];
  if (onlySpeaks(item)) {
    if (text === "") return [];
    return [{ type: type === "reasoning" ? "agent.reasoning" : "agent.text", text: textOf(text) }];
  }
  if (type === "todo_list") return todoEvents(item, state);
  if (type === "error") return [{ type: "agent.notice", message: textOf(message) || "Something went wrong" }];
  // Some items are told only once they are complete; a call that is known already is told once all the same.
  const called = itemCalled(item, state.context.cwd);
  return called === null ? null : followedBy(called, itemFinished(item));
}

/** A list that is the caller's own, made longer: a copy for every line is a tenth of the time. */
function followedBy(events: AgentEvent[], last: AgentEvent): AgentEvent[] {
  events.push(last);
  return events;
}

function usageEvent(usage: JsonRecord, state: State): AgentEvent {
  const before = state.counted;
  const thread = {
    input: tokenCount(usage["input_tokens"]),
    cachedInput: tokenCount(usage["cached_input_tokens"]),
    output: tokenCount(usage["output_tokens"]),
    reasoning: tokenCount(usage["reasoning_output_tokens"]),
  };
  state.counted = widest(before, thread);
  const { input, cachedInput, output, reasoning } = growth(thread, before);
  return { type: "agent.usage", input, cachedInput, output, reasoning, usd: null, requests: null };
}

/** `Reconnecting... 1/2 (why)`. The last error is repeated by `turn.failed`, which is where it counts. */
function retryOrError(message: string, state: State): AgentEvent[] {
  const retry = /^Reconnecting\.\.\. (\d+)\/\d+(?: \((.*)\))?/s.exec(message);
  if (retry === null) {
    state.passed = errorEvent(plainMessage(message), state.context.now());
    return [];
  }
  return [{ type: "agent.retry", attempt: Number(retry[1]), waitMs: null, why: plainMessage(retry[2] ?? message) }];
}

function questionsOf(questions: unknown): string {
  const words = listOf(questions).map((raw) => textOf(recordOf(raw)["question"]));
  return boundText(words.filter((word) => word !== "").join(" "), 500) || "no question told";
}

/** Some failures are the provider's JSON as it came. */
function plainMessage(message: string): string {
  if (!message.startsWith("{")) return message;
  return /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(message)?.[1] ?? message;
}

function ending(exit: ProcessEnd | null, { turn, error, passed, context }: State): Ending {
  const events = exit === null ? [] : silentFailures(exit.stderr);
  if (turn === "open" && passed !== null && exit?.signal == null) {
    return { events: [...events, passed], ok: false, why: passed.kind };
  }
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
