import { command } from "../command.ts";
import { openSession } from "../session.ts";
import { watch } from "../watch/watch.ts";

export const resume = command({
  name: "resume",
  description: "Go on with an interrupted run; what is finished stays finished.",
  examples: ["baro resume", "baro resume fix-the-login-k3x9"],
  words: [
    { name: "run", needed: false, help: "The run (the newest resumable one of this repository)", values: "runs" },
  ],
  run: async (host, { words, flags }) => {
    using session = await openSession(host, flags);
    const { options, person } = session;
    const { resumeRun } = await import("../../run/run.ts");
    return await watch(host, options, (watcher) => resumeRun({ host, options, person, watcher }, words[0] ?? null));
  },
});
