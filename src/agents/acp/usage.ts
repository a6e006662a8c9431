import type { Cost, PromptResponse } from "@agentclientprotocol/sdk";
import { z } from "zod";
import type { AgentEvent } from "../../core/agent-event.ts";
import { recordOf } from "../../core/narrow.ts";

/** Token counts are an addition to the protocol that some agents make; without them nothing is known. */
const counts = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  totalTokens: z.number().nullish(),
  cachedReadTokens: z.number().nullish(),
  cachedWriteTokens: z.number().nullish(),
  thoughtTokens: z.number().nullish(),
});

/** Agents whose output holds their thoughts, whatever their total says. */
const thoughtsInside = /codex/i;

/** Counts what one prompt of a new session used. Costs are told apart from the counts, as a sum so far. */
export function newAcpUsage() {
  let cost: number | null = null;
  return {
    cost(told: Cost | null): void {
      if (told?.currency === "USD") cost = told.amount;
    },
    answer(response: PromptResponse, agent: string): AgentEvent[] {
      const parsed = counts.safeParse(recordOf(response)["usage"]);
      if (!parsed.success) return [];
      const { inputTokens, outputTokens, totalTokens } = parsed.data;
      const cached = parsed.data.cachedReadTokens ?? 0;
      const thought = parsed.data.thoughtTokens ?? 0;
      const apart = cached + (parsed.data.cachedWriteTokens ?? 0);
      // Whether cached input and thoughts are in the other counts differs; the total tells.
      const inclusive = totalTokens == null || totalTokens <= inputTokens + outputTokens;
      return [
        {
          type: "agent.usage",
          input: inclusive ? inputTokens : inputTokens + apart,
          cachedInput: cached,
          output: inclusive || thoughtsInside.test(agent) ? outputTokens : outputTokens + thought,
          reasoning: thought,
          usd: cost,
          requests: null,
        },
      ];
    },
  };
}
