import type { Cost, PromptResponse, SessionUpdate } from "@agentclientprotocol/sdk";
import { z } from "zod";
import type { AgentEvent } from "../../core/agent-event.ts";
import { listOf, recordOf } from "../../core/narrow.ts";
import { addUsage, dollars, noUsage, tokenCount, type Usage } from "../../core/usage.ts";

/** Token counts are an addition to the protocol that some agents make; without them nothing is known. */
const counts = z.object({
  inputTokens: z.unknown().optional(),
  outputTokens: z.unknown().optional(),
  totalTokens: z.unknown().optional(),
  cachedReadTokens: z.unknown().optional(),
  cachedInputTokens: z.unknown().optional(),
  cachedWriteTokens: z.unknown().optional(),
  cacheWriteInputTokens: z.unknown().optional(),
  thoughtTokens: z.unknown().optional(),
  reasoningOutputTokens: z.unknown().optional(),
  /** One of them writes names like this, and says nothing of its cache and its thoughts. */
  input_tokens: z.unknown().optional(),
  output_tokens: z.unknown().optional(),
});

/** Agents whose output holds their thoughts, whatever their total says. */
const thoughtsInside = /codex/i;

/**
 * Counts what one prompt of a new session used. Costs are told apart from the counts, as a sum so far. Some agents tell
 * each request beside what they say, most tell the whole prompt with its answer; by model, where there is a count of
 * that, it holds the requests that they make on the side.
 */
export function newAcpUsage(agentName: () => string) {
  let cost: number | null = null;
  /** Requests that were told one by one. */
  let requests = 0;
  const read = (value: unknown): Usage | null => usageOf(value, thoughtsInside.test(agentName()));
  return {
    cost(told: Cost | null): AgentEvent[] {
      const amount = told?.currency === "USD" ? dollars(told.amount) : null;
      if (amount === null) return [];
      // A sum so far: one that falls is a fault.
      const more = Math.max(0, amount - (cost ?? 0));
      cost = (cost ?? 0) + more;
      return more === 0 ? [] : [{ type: "agent.usage", ...noUsage, usd: more, requests: null }];
    },
    /** The count of one request, beside a piece of an answer. */
    update(update: SessionUpdate): AgentEvent[] {
      if (update.sessionUpdate !== "agent_message_chunk") return [];
      const usage = read(recordOf(update._meta)["usage"]);
      if (usage === null) return [];
      requests++;
      return [{ type: "agent.usage", ...usage, usd: null, requests: 1 }];
    },
    /** `recorded`: what the agent's own record has of the prompt, which is more than it tells. */
    answer(response: PromptResponse, recorded: Usage | null): AgentEvent[] {
      if (recorded !== null) return this.whole(recorded);
      const byModel = listOf(recordOf(recordOf(recordOf(response)["_meta"])["quota"])["model_usage"]);
      const told = byModel.map((model) => read(recordOf(model)["token_count"]));
      const whole = told.some((usage) => usage !== null)
        ? told.reduce<Usage>((sum, usage) => (usage === null ? sum : addUsage(sum, usage)), noUsage)
        : read(recordOf(response)["usage"]);
      // What was told request by request is not told again.
      return whole === null || requests > 0 ? [] : this.whole(whole);
    },
    /** The use of a whole prompt. What was told of its cost is on the stream already. */
    whole(usage: Usage): AgentEvent[] {
      return [{ type: "agent.usage", ...usage, usd: cost === null ? null : 0, requests: null }];
    },
  };
}

/** Whether cached input and thoughts are in the other counts differs; the total tells. `null`: nothing is counted. */
function usageOf(value: unknown, thoughtsAreOutput: boolean): Usage | null {
  const parsed = counts.safeParse(value);
  if (!parsed.success) return null;
  const { totalTokens, cachedReadTokens, cachedInputTokens } = parsed.data;
  const inputTokens = parsed.data.inputTokens ?? parsed.data.input_tokens;
  const outputTokens = parsed.data.outputTokens ?? parsed.data.output_tokens;
  if (inputTokens === undefined && outputTokens === undefined) return null;
  const [input, output] = [tokenCount(inputTokens), tokenCount(outputTokens)];
  const cachedInput = tokenCount(cachedReadTokens ?? cachedInputTokens);
  const written = tokenCount(parsed.data.cachedWriteTokens ?? parsed.data.cacheWriteInputTokens);
  const reasoning = tokenCount(parsed.data.thoughtTokens ?? parsed.data.reasoningOutputTokens);
  const inclusive = tokenCount(totalTokens) <= input + output;
  return {
    input: inclusive ? input : input + cachedInput + written,
    cachedInput,
    output: inclusive || thoughtsAreOutput ? output : output + reasoning,
    reasoning,
  };
}
