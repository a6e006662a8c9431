import type { AgentEvent } from "../../core/agent-event.ts";
import { type JsonRecord, recordOf, textOf } from "../../core/narrow.ts";
import { growth, noUsage, tokenCount, type Usage, widest } from "../../core/usage.ts";
import { boundText } from "../bound.ts";
import { brokenEnding, type ErrorEvent } from "../failure.ts";
import type { Ending, ProcessEnd } from "../ledger.ts";
import type { MapperContext, Translation } from "../mapper.ts";
import { failureEvent, failureWords, plainMessage } from "./failure.ts";
import { itemCalled, itemFinished, onlySpeaks, spoken, todoText } from "./items.ts";
import { after, compacted, sessionNotice } from "./notices.ts";

/**
 * Translates `codex exec --json`. An `error` line is not final (most announce a retry), unless nothing follows it;
 * `turn.completed` or `turn.failed` is. Usage is the whole thread's, so what it was before is taken off.
 */
export function codexTranslation(context: MapperContext): Translation {
  const state: State = {
    context,
    thread: null,
    counted: new Map([[ownThread, context.usageBefore ?? noUsage]]),
    turn: "open",
    error: null,
    passed: null,
    begun: null,
    todo: new Map(),
  };
  return {
    skips: isPiece,
    translate(record) {
      const line = recordOf(record);
      const child = childThread(line, state);
      return child === null ? lineEvents(line, state) : childEvents(line, child, state);
    },
    lastWord: () => state.turn !== "open",
    end: (exit) => ending(exit, state),
  };
}

interface State {
  readonly context: MapperContext;
  /** Its own thread; those of sub-agents that it lets speak on its wire are others. */
  thread: string | null;
  /** Of each thread, what was counted. */
  readonly counted: Map<string, Usage>;
  turn: "open" | "completed" | "failed";
  error: ErrorEvent | null;
  /** An `error` line that is neither a retry nor repeated by the end of the turn: final if nothing follows. */
  passed: ErrorEvent | null;
  /** The name of the item that was begun last, which is a text. */
  begun: unknown;
  /** Of each to-do list: how often it changed, and what it says now. */
  readonly todo: Map<string, { changes: number; text: string }>;
}

function lineEvents(line: JsonRecord, state: State): AgentEvent[] | null {
  switch (line["type"]) {
    case "thread.started":
    // As releases before 0.44 say it.
    case "session.created":
      state.thread = textOf(line["thread_id"]) || textOf(line["session_id"]);
      return [{ type: "agent.session", session: state.thread }];
    case "item.started":
    case "item.updated":
      return begunItem(itemOf(line), state);
    case "item.completed":
      return completedItem(itemOf(line), state);
    case "error":
      return retryOrError(textOf(line["message"]), state);
    case "turn.completed":
      state.turn = "completed";
      return followedBy(passedOver(state), usageEvent(recordOf(line["usage"]), state, ownThread));
    case "turn.failed":
      return failedTurn(failureWords(line["error"]), state);
    case "turn.aborted":
    case "turn.interrupted":
      return failedTurn(`The turn was interrupted${after(textOf(line["reason"]))}`, state);
    default:
      return sessionNotice(line);
  }
}

/** The name of what the thread itself has used; no thread is called so. */
const ownThread = "";

/** The thread of a sub-agent that a line is of; `null`: it is of the agent itself, as nearly all are. */
function childThread({ type, thread_id }: JsonRecord, { thread }: State): string | null {
  if (typeof thread_id !== "string" || thread === null || thread_id === thread) return null;
  return type === "thread.started" || textOf(type).includes(".") ? thread_id : null;
}

/** What a sub-agent says and uses is its own; how its turn ends is told to the agent. */
function childEvents(line: JsonRecord, thread: string, state: State): AgentEvent[] {
  if (line["type"] === "turn.completed") {
    return [{ ...usageEvent(recordOf(line["usage"]), state, thread), parent: thread } as AgentEvent];
  }
  if (line["type"] === "turn.failed") {
    return [{ type: "agent.notice", message: `A sub-agent failed: ${failureWords(line["error"])}` }];
  }
  if (!textOf(line["type"]).startsWith("item.")) return [];
  const item = itemOf(line);
  const own = { ...item, id: `${thread}.${textOf(item["id"])}` };
  const told = line["type"] === "item.completed" ? completedItem(own, state) : begunItem(own, state);
  return (told ?? []).map((event) =>
    speaksOrCalls.has(event.type) ? ({ ...event, parent: thread } as AgentEvent) : event,
  );
}

const speaksOrCalls: ReadonlySet<string> = new Set(["agent.text", "agent.reasoning", "agent.tool.called"]);

