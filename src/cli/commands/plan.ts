import { unwatched } from "../../core/person.ts";
import { renderDecision } from "../../report/decision-text.ts";
import { renderPlan } from "../../report/plan-text.ts";
import { jsonDocument } from "../../settings/flags.ts";
import { command } from "../command.ts";
import { readGoal } from "../goal.ts";
import { layoutFor, printLines } from "../output.ts";
import { openSession, printJson, sayNotices } from "../session.ts";
import { ndjsonWatcher } from "../watch/lines.ts";

export const plan = command({
  name: "plan",
  description:
    "Decide the mode, plan the stories and apply the rules. Writes no code. --json prints a plan that baro conduct can run.",
  manyWords: true,
  examples: ['baro plan --mode parallel "a test file per parser"', 'baro plan --json "GOAL" | baro conduct -'],
  words: [{ name: "goal", needed: false, help: "What should be true when the work is done; - is stdin" }],
  flags: [jsonDocument],
  run: async (host, { words, flags }) => {
    const given = await readGoal(host, words, flags);
    using session = await openSession(host, flags);
    const { options, person } = session;
    const { planOnly } = await import("../../run/think.ts");
    const watcher = options.ask === "stdio" ? ndjsonWatcher(host) : unwatched;
    const { decision, enforced, notices } = await planOnly({ host, options, person, watcher }, given);
    sayNotices(host, options, notices);
    if (options.json) {
      const { plan: stories, ...account } = enforced;
      printJson(host, { ...stories, ...account, decision, notices });
      return 0;
    }
    const layout = layoutFor(host, options, "out");
    const head = decision === null ? [] : [...renderDecision(decision, layout, options.explain), ""];
    printLines(host, [...head, ...renderPlan(enforced, layout, options.explain)]);
    return 0;
  },
});
