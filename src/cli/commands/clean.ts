import { everywhere, flagsOf, jsonDocument } from "../../settings/flags.ts";
import { command } from "../command.ts";
import { printLines } from "../output.ts";
import { openSession, printJson } from "../session.ts";

export const clean = command({
  name: "clean",
  description:
    "Remove what runs left behind, as far as it is safe: work that exists nowhere else is kept and listed with the reason.",
  examples: ["baro clean", "baro clean fix-the-login-k3x9 --force"],
  args: {
    run: { type: "positional", required: false, description: "The run (all that have ended)" },
    force: { type: "boolean", description: "Remove also what is kept for safety; each thing is named (off)" },
    json: jsonDocument,
    ...flagsOf(...everywhere),
  },
  run: async (host, args) => {
    const { options } = await openSession(host, args);
    const { cleanRuns } = await import("../../run/clean.ts");
    const result = await cleanRuns(host, options, { run: args.run ?? null, force: args.force ?? false });
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