/** Releases before 0.44 call the type of an item otherwise. */
function itemOf(line: JsonRecord): JsonRecord {
  const item = recordOf(line["item"]);
  return item["type"] === undefined && typeof item["item_type"] === "string"
    ? { ...item, type: item["item_type"] }
    : item;
}

/** What a later line says whole. A to-do list is told each time that it changes. */
function isPiece(line: string): boolean {
  // Nearly every line is looked at here and told by its first letters.
  if (line.startsWith(itemStart)) {
    const isPart = line.startsWith('updated"', itemStart.length) || line.startsWith('plan.delta"', itemStart.length);
    return isPart && !todoUpdate.test(line);
  }
  return line.startsWith('{"type":"turn.started"');
}

const itemStart = '{"type":"item.';
const todoUpdate = /^.{0,200}"type":"todo_list"/;

function failedTurn(words: string, state: State): AgentEvent[] {
  state.turn = "failed";
  state.error = failureEvent(words, state.context.now());
  const told = state.passed?.message === state.error.message ? [] : passedOver(state);
  return [...told, state.error];
}

/** An error that was told and did not end the turn. */
function passedOver({ passed }: State): AgentEvent[] {
  return passed === null ? [] : [{ type: "agent.notice", message: `It went on after an error: ${passed.message}` }];
}

function begunItem(item: JsonRecord, state: State): AgentEvent[] | null {
  if (item["type"] === "context_compaction" || item["type"] === "user_message") return [];
  if (item["type"] === "todo_list") return todoEvents(item, state);
  if (onlySpeaks(item)) return [];
  const called = itemCalled(item, state.context.cwd);
  if (called !== null) state.begun = item["id"];
  return called;
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
  const { type, message } = item;
  // What we said ourselves, as it is told by some.
  if (type === "user_message") return [];
  if (type === "context_compaction") return [compacted];
  if (onlySpeaks(item)) return spoken(item);
  if (type === "todo_list") return todoEvents(item, state);
  if (type === "error") return [{ type: "agent.notice", message: textOf(message) || "Something went wrong" }];
  // Most often it is the one that was told last: its call is told.
  if (item["id"] === state.begun && state.begun !== null && typeof type === "string") return [itemFinished(item)];
  // Some items are told only once they are complete; a call that is known already is told once all the same.
  const called = itemCalled(item, state.context.cwd);
  return called === null ? null : followedBy(called, itemFinished(item));
}

/** A list that is the caller's own, made longer: a copy for every line is a tenth of the time. */
function followedBy(events: AgentEvent[], last: AgentEvent): AgentEvent[] {
  events.push(last);
  return events;
}

function usageEvent(usage: JsonRecord, { counted }: State, of: string): AgentEvent {
  const before = counted.get(of) ?? noUsage;
  const thread = {
    input: tokenCount(usage["input_tokens"]),
    cachedInput: tokenCount(usage["cached_input_tokens"]),
    output: tokenCount(usage["output_tokens"]),
    reasoning: tokenCount(usage["reasoning_output_tokens"]),
  };
  counted.set(of, widest(before, thread));
  const { input, cachedInput, output, reasoning } = growth(thread, before);
  return { type: "agent.usage", input, cachedInput, output, reasoning, usd: null, requests: null };
}

/** `Reconnecting... 1/2 (why)`. The last error is repeated by `turn.failed`, which is where it counts. */
function retryOrError(message: string, state: State): AgentEvent[] {
  const retry = /^Reconnecting\.\.\. (\d+)\/\d+(?: \((.*)\))?/s.exec(message);
  if (retry === null) {
    state.passed = failureEvent(message, state.context.now());
    return [];
  }
  return [{ type: "agent.retry", attempt: Number(retry[1]), waitMs: null, why: plainMessage(retry[2] ?? message) }];
}

function ending(exit: ProcessEnd | null, { turn, error, passed, context }: State): Ending {
  const events = exit === null ? [] : silentFailures(exit.stderr);
  if (turn === "open" && passed !== null && exit?.signal == null) {
    return { events: [...events, passed], ok: false, why: passed.kind };
  }
  if (turn === "completed" && (exit === null || exit.exitCode === 0)) return { events, ok: true, why: "done" };
  const broken = brokenEnding(exit, error, context.now(), turn === "completed");
  return { ...broken, events: [...events, ...broken.events] };
}

/** Patches that don't apply, unknown tools and refused writes: its stdout says nothing of them, its stderr one line. */
function silentFailures(stderr: string): AgentEvent[] {
  return [...stderr.matchAll(/ERROR codex_core::tools::router: error=(.+)/g)].map(([, message = ""]) => ({
    type: "agent.notice",
    message: `A tool call failed: ${boundText(message, 500)}`,
  }));
}
