import type { AgentEvent } from "../../core/agent-event.ts";
import { isRecord, type JsonRecord, recordOf } from "../../core/narrow.ts";
import { addUsage, dollars, growth, noUsage, tokenCount, type Usage } from "../../core/usage.ts";
import { newRecent } from "../ledger.ts";

type UsageEvent = Extract<AgentEvent, { type: "agent.usage" }>;

/**
 * Counts what one process used. Every message tells what its request began with, once per content block; the result
 * tells the true sum. Each message is counted once as it comes, so that ceilings are seen in time, and the result adds
 * what is missing. A request that had begun and was not charged in the end makes a sum that is below what was told: what
 * comes next is taken off against it, and nothing that was told is taken back.
 *
 * The sum by model is of the process so far, and the only one that holds sub-agents and side requests. Without it there
 * is the sum of the prompt's own requests, to which the sub-agents' are those that were seen.
 */
export function newUsageCount(resumed = false) {
  /** All that was told, and what of it is the prompt's own since the last result. */
  let told: Sum = nothing;
  let own = noUsage;
  /** The sum by model before this process; `null`: not known yet. */
  let before: Sum | null = null;
  let costBefore = 0;
  const messages = newRecent();
  const tell = (rest: Usage, usd: number | null): UsageEvent[] => {
    told = { usage: addUsage(told.usage, rest), usd: told.usd + (usd ?? 0) };
    const empty = (usd ?? 0) === 0 && Object.values(rest).every((count) => count === 0);
    return empty ? [] : [{ type: "agent.usage", ...rest, usd, requests: 0 }];
  };
  return {
    /** A message without a name is one of its own. */
    message({ id, usage, model }: JsonRecord, parent: string | undefined): UsageEvent[] {
      if (typeof id === "string" && !messages.add(id)) return [];
      const begun = toUsage(recordOf(usage));
      if (parent === undefined) own = addUsage(own, begun);
      told = { ...told, usage: addUsage(told.usage, begun) };
      const about = { ...(typeof model === "string" ? { model } : {}), ...(parent === undefined ? {} : { parent }) };
      return [{ type: "agent.usage", ...begun, usd: null, requests: 1, ...about }];
    },
    result(line: JsonRecord): UsageEvent[] {
      const { total_cost_usd, usage } = line;
      const cost = dollars(total_cost_usd);
      const usd = cost === null ? null : Math.max(0, cost - costBefore);
      costBefore = Math.max(costBefore, cost ?? 0);
      const mine = own;
      own = noUsage;
      const models = sumOf(line["modelUsage"]);
      if (models === null) return usage == null ? [] : tell(growth(toUsage(recordOf(usage)), mine), usd);
      before ??= sumBefore(line, models, resumed);
      const rest = less(less(models, before), told);
      return tell(rest.usage, rest.usd);
    },
  };
}

/** The sum of what each model was used for; `null`: none is told. */
interface Sum {
  usage: Usage;
  usd: number;
}

const nothing: Sum = { usage: noUsage, usd: 0 };

/** What the sum of a first result held before: a session that is gone on with brings what it had used. */
function sumBefore(line: JsonRecord, models: Sum, resumed: boolean): Sum {
  const since = sumOf(line["model_usage_since_last_result"]);
  if (since !== null) return less(models, since);
  if (!resumed) return nothing;
  // An empty sum is one of nothing; older versions have none, and tell the prompt's own requests alone.
  const mine = isRecord(line["model_usage_since_last_result"]) ? noUsage : toUsage(recordOf(line["usage"]));
  return less(models, { usage: mine, usd: 0 });
}

/** What of a sum is not in another; never less than nothing. */
function less(a: Sum, b: Sum): Sum {
  return { usage: growth(a.usage, b.usage), usd: Math.max(0, a.usd - b.usd) };
}

function sumOf(byModel: unknown): Sum | null {
  const models = Object.values(recordOf(byModel)).map(recordOf);
  if (models.length === 0) return null;
  const usages = models.map((model): Usage => {
    const cachedInput = tokenCount(model["cacheReadInputTokens"]);
    return {
      input: tokenCount(model["inputTokens"]) + cachedInput + tokenCount(model["cacheCreationInputTokens"]),
      cachedInput,
      output: tokenCount(model["outputTokens"]),
      reasoning: tokenCount(model["thinkingTokens"]),
    };
  });
  return {
    usage: usages.reduce(addUsage, noUsage),
    usd: models.reduce((sum, model) => sum + (dollars(model["costUSD"]) ?? 0), 0),
  };
}

function toUsage(usage: JsonRecord): Usage {
  const cached = tokenCount(usage["cache_read_input_tokens"]);
  return {
    input: tokenCount(usage["input_tokens"]) + cached + tokenCount(usage["cache_creation_input_tokens"]),
    cachedInput: cached,
    output: tokenCount(usage["output_tokens"]),
    reasoning: tokenCount(recordOf(usage["output_tokens_details"])["thinking_tokens"]),
  };
}
