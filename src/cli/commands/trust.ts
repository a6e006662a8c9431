import { command } from "../command.ts";
import { everywhere, flagsOf } from "../flags.ts";
import { printLines } from "../output.ts";
import { openSession } from "../session.ts";
import { findRepositoryConfig } from "../settings/load.ts";

export const trust = command({
  name: "trust",
  description:
    "Trust a repository's configuration file as it is now: what it says about checks, agents' command lines, endpoints and the sandbox counts from then on. A changed file must be trusted again.",
  examples: ["baro trust", "baro trust .cursor/worktrees.json"],
  args: {
    file: { type: "positional", required: false, description: "The file (the repository's baro.toml)" },
    ...flagsOf(...everywhere),
  },
  run: async (host, args) => {
    const { options } = await openSession(host, { ...args, quiet: true });
    const { trustFile } = await import("../../run/trust.ts");
    const file = args.file ?? findRepositoryConfig(options.cwd);
    printLines(host, [await trustFile(host, options, file)]);
    return 0;
  },
});
