import { allRepositories } from "../../settings/flags.ts";
import { command } from "../command.ts";
import { printLines } from "../output.ts";
import { openSession } from "../session.ts";

export const stop = command({
  name: "stop",
  description:
    "Stop a live run, or one of its stories, from another terminal. Finished stories stay; baro resume continues the run.",
  examples: ["baro stop", "baro stop fix-the-login-k3x9", "baro stop fix-the-login-k3x9 S2"],
  words: [
    { name: "run", needed: false, help: "The run (the one of this repository that is live)", values: "live" },
    { name: "story", needed: false, help: "One story: S1, S2, … (the whole run)", values: "stories" },
  ],
  flags: [allRepositories],
  run: async (host, { words, flags: { all, ...flags } }) => {
    const { options } = await openSession(host, flags);
    const places = { ...options, all: all === true };
    const [run, story] = words;
    if (run !== undefined && story !== undefined) {
      const { stopStory } = await import("../../run/steer.ts");
      printLines(host, [await stopStory(host, places, run, story)]);
      return 0;
    }
    const { stopRun } = await import("../../run/runs.ts");
    printLines(host, [await stopRun(host, places, run ?? null)]);
    return 0;
  },
});
