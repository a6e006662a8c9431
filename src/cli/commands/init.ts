import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BaroError, messageOf } from "../../core/error.ts";
import type { Host } from "../../host/host.ts";
import { configTemplate } from "../../settings/config-template.ts";
import { ownSwitch } from "../../settings/flags.ts";
import { repositoryConfigNames } from "../../settings/load.ts";
import type { RunOptions } from "../../settings/options.ts";
import { placesOf } from "../../settings/paths.ts";
import { repositoryRoot } from "../../settings/repository-root.ts";
import type { Settings } from "../../settings/table.ts";
import { layerOfFlags } from "../../settings/texts.ts";
import { plainLine } from "../../text/plain.ts";
import { command } from "../command.ts";
import { openSession } from "../session.ts";
import { ownerOf } from "../terminal/owner.ts";
import { mayDraw } from "../terminal/screen.ts";

export const init = command({
  name: "init",
  description: "Write a commented configuration file, for this repository or (--user) for you. Asks on a terminal.",
  examples: [
    "baro init",
    "baro init --user --agent claude --deliver branch --no-input",
    'baro init --verify "npm test"',
  ],
  flags: [
    ownSwitch("user", "Write your own configuration instead of the repository's"),
    ownSwitch("force", "Replace an existing file"),
  ],
  run: async (host, { flags }) => {
    const { options, person } = await openSession(host, flags);
    const user = flags["user"] === true;
    const file = user ? placesOf(host).userConfig : repositoryFile(options.cwd);
    if (existsSync(file) && flags["force"] !== true) {
      throw new BaroError("config", `Cannot write ${file}: it already exists`, { hint: "Replace it with --force" });
    }
    const given = layerOfFlags(flags);
    const asks = person !== null && !options.yes;
    const chosen = asks ? await ask(host, options, given) : given;
    if (chosen === null) throw new BaroError("interrupted", "Cannot write a configuration: you left before the end");
    write(file, configTemplate(chosen, user ? "user" : "repository"));
    host.writeOut(`${plainLine(file)}\n`);
    return 0;
  },
});

async function ask(host: Host, options: RunOptions, given: Settings): Promise<Settings | null> {
  const { askConfig } = await import("../person/ask-config.ts");
  const plain = !mayDraw(host, options);
  return await ownerOf(host).lend((floor) => askConfig({ ...options, plain, floor }, given));
}

function repositoryFile(cwd: string): string {
  const root = repositoryRoot(cwd);
  if (root === null) {
    throw new BaroError("no-repository", `Cannot write a repository's configuration: "${cwd}" is not in a repository`, {
      hint: "Write your own with: baro init --user",
    });
  }
  return (
    repositoryConfigNames.map((name) => join(root, name)).find((file) => existsSync(file)) ?? join(root, "baro.toml")
  );
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new BaroError("config", `Cannot write ${file}: ${messageOf(error, file)}`, {
      hint: "Make the folder that it is in writable",
      cause: error,
    });
  }
}
