import { jsonDocument, ownSwitch } from "../../settings/flags.ts";
import { command } from "../command.ts";
import { printLines } from "../output.ts";
import { openSession, printJson } from "../session.ts";

export const clean = command({
  name: "clean",
  description:
    "Remove what runs left behind, as far as it is safe: work that exists nowhere else is kept and listed with the reason.",
  examples: ["baro clean", "baro clean fix-the-login-k3x9 --force"],
  words: [{ name: "run", needed: false, help: "The run (all that have ended)", values: "runs" }],
  flags: [ownSwitch("force", "Remove also what is kept for safety; each thing is named"), jsonDocument],
  run: async (host, { words, flags }) => {
    const { options } = await openSession(host, flags);
    const { cleanRuns } = await import("../../run/clean.ts");
    const result = await cleanRuns(host, options, { run: words[0] ?? null, force: flags["force"] === true });
    if (options.json) {
      printJson(host, result);
      return 0;
    }
    printLines(host, [
      ...result.removed.map((what) => `removed  ${what}`),
      ...result.kept.map(({ what, why }) => `kept     ${what}: ${why}`),
      ...(result.removed.length + result.kept.length === 0 ? ["There is nothing to clean"] : []),
    ]);
    return 0;
  },
});
