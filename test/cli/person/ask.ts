// Asks one question on the real terminal and prints the answer as JSON: what the pseudo-terminal tests run.
import { personAt } from "../../../src/cli/person/person.ts";
import type { Decision } from "../../../src/core/decision.ts";
import type { Story } from "../../../src/core/story.ts";
import { systemHost } from "../../../src/host/system.ts";
import { loadSettings } from "../../../src/settings/load.ts";
import { samplePlan } from "../../report/sample-run.ts";

const [question = "", confidence = "0.82"] = process.argv.slice(2);
const host = systemHost();
const workers = (process.env["ASK_WORKERS"] ?? "").split(" ").filter((word) => word !== "");
const { options } = await loadSettings(host, {
  color: process.env["NO_COLOR"] === undefined,
  ...(workers.length === 0 ? {} : { worker: workers }),
});
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
  focused: { what: "one agent does it all", cost: "about 3m, 90k tokens", basis: "median of 4 runs on this machine" },
  sequential: {
    what: "up to 5 agents, in turn",
    cost: "about 9m, 250k tokens",
    basis: "median of 4 runs on this machine",
  },
  parallel: {
    what: "up to 3 agents at once",
    cost: "0.5x time, 1.6x tokens",
    basis: "typical, relative to one agent",
  },
};
const leaves = "A pull request to github.com/ada/ledger, into main";
const story = { ...(samplePlan.plan.stories[0] as Story), title: "Test the date parser", writes: [] };

async function ask(): Promise<unknown> {
  if (question === "goal") return await person.askGoal();
  if (question === "answer") return await person.answer("Which of the two parsers?", stopped);
  if (question === "mode") return await person.chooseMode(decision, outlook, { leaves, story: null }, stopped);
  if (question === "story")
    return await person.chooseMode({ ...decision, mode: "focused" }, outlook, { leaves, story }, stopped);
  return await person.reviewPlan(samplePlan, stopped);
}

const answer = await ask();
host.writeOut(`answer ${JSON.stringify(answer)}\n`);
