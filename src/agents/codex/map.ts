import { z } from "zod";
import type { AgentEvent, ToolKind } from "../../core/agent-event.ts";
import { type JsonRecord, listOf, numberOf, recordOf, textOf } from "../../core/narrow.ts";
import { noUsage, type Usage } from "../../core/usage.ts";
import { boundInput, boundOutput, boundText } from "../bound.ts";
import { brokenEnding, type ErrorEvent, errorEvent } from "../failure.ts";
import type { Ending, ProcessEnd } from "../ledger.ts";
import type { MapperContext, Translation } from "../mapper.ts";
import { relativePath } from "../tool-facts.ts";

/**
 * The line of `codex exec --json` that ends a turn badly. Everything else may change as it likes. The other lines are
 * the bulk, and are read field by field where they are mapped, in a fifth of the time.
 */
const failedTurnLine = z.object({ type: z.literal("turn.failed"), error: z.object({ message: z.string() }) });

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

/** The call that an item is; `null` when it has no name to be called by. */
function itemCalled(item: JsonRecord, cwd: string): AgentEvent[] | null {
  const { id, type } = item;
  if (typeof id !== "string" || typeof type !== "string") return null;
  const call = (tool: ToolKind, nativeTool: string, input: unknown, paths: string[] = []): AgentEvent[] => [
    { type: "agent.tool.called", call: id, tool, nativeTool, input: boundInput(input), paths },
  ];
  switch (type) {
    case "command_execution":
      return call("run", type, { command: textOf(item["command"]) });
    case "file_change": {
      const changes = listOf(item["changes"]).map((raw) => {
        const { path, kind } = recordOf(raw);
        return { path: relativePath(cwd, textOf(path)), kind: textOf(kind) };
      });
      const added = changes.length > 0 && changes.every(({ kind }) => kind === "add");
      const paths = changes.map(({ path }) => path);
      return call(added ? "write" : "edit", type, { changes }, paths);
    }
    case "mcp_tool_call":
      return call("other", `${textOf(item["server"])}.${textOf(item["tool"])}`, item["arguments"] ?? null);
    case "web_search":
      return call("fetch", type, { query: textOf(item["query"]) });
    case "todo_list":
      return call("plan", type, { items: item["items"] ?? [] });
    default:
      return call("other", type, null);
  }
}

/** How a call ended. */
function itemFinished(item: JsonRecord): AgentEvent {
  const { id, status, exit_code } = item;
  const exitCode = typeof exit_code === "number" ? exit_code : null;
  const failed = status === "failed" || status === "declined" || (exitCode !== null && exitCode !== 0);
  const { output, outputBytes } = boundOutput(outputOf(item));
  return { type: "agent.tool.finished", call: textOf(id), ok: !failed, exitCode, output, outputBytes };
}

function outputOf(item: JsonRecord): string {
  const { aggregated_output, error, result } = item;
  if (typeof aggregated_output === "string") return aggregated_output;
  const failure = recordOf(error)["message"];
  if (typeof failure === "string") return failure;
  return listOf(recordOf(result)["content"])
    .map((part) => textOf(recordOf(part)["text"]))
    .join("\n");
}
