import type { Person } from "../../core/person.ts";
import type { Host } from "../../host/host.ts";
import type { RunOptions } from "../../settings/options.ts";
import { wrapText } from "../../text/cells.ts";
import { plainText } from "../../text/plain.ts";
import { type Floor, ownerOf } from "../terminal/owner.ts";
import { mayDraw } from "../terminal/screen.ts";
import { notifyOfQuestion } from "../watch/notify.ts";

/** The person at this terminal. The prompts are loaded when the first question comes, and have the screen alone. */
export function personAt(host: Host, given: RunOptions): Person {
  const options = { ...given, plain: !mayDraw(host, given) };
  const startedAt = host.elapsed();
  const ask = async <T>(question: (floor: Floor) => Promise<T>): Promise<T> => {
    await notifyOfQuestion(host, options, host.elapsed() - startedAt);
    return await ownerOf(host).lend(question);
  };
  return {
    askGoal: async (found) => {
      const { askGoal } = await import("./ask-goal.ts");
      return await ownerOf(host).lend((floor) => askGoal(host, { ...options, floor }, found ?? null));
    },
    answer: async (question, stop) => {
      const { askText } = await import("./prompts.ts");
      return await ask((floor) => askText({ ...options, stop, floor }, question));
    },
    chooseMode: async (decision, outlook, shown, stop) => {
      const { chooseMode } = await import("./choose-mode.ts");
      return await ask((floor) => chooseMode(host, { ...options, stop, floor }, decision, outlook, shown));
    },
    choose: async ({ question, answers }, stop) => {
      const { select } = await import("./prompts.ts");
      const message = (width: number) => wrapText(plainText(question), width);
      return await ask((floor) => select({ ...options, stop, floor }, { message, options: answers }));
    },
    reviewPlan: async (enforced, stop, soFar) => {
      const { reviewPlan } = await import("./review-plan.ts");
      return await ask((floor) => reviewPlan(host, { ...options, stop, floor }, enforced, soFar));
    },
  };
}
