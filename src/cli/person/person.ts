import type { Person } from "../../core/person.ts";
import type { Host } from "../../host/host.ts";
import type { RunOptions } from "../../settings/options.ts";
import { notifyOfQuestion } from "../watch/notify.ts";

/** The person at this terminal. The prompts are loaded when the first question comes. */
export function personAt(host: Host, options: RunOptions): Person {
  const startedAt = host.elapsed();
  const call = async () => await notifyOfQuestion(host, options, host.elapsed() - startedAt);
  return {
    askGoal: async () => {
      const { askText } = await import("./ask-text.ts");
      return await askText(options, "What should be true when baro is done?");
    },
    answer: async (question, stop) => {
      await call();
      const { askText } = await import("./ask-text.ts");
      return await askText({ ...options, stop }, question);
    },
    chooseMode: async (decision, outlook, leaves, stop) => {
      await call();
      const { chooseMode } = await import("./choose-mode.ts");
      return await chooseMode(host, { ...options, stop }, decision, outlook, leaves ?? null);
    },
    reviewPlan: async (enforced, stop) => {
      await call();
      const { reviewPlan } = await import("./review-plan.ts");
      return await reviewPlan(host, { ...options, stop }, enforced);
    },
  };
}
