import { resolve } from "node:path";
import { BaroError } from "../../core/error.ts";
import type { Host } from "../../host/host.ts";
import { findRepositoryConfig } from "../../settings/load.ts";
import type { RunOptions } from "../../settings/options.ts";
import { plainLines } from "../../text/plain.ts";
import { command } from "../command.ts";
import { printLines } from "../output.ts";
import { openSession } from "../session.ts";
import { ownerOf } from "../terminal/owner.ts";
import { mayDraw } from "../terminal/screen.ts";

export const trust = command({
  name: "trust",
  description:
    "Trust a repository's configuration file as it is now. From then on its checks, agent commands, endpoints and sandbox settings apply. If the file changes, it must be trusted again.",
  examples: ["baro trust", "baro trust .cursor/worktrees.json"],
  words: [{ name: "file", needed: false, help: "The file (the repository's baro.toml)", values: "files" }],
  run: async (host, { words, flags }) => {
    const { options, person } = await openSession(host, { ...flags, quiet: true });
    const file = words[0] ?? findRepositoryConfig(options.cwd) ?? "baro.toml";
    if (person !== null && !options.yes && !(await agrees(host, options, resolve(options.cwd, file)))) {
      throw new BaroError("interrupted", `Cannot trust "${file}": you did not agree`);
    }
    const { trustFile } = await import("../../settings/trust.ts");
    printLines(host, [trustFile(options, file)]);
    return 0;
  },
});

/** Shows the whole file, for it is the whole file that is trusted, and asks. */
async function agrees(host: Host, options: RunOptions, file: string): Promise<boolean> {
  const { readTrustable } = await import("../../settings/trust.ts");
  const shown = plainLines(readTrustable(file)).map((line) => `  ${line}`.trimEnd());
  host.writeErr(`${file}\n\n${shown.join("\n")}\n`);
  const { confirmed } = await import("../person/prompts.ts");
  const plain = !mayDraw(host, options);
  return await ownerOf(host).lend((floor) => confirmed({ ...options, plain, floor }, "Trust this file as it is?"));
}
