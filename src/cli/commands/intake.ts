import { exitCodeOf } from "../../core/error.ts";
import { unwatched } from "../../core/person.ts";
import { renderDecision } from "../../report/decision-text.ts";
import { jsonDocument } from "../../settings/flags.ts";
import { command } from "../command.ts";
import { askForGoal, readGoal } from "../goal.ts";
import { layoutFor, printLines } from "../output.ts";
import { openSession, printJson, sayNotices } from "../session.ts";

export const intake = command({
  name: "intake",
  description:
    "Suggest a mode for a goal and say why. Writes nothing; asks a model only when the rules are not decisive.",
  manyWords: true,
  examples: ['baro intake --explain "rename Parser to Reader everywhere"', "baro intake --json - < goal.md"],
  words: [{ name: "goal", needed: false, help: "What should be true when the work is done; - is stdin" }],
  flags: [jsonDocument],
  run: async (host, { words, flags }) => {
    const given = await readGoal(host, words, flags);
    const { options, person } = await openSession(host, flags);
    const goal = await askForGoal(given, person);
    const { intakeOnly } = await import("../../run/think.ts");
    const { decision, notices } = await intakeOnly({ host, options, person, watcher: unwatched }, goal);
    sayNotices(host, options, notices);
    if (options.json) printJson(host, { ...decision, notices });
    else printLines(host, renderDecision(decision, layoutFor(host, options, "out"), options.explain));
    return decision.clarity === "vague" ? exitCodeOf["input-needed"] : 0;
  },
});
