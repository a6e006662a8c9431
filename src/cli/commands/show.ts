import { eventLines } from "../../report/event-line.ts";
import { renderRun } from "../../report/summary.ts";
import { allRepositories, jsonDocument, ownSwitch } from "../../settings/flags.ts";
import { countTo } from "../../state/count-to.ts";
import { foldRun } from "../../state/run-state.ts";
import { command } from "../command.ts";
import { layoutOfRun, printLines } from "../output.ts";
import { openSession, printJson } from "../session.ts";

const follow = ownSwitch(
  "follow",
  "Keep showing what happens until the run ends; Ctrl-C stops the display, not the run",
);

export const show = command({
  name: "show",
  description:
    "Show a run: decision, plan, what happened, figures; or everything one story's agents did. --json prints its events as one document.",
  examples: [
    "baro show",
    "baro show --follow",
    "baro show fix-the-login-k3x9 S2",
    "baro show fix-the-login-k3x9 --verbose",
  ],
  words: [
    { name: "run", needed: false, help: "The run (the newest of this repository)", values: "runs" },
    { name: "story", needed: false, help: "One story: S1, S2, … (the whole run)", values: "stories" },
  ],
  flags: [jsonDocument, follow, allRepositories],
  run: async (host, { words, flags }) => {
    const { follow: goOn, all, ...rest } = flags;
    const { options } = await openSession(host, rest);
    const [run = null, story = null] = words;
    const { isLive, requireStory, showRun } = await import("../../run/runs.ts");
    const events = await showRun(host, { ...options, all: all === true }, run);
    const state = foldRun(events);
    if (story !== null) requireStory(state, story);
    if (goOn === true) {
      const { followRun } = await import("../watch/follow.ts");
      return await followRun(host, options, state.run ?? "", story);
    }
    if (isLive(options.stateDir, state)) countTo(state, host.now());
    const shown = story === null ? events : events.filter((event) => "story" in event && event.story === story);
    if (options.json) {
      printJson(host, shown);
      return 0;
    }
    const layout = layoutOfRun(host, options, "out", state);
    const detail = options.verbose || story !== null ? "everything" : "steps";
    if (story === null) printLines(host, renderRun(state, events, layout, detail));
    else
      printLines(
        host,
        shown.flatMap((event) => eventLines(event, detail)),
      );
    return 0;
  },
});
