import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { BaroError, messageOf } from "../../core/error.ts";
import type { RunOptions } from "../../core/options.ts";
import type { Host } from "../../host/host.ts";
import { everywhere, flagsOf } from "../../settings/flags.ts";
import { findRepositoryConfig } from "../../settings/load.ts";
import { plainLines } from "../../text/plain.ts";
import { command } from "../command.ts";
import { printLines } from "../output.ts";
import { openSession } from "../session.ts";

export const trust = command({
  name: "trust",
  description:
    "Trust a repository's configuration file as it is now: what it says about checks, agents' command lines, endpoints and the sandbox counts from then on. A changed file must be trusted again.",
  examples: ["baro trust", "baro trust .cursor/worktrees.json"],
  args: {
    file: { type: "positional", required: false, description: "The file (the repository's baro.toml)" },
    ...flagsOf("yes", "input", ...everywhere),
  },
  run: async (host, args) => {
    const { options, person } = await openSession(host, { ...args, quiet: true });
    const file = args.file ?? findRepositoryConfig(options.cwd) ?? "baro.toml";
    if (person !== null && !options.yes && !(await agrees(host, options, resolve(options.cwd, file)))) {
      throw new BaroError("interrupted", `Cannot trust "${file}": you did not agree`);
    }
    const { trustFile } = await import("../../store/trust.ts");
    printLines(host, [await trustFile(host, options, file)]);
    return 0;
  },
});

/** Shows the whole file, for it is the whole file that is trusted, and asks. */
async function agrees(host: Host, options: RunOptions, file: string): Promise<boolean> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new BaroError("config", `Cannot trust "${file}": ${messageOf(error)}`, { cause: error });
  }
  const shown = plainLines(text).map((line) => `  ${line}`.trimEnd());
  host.writeErr(`${file}\n\n${shown.join("\n")}\n`);
  const { confirmed } = await import("../person/confirmed.ts");
  return await confirmed(options, "Trust this file as it is?");
}
