import { conducting, everywhere, flagsOf, following, planning } from "../../settings/flags.ts";
import { command } from "../command.ts";
import { readGoal, requireSomebody } from "../goal.ts";
import { openSession } from "../session.ts";
import { watch } from "../watch/watch.ts";

export const run = command({
  name: "run",
  description:
    "Turn a goal into a branch or a pull request: intake, mode, plan, review, agents, checks, delivery. Ctrl-C stops it; baro resume goes on.",
  manyWords: true,
  examples: [
    'baro "the date parser accepts 24:00; make it fail with a clear error"',
    "baro run --mode parallel --agent claude --yes - < goal.md",
    'baro --json --verify "npm test" --timeout 30m "add tests for every parser"',
  ],
  args: {
    goal: { type: "positional", required: false, description: "What should be true when baro is done; - is stdin" },
    ...flagsOf("goal-file", ...planning, ...conducting, "explain", "continue", ...following, "dry-run", ...everywhere),
  },
  run: async (host, args) => {
    const goal = await readGoal(host, { words: args._, file: args["goal-file"] });
    const { options, person } = await openSession(host, args);
    if (options.followUp?.goalFrom === undefined) requireSomebody(goal, options.noInput);
    if (options.followUp !== null) {
      const { continueWork } = await import("../../run/run.ts");
      return await watch(host, options, (watcher) => continueWork({ host, options, person, watcher }, goal));
    }
    const { runGoal } = await import("../../run/run.ts");
    return await watch(host, options, (watcher) => runGoal({ host, options, person, watcher }, goal));
  },
});
