import { renderRun } from "../../report/text.ts";
import { jsonDocument } from "../../settings/flags.ts";
import { foldRun } from "../../state/run-state.ts";
import { command } from "../command.ts";
import { layoutFor, printLines } from "../output.ts";
import { openSession, printJson } from "../session.ts";

export const show = command({
  name: "show",
  description: "Look at a run: decision, plan, what happened, figures. --json prints its events as one document.",
  examples: ["baro show", "baro show fix-the-login-k3x9 --verbose"],
  words: [{ name: "run", needed: false, help: "The run (the newest of this repository)", values: "runs" }],
  flags: [jsonDocument],
  run: async (host, { words, flags }) => {
    const { options } = await openSession(host, flags);
    const { showRun } = await import("../../run/runs.ts");
    const events = await showRun(host, options, words[0] ?? null);
    if (options.json) {
      printJson(host, events);
      return 0;
    }
    const detail = options.verbose ? "everything" : "steps";
    printLines(host, renderRun(foldRun(events), events, layoutFor(host, options, "out"), detail));
    return 0;
  },
});
