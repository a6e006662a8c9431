import type { AgentEvent } from "../../core/agent-event.ts";
import { type JsonRecord, numberOf, recordOf } from "../../core/narrow.ts";
import { addUsage, noUsage, type Usage } from "../../core/usage.ts";
import { newRecent } from "../ledger.ts";

type UsageEvent = Extract<AgentEvent, { type: "agent.usage" }>;

/**
 * Counts what one process used. Every message tells what its request began with, once per content block; the result
 * tells the true sum of its prompt. Each message is counted once as it comes, so that ceilings are seen in time, and the
 * result adds the difference. That one may be negative, when a request that had begun was not charged in the end.
 */
export function newUsageCount() {
  let counted = noUsage;
  let costBefore = 0;
  const messages = newRecent();
  return {
    message(id: string, usage: JsonRecord): UsageEvent[] {
      if (!messages.add(id)) return [];
      const begun = toUsage(usage);
      counted = addUsage(counted, begun);
      return [{ type: "agent.usage", ...begun, usd: null, requests: 1 }];
    },
    result(line: JsonRecord): UsageEvent[] {
      const total = sinceLastResult(line);
      if (total === null) return [];
      const rest = subtract(total.usage, counted);
      counted = noUsage;
      const { total_cost_usd } = line;
      const cost = typeof total_cost_usd === "number" ? total_cost_usd : null;
      const usd = total.usd ?? (cost === null ? null : cost - costBefore);
      costBefore = cost ?? costBefore;
      const nothing = usd === 0 && Object.values(rest).every((count) => count === 0);
      return nothing ? [] : [{ type: "agent.usage", ...rest, usd, requests: 0 }];
    },
  };
}

/** The counts per model are complete: with subagents, compaction and small side requests. */
function sinceLastResult(line: JsonRecord): { usage: Usage; usd: number | null } | null {
  const models = Object.values(recordOf(line["model_usage_since_last_result"])).map(recordOf);
  if (models.length === 0) {
    return line["usage"] == null ? null : { usage: toUsage(recordOf(line["usage"])), usd: null };
  }
  const usages = models.map((model): Usage => {
    const cachedInput = numberOf(model["cacheReadInputTokens"]);
    return {
      input: numberOf(model["inputTokens"]) + cachedInput + numberOf(model["cacheCreationInputTokens"]),
      cachedInput,
      output: numberOf(model["outputTokens"]),
      reasoning: numberOf(model["thinkingTokens"]),
    };
  });
  const usd = models.reduce((sum, model) => sum + numberOf(model["costUSD"]), 0);
  return { usage: usages.reduce(addUsage, noUsage), usd };
}

function toUsage(usage: JsonRecord): Usage {
  const cached = numberOf(usage["cache_read_input_tokens"]);
  return {
    input: numberOf(usage["input_tokens"]) + cached + numberOf(usage["cache_creation_input_tokens"]),
    cachedInput: cached,
    output: numberOf(usage["output_tokens"]),
    reasoning: numberOf(recordOf(usage["output_tokens_details"])["thinking_tokens"]),
  };
}

function subtract(a: Usage, b: Usage): Usage {
  return {
    input: a.input - b.input,
    cachedInput: a.cachedInput - b.cachedInput,
    output: a.output - b.output,
    reasoning: a.reasoning - b.reasoning,
  };
}
