import { renderDecision } from "../../report/decision-text.ts";
import { renderPlan } from "../../report/plan-text.ts";
import { everywhere, flagsOf, jsonDocument, planning } from "../../settings/flags.ts";
import { command } from "../command.ts";
import { askForGoal, readGoal } from "../goal.ts";
import { layoutFor, printLines } from "../output.ts";
import { openSession, printJson, sayNotices } from "../session.ts";

export const plan = command({
  name: "plan",
  description:
    "Intake and planning, then the plan as the rules enforce it. Runs no agent that can write. --json prints a document that baro conduct takes.",
  manyWords: true,
  examples: ['baro plan --mode parallel "a test file per parser"', 'baro plan --json "GOAL" | baro conduct -'],
  args: {
    goal: { type: "positional", required: false, description: "What should be true when the work is done; - is stdin" },
    json: jsonDocument,
    ...flagsOf("goal-file", "yes", "tier", ...planning, "continue", "pr", "branch", "explain", ...everywhere),
  },
  run: async (host, args) => {
    const given = await readGoal(host, { words: args._, file: args["goal-file"] });
    const { options, person } = await openSession(host, args);
    const goal = await askForGoal(given, person);
    const { planOnly } = await import("../../run/think.ts");
    const { decision, enforced, notices } = await planOnly({ host, options, person }, goal);
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
