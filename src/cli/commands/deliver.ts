import { allRepositories, jsonDocument } from "../../settings/flags.ts";
import { elsewhere } from "../../settings/repository-root.ts";
import { command } from "../command.ts";
import { deliveredLines } from "../delivered-lines.ts";
import { printLines } from "../output.ts";
import { openSession, printJson } from "../session.ts";

export const deliver = command({
  name: "deliver",
  description: "Open the pull request of a run that left a branch, or update the one that is open. Safe to repeat.",
  examples: ["baro deliver", "baro deliver fix-the-login-k3x9 --json"],
  words: [{ name: "run", needed: false, help: "The run (the newest of this repository)", values: "runs" }],
  flags: [jsonDocument, allRepositories],
  run: async (host, { words, flags: { all, ...flags } }) => {
    using session = await openSession(host, flags);
    const { options, person } = session;
    const { deliverRun } = await import("../../run/deliver-run.ts");
    const watcher = { see() {}, pause() {} };
    const wanted = { run: words[0] ?? null, all: all === true };
    const { delivered, exitCode, root } = await deliverRun({ host, options, person, watcher }, wanted);
    if (options.json) printJson(host, delivered);
    else printLines(host, deliveredLines(delivered, elsewhere(host, root)));
    return exitCode;
  },
});
