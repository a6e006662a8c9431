import { everywhere, flagsOf } from "../../settings/flags.ts";
import { command } from "../command.ts";
import { printLines } from "../output.ts";
import { openSession } from "../session.ts";

export const stop = command({
  name: "stop",
  description: "Stop a live run from another terminal. Its finished stories stay, and baro resume goes on.",
  examples: ["baro stop", "baro stop fix-the-login-k3x9"],
  args: {
    run: { type: "positional", required: false, description: "The run (the one that is live)" },
    ...flagsOf(...everywhere),
  },
  run: async (host, args) => {
    const { options } = await openSession(host, args);
    const { stopRun } = await import("../../run/runs.ts");
    printLines(host, [await stopRun(host, options, args.run ?? null)]);
    return 0;
  },
});
