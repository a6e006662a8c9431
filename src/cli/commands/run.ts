import { watchAndOffer } from "../after-run.ts";
import { command } from "../command.ts";
import { isTyped, readGoal, requireSomebody } from "../goal.ts";
import { introduce } from "../introduction.ts";
import { openSession } from "../session.ts";

export const run = command({
  name: "run",
  description: "Turn a goal into a branch or pull request. Ctrl-C stops, baro resume continues.",
  manyWords: true,
  examples: [
    'baro "the date parser accepts 24:00; make it fail with a clear error"',
    "baro run --mode parallel --agent claude --yes - < goal.md",
    'baro --json --verify "npm test" --timeout 30m "add tests for every parser"',
  ],
  words: [{ name: "goal", needed: false, help: "What should be true when baro is done; - is stdin" }],
  run: async (host, { words, flags }) => {
    const goal = await readGoal(host, words, flags);
    const typed = isTyped(host, words, flags);
    using session = await openSession(host, flags);
    const { options, person } = session;
    if (options.followUp?.goalFrom === undefined) requireSomebody(goal, options.noInput);
    if (goal === null && person !== null && options.followUp === null) introduce(host, options);
    if (options.followUp !== null) {
      const { continueWork } = await import("../../run/run.ts");
      return await watchAndOffer(host, session, (watcher) =>
        continueWork({ host, options, person, watcher, typed }, goal),
      );
    }
    const { runGoal } = await import("../../run/run.ts");
    return await watchAndOffer(host, session, (watcher) => runGoal({ host, options, person, watcher, typed }, goal));
  },
});
