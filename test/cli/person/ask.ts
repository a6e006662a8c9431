// Asks one question on the real terminal and prints the answer as JSON: what the pseudo-terminal tests run.
import { personAt } from "../../../src/cli/person/person.ts";
import type { Decision } from "../../../src/core/decision.ts";
import { systemHost } from "../../../src/host/system.ts";
import { loadSettings } from "../../../src/settings/load.ts";
import { samplePlan } from "../../report/sample-run.ts";

const [question = "", confidence = "0.82"] = process.argv.slice(2);
const host = systemHost();
const { options } = await loadSettings(host, { color: process.env["NO_COLOR"] === undefined });
const person = personAt(host, options);
const decision: Decision = {
  mode: "parallel",
  confidence: Number(confidence),
  reason: "The goal asks for one file per parser, and none of the three parsers imports another",
  source: "rules",
  signals: [],
  clarity: "clear",
  question: null,
  probabilities: { focused: 0.1, sequential: 0.35, parallel: 0.55 },
};
/** A run that was told to stop before it asks. */
const stopped = process.env["STOPPED"] === undefined ? undefined : AbortSignal.abort();
const outlook = {
  focused: "1 agent, about 90k tokens; pays when one place changes",
  sequential: "3 agents in turn, no data yet; pays when steps build on each other",
  parallel: "3 agents at once, no data yet; pays when the parts share nothing",
};

async function ask(): Promise<unknown> {
  if (question === "goal") return await person.askGoal();
  if (question === "answer") return await person.answer("Which of the two parsers?", stopped);
  if (question === "mode")
    return await person.chooseMode(decision, outlook, "A pull request to github.com/ada/ledger, into main", stopped);
  return await person.reviewPlan(samplePlan, stopped);
}

const answer = await ask();
host.writeOut(`answer ${JSON.stringify(answer)}\n`);
