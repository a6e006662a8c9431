import type { AgentEvent } from "../../core/agent-event.ts";
import { listOf, recordOf } from "../../core/narrow.ts";
import { addUsage, dollars, noUsage, tokenCount } from "../../core/usage.ts";
import { boundInput, boundOutput, boundText } from "../bound.ts";
import { blockText } from "./tools.ts";
import type { PiBlock, PiLine, PiMessage, PiUsage } from "./wire.ts";

const longest = 500;

type UsageEvent = Extract<AgentEvent, { type: "agent.usage" }>;

export function notice(message: string): AgentEvent {
  return { type: "agent.notice", message: boundText(message, longest) };
}

export function blocksOf({ content }: PiMessage): PiBlock[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : (content ?? []);
}

export function usageEvent(usage: PiUsage, requests: number | null, model?: string): UsageEvent {
  const counts = { ...plainCount(usage), reasoning: tokenCount(usage.reasoning) };
  const usd = dollars(recordOf(usage.cost)["total"]);
  return { type: "agent.usage", ...counts, usd, requests, ...(model === undefined ? {} : { model }) };
}

/** What a line tells of the session itself. */
export function sessionEvents(line: PiLine): AgentEvent[] {
  switch (line.type) {
    case "compaction_start":
    case "auto_compaction_start":
      return [notice(`The conversation is compacted (${line.reason ?? "no reason told"})`)];
    case "compaction_end":
    case "auto_compaction_end": {
      const usage = line.result?.usage;
      const counted: AgentEvent[] = usage == null ? [] : [usageEvent(usage, null)];
      if (line.errorMessage) return [...counted, notice(`Compaction failed: ${line.errorMessage}`)];
      return line.aborted === true ? [...counted, notice("Compaction was given up")] : counted;
    }
    case "session_info_changed":
      return line.name ? [notice(`The session is called ${line.name}`)] : [];
    case "thinking_level_changed":
      return line.level ? [notice(`It thinks at the level ${line.level}`)] : [];
    case "extension_error":
      return [notice(`The extension ${line.extensionPath ?? ""} failed: ${line.error ?? "no reason told"}`)];
    default:
      return [];
  }
}

/** A message that is not the assistant's: a tool's result, or what a person or an extension put in. */
export function otherMessage(message: PiMessage): AgentEvent[] {
  switch (message.role) {
    case "toolResult":
      return nestedUsage(message);
    case "bashExecution":
      return commandEvents(message);
    case "custom":
      return message.display === false ? [] : told(blocksOf(message).map(blockText).join("\n"));
    case "branchSummary":
    case "compactionSummary":
      return told(message.summary ?? "");
    default:
      return [];
  }
}

function told(text: string): AgentEvent[] {
  return text.trim() === "" ? [] : [notice(`It was told: ${text.trim()}`)];
}

/** What a tool asked models by itself, as a sub-agent does. Extensions of older releases tell it in their details. */
function nestedUsage({ usage, details, toolCallId }: PiMessage): AgentEvent[] {
  const by = toolCallId === undefined ? {} : { parent: toolCallId };
  if (usage != null) return [{ ...usageEvent(usage, null), ...by }];
  const counts = listOf(recordOf(details)["results"]).map((result) => recordOf(recordOf(result)["usage"]));
  const sum = counts.reduce<typeof noUsage>((all, count) => addUsage(all, plainCount(count)), noUsage);
  if (sum.input === 0 && sum.output === 0) return [];
  const usd = counts.reduce((all, { cost }) => all + (dollars(cost) ?? 0), 0);
  return [{ type: "agent.usage", ...sum, usd, requests: null, ...by }];
}

function plainCount({ input, output, cacheRead, cacheWrite }: Record<string, unknown>) {
  const cachedInput = tokenCount(cacheRead);
  return {
    input: tokenCount(input) + cachedInput + tokenCount(cacheWrite),
    cachedInput,
    output: tokenCount(output),
    reasoning: 0,
  };
}

/** A command that was run beside the model, told once it has ended. */
function commandEvents({ command, output, exitCode, toolCallId }: PiMessage): AgentEvent[] {
  const call = toolCallId ?? `command:${command ?? ""}`;
  return [
    {
      type: "agent.tool.called",
      call,
      tool: "run",
      nativeTool: "bashExecution",
      input: boundInput({ command: command ?? "" }),
      paths: [],
    },
    {
      type: "agent.tool.finished",
      call,
      ok: exitCode === 0,
      exitCode: exitCode ?? null,
      ...boundOutput(output ?? ""),
    },
  ];
}
