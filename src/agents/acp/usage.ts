import type { Cost, PromptResponse } from "@agentclientprotocol/sdk";
import { z } from "zod";
import type { AgentEvent } from "../../core/agent-event.ts";
import { recordOf } from "../../core/narrow.ts";
import { dollars, noUsage, tokenCount } from "../../core/usage.ts";

/** Token counts are an addition to the protocol that some agents make; without them nothing is known. */
const counts = z.object({
  inputTokens: z.unknown().optional(),
  outputTokens: z.unknown().optional(),
  totalTokens: z.unknown().optional(),
  cachedReadTokens: z.unknown().optional(),
  cachedWriteTokens: z.unknown().optional(),
  thoughtTokens: z.unknown().optional(),
});

/** Agents whose output holds their thoughts, whatever their total says. */
const thoughtsInside = /codex/i;

/** Counts what one prompt of a new session used. Costs are told apart from the counts, as a sum so far. */
export function newAcpUsage() {
  let cost: number | null = null;
  return {
    cost(told: Cost | null): AgentEvent[] {
      const amount = told?.currency === "USD" ? dollars(told.amount) : null;
      if (amount === null) return [];
      // A sum so far: one that falls is a fault.
      const more = Math.max(0, amount - (cost ?? 0));
      cost = (cost ?? 0) + more;
      return more === 0 ? [] : [{ type: "agent.usage", ...noUsage, usd: more, requests: null }];
    },
    answer(response: PromptResponse, agent: string): AgentEvent[] {
      const parsed = counts.safeParse(recordOf(response)["usage"]);
      if (!parsed.success) return [];
      const [input, output] = [tokenCount(parsed.data.inputTokens), tokenCount(parsed.data.outputTokens)];
      const [cached, thought] = [tokenCount(parsed.data.cachedReadTokens), tokenCount(parsed.data.thoughtTokens)];
      const apart = cached + tokenCount(parsed.data.cachedWriteTokens);
      const total = tokenCount(parsed.data.totalTokens);
      // Whether cached input and thoughts are in the other counts differs; the total tells.
      const inclusive = total <= input + output;
      return [
        {
          type: "agent.usage",
          input: inclusive ? input : input + apart,
          cachedInput: cached,
          output: inclusive || thoughtsInside.test(agent) ? output : output + thought,
          reasoning: thought,
          // What was told of it is on the stream already.
          usd: cost === null ? null : 0,
          requests: null,
        },
      ];
    },
  };
}
