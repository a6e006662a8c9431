import { allRepositories } from "../../settings/flags.ts";
import { watchAndOffer } from "../after-run.ts";
import { command } from "../command.ts";
import { openSession } from "../session.ts";

export const resume = command({
  name: "resume",
  description: "Continue an interrupted run, or rerun what did not land in one that has ended, on top of what landed.",
  examples: ["baro resume", "baro resume fix-the-login-k3x9", "baro resume fix-the-login-k3x9 --story S3"],
  words: [
    {
      name: "run",
      needed: false,
      help: "The run (the newest of this repository that was interrupted or is incomplete)",
      values: "runs",
    },
  ],
  flags: [
    allRepositories,
    {
      name: "story",
      hint: "ID",
      list: true,
      help: "Rerun this story and what it needs (all that did not land); repeatable",
      negative: false,
      group: "common",
    },
  ],
  run: async (host, { words, flags: { story, all, ...flags } }) => {
    using session = await openSession(host, flags);
    const { options, person } = session;
    const wanted = { run: words[0] ?? null, stories: Array.isArray(story) ? story : [], all: all === true };
    const { resumeRun } = await import("../../run/run.ts");
    return await watchAndOffer(host, session, (watcher) => resumeRun({ host, options, person, watcher }, wanted));
  },
});
