import { watchAndOffer } from "../after-run.ts";
import { command } from "../command.ts";
import { isTyped, readGoal, requireSomebody } from "../goal.ts";
import { openSession } from "../session.ts";

export const followUp = command({
  name: "continue",
  description:
    "Follow up on work that exists, on the same branch and pull request. Without --pr or --branch, on the newest run of this repository.",
  manyWords: true,
  examples: ['baro continue --pr 12 "rename the flag as the review asks"', "baro continue --pr 12 --pr-checks"],
  words: [{ name: "goal", needed: false, help: "What should change about that work; - is stdin" }],
  run: async (host, { words, flags }) => {
    const goal = await readGoal(host, words, flags);
    const typed = isTyped(host, words, flags);
    using session = await openSession(host, { ...flags, continue: true });
    const { options, person } = session;
    if (options.followUp?.goalFrom === undefined) requireSomebody(goal, options.noInput);
    const { continueWork } = await import("../../run/run.ts");
    return await watchAndOffer(host, session, (watcher) =>
      continueWork({ host, options, person, watcher, typed }, goal),
    );
  },
});
