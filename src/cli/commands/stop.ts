import { command } from "../command.ts";
import { printLines } from "../output.ts";
import { openSession } from "../session.ts";

export const stop = command({
  name: "stop",
  description: "Stop a live run from another terminal. Its finished stories stay, and baro resume goes on.",
  examples: ["baro stop", "baro stop fix-the-login-k3x9"],
  words: [{ name: "run", needed: false, help: "The run (the one that is live)", values: "runs" }],
  run: async (host, { words, flags }) => {
    const { options } = await openSession(host, flags);
    const { stopRun } = await import("../../run/runs.ts");
    printLines(host, [await stopRun(host, options, words[0] ?? null)]);
    return 0;
  },
});
