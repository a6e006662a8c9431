import type { AgentEvent } from "../../core/agent-event.ts";
import { type JsonRecord, listOf, recordOf, textOf } from "../../core/narrow.ts";
import { addUsage, dollars, noUsage, tokenCount, totalTokens } from "../../core/usage.ts";
import { boundInput, boundOutput, boundText } from "../bound.ts";
import { blocksOf, blockText } from "./tools.ts";

const longest = 500;

type UsageEvent = Extract<AgentEvent, { type: "agent.usage" }>;

export function notice(message: string): AgentEvent {
  return { type: "agent.notice", message: boundText(message, longest) };
}

export function usageEvent(usage: JsonRecord, requests: number | null, model = ""): UsageEvent {
  const counts = plainCount(usage);
  // Of what is not told apart the most was read.
  const input = totalTokens(counts) === 0 ? tokenCount(usage["totalTokens"]) : counts.input;
  const usd = costOf(usage["cost"]);
  return { type: "agent.usage", ...counts, input, usd, requests, ...(model === "" ? {} : { model }) };
}

/** Dollars, as a sum, as parts of one, or as a number alone. */
function costOf(cost: unknown): number | null {
  const { total, ...parts } = recordOf(cost);
  const told = dollars(cost) ?? dollars(total);
  if (told !== null) return told;
  const prices = Object.values(parts).flatMap((part) => dollars(part) ?? []);
  return prices.length === 0 ? null : prices.reduce((sum, price) => sum + price, 0);
}

/** What a line tells of the session itself; `null` when it is unknown. */
export function sessionEvents(line: JsonRecord): AgentEvent[] | null {
  const { name, level, extensionPath, error, reason } = line;
  switch (line["type"]) {
    case "compaction_start":
    case "auto_compaction_start":
      return [notice(`The conversation is compacted (${textOf(reason) || "no reason told"})`)];
    case "compaction_end":
    case "auto_compaction_end": {
      const { usage } = recordOf(line["result"]);
      const counted: AgentEvent[] = usage == null ? [] : [usageEvent(recordOf(usage), null)];
      const failure = textOf(line["errorMessage"]);
      if (failure !== "") return [...counted, notice(`Compaction failed: ${failure}`)];
      return line["aborted"] === true ? [...counted, notice("Compaction was given up")] : counted;
    }
    case "session_info_changed":
      return textOf(name) === "" ? [] : [notice(`The session is called ${textOf(name)}`)];
    case "thinking_level_changed":
      return textOf(level) === "" ? [] : [notice(`It thinks at the level ${textOf(level)}`)];
    case "extension_error":
      return [notice(`The extension ${textOf(extensionPath)} failed: ${textOf(error) || "no reason told"}`)];
    default:
      return silent.has(textOf(line["type"])) ? [] : null;
  }
}

/** Signs of life, and pieces of what other lines say whole. */
const silent: ReadonlySet<string> = new Set([
  ...["message_update", "message_start", "tool_execution_update", "turn_start", "turn_end", "entry_appended"],
  ...["queue_update", "summarization_retry_attempt_start", "summarization_retry_finished"],
]);

/** A message that is not the assistant's: a tool's result, or what a person or an extension put in. */
export function otherMessage(message: JsonRecord): AgentEvent[] {
  switch (message["role"]) {
    case "toolResult":
      return nestedUsage(message);
    case "bashExecution":
      return commandEvents(message);
    case "custom":
      return message["display"] === false ? [] : told(blocksOf(message).map(blockText).join("\n"));
    case "branchSummary":
    case "compactionSummary":
      return told(textOf(message["summary"]));
    default:
      return [];
  }
}

function told(text: string): AgentEvent[] {
  return text.trim() === "" ? [] : [notice(`It was told: ${text.trim()}`)];
}

/** What a tool asked models by itself, as a sub-agent does. Extensions of older releases tell it in their details. */
function nestedUsage({ usage, details, toolCallId }: JsonRecord): AgentEvent[] {
  const by = typeof toolCallId === "string" ? { parent: toolCallId } : {};
  if (usage != null) return [{ ...usageEvent(recordOf(usage), null), ...by }];
  const counts = listOf(recordOf(details)["results"]).map((result) => recordOf(recordOf(result)["usage"]));
  const sum = counts.reduce<typeof noUsage>((all, count) => addUsage(all, plainCount(count)), noUsage);
  if (sum.input === 0 && sum.output === 0) return [];
  const usd = counts.reduce((all, { cost }) => all + (costOf(cost) ?? 0), 0);
  return [{ type: "agent.usage", ...sum, usd, requests: null, ...by }];
}

function plainCount({ input, output, cacheRead, cacheWrite, reasoning }: JsonRecord) {
  const cachedInput = tokenCount(cacheRead);
  return {
    input: tokenCount(input) + cachedInput + tokenCount(cacheWrite),
    cachedInput,
    output: tokenCount(output),
    reasoning: tokenCount(reasoning),
  };
}

/** A command that was run beside the model, told once it has ended. */
function commandEvents({ command, output, exitCode, toolCallId }: JsonRecord): AgentEvent[] {
  const call = textOf(toolCallId) || `command:${textOf(command)}`;
  const code = typeof exitCode === "number" ? exitCode : null;
  return [
    {
      type: "agent.tool.called",
      call,
      tool: "run",
      nativeTool: "bashExecution",
      input: boundInput({ command: textOf(command) }),
      paths: [],
    },
    {
      type: "agent.tool.finished",
      call,
      ok: code === 0,
      exitCode: code,
      ...boundOutput(textOf(output)),
    },
  ];
}
