import type { Person } from "../../core/person.ts";
import type { Host } from "../../host/host.ts";
import type { RunOptions } from "../../settings/options.ts";
import { wrapText } from "../../text/cells.ts";
import { plainText } from "../../text/plain.ts";
import { layoutFor } from "../output.ts";
import { ownerOf } from "../terminal/owner.ts";
import { mayDraw } from "../terminal/screen.ts";
import { notifyOfQuestion } from "../watch/notify.ts";

/** The person at this terminal. The prompts are loaded when the first question comes, and have the screen alone. */
export function personAt(host: Host, given: RunOptions): Person {
  const options = { ...given, plain: !mayDraw(host, given) };
  const startedAt = host.elapsed();
  const ask = async <T>(question: (say: (text: string) => void) => Promise<T>): Promise<T> => {
    await notifyOfQuestion(host, options, host.elapsed() - startedAt);
    return await ownerOf(host).lend(question);
  };
  return {
    askGoal: async () => {
      const { askText } = await import("./prompts.ts");
      return await ownerOf(host).lend(() => askText(options, "What should be true when baro is done?"));
    },
    answer: async (question, stop) => {
      const { askText } = await import("./prompts.ts");
      return await ask(() => askText({ ...options, stop }, question));
    },
    chooseMode: async (decision, outlook, shown, stop) => {
      const { chooseMode } = await import("./choose-mode.ts");
      return await ask(() => chooseMode(host, { ...options, stop }, decision, outlook, shown));
    },
    choose: async ({ question, answers }, stop) => {
      const { select } = await import("./prompts.ts");
      const message = wrapText(plainText(question), layoutFor(host, options, "err").width - 3).join("\n");
      return await ask(() => select({ ...options, stop }, { message, options: answers }));
    },
    reviewPlan: async (enforced, stop) => {
      const { reviewPlan } = await import("./review-plan.ts");
      return await ask((say) => reviewPlan(host, { ...options, stop, say }, enforced));
    },
  };
}
