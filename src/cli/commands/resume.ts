import { conducting, everywhere, flagsOf } from "../../settings/flags.ts";
import { command } from "../command.ts";
import { openSession } from "../session.ts";
import { watch } from "../watch/watch.ts";

export const resume = command({
  name: "resume",
  description: "Go on with an interrupted run; what is finished stays finished.",
  examples: ["baro resume", "baro resume fix-the-login-k3x9"],
  args: {
    run: { type: "positional", required: false, description: "The run (the newest resumable one of this repository)" },
    ...flagsOf("agent", "parallel", "input", ...conducting, ...everywhere),
  },
  run: async (host, args) => {
    const { options, person } = await openSession(host, args);
    const { resumeRun } = await import("../../run/run.ts");
    return await watch(host, options, (watcher) => resumeRun({ host, options, person, watcher }, args.run ?? null));
  },
});
