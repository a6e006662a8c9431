import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { renderAgentChoice } from "../../core/agent-name.ts";
import { BaroError, messageOf } from "../../core/error.ts";
import { type ChosenConfig, configTemplate } from "../../settings/config-template.ts";
import { everywhere, flagsOf } from "../../settings/flags.ts";
import { repositoryConfigNames, repositoryRoot } from "../../settings/load.ts";
import { placesOf } from "../../settings/paths.ts";
import { layerOfFlags } from "../../settings/texts.ts";
import { command } from "../command.ts";
import { openSession } from "../session.ts";

export const init = command({
  name: "init",
  description: "Write a commented configuration file, for this repository or (--user) for you. Asks on a terminal.",
  examples: [
    "baro init",
    "baro init --user --agent claude --deliver branch --no-input",
    'baro init --verify "npm test"',
  ],
  args: {
    user: { type: "boolean", description: "Write your own configuration instead of the repository's (off)" },
    force: { type: "boolean", description: "Replace a file that is there (off)" },
    ...flagsOf("mode", "agent", "planner", "parallel", "deliver", "verify", "yes", "input", ...everywhere),
  },
  run: async (host, args) => {
    const { options, person } = await openSession(host, args);
    const user = args.user ?? false;
    const file = user ? placesOf(host).userConfig : repositoryFile(options.cwd);
    if (existsSync(file) && args.force !== true) {
      throw new BaroError("config", `Cannot write ${file}: it is there already`, { hint: "Replace it with --force" });
    }
    const layer = layerOfFlags(args);
    const given: ChosenConfig = {
      mode: layer.mode ?? null,
      agent: layer.agent === undefined ? null : renderAgentChoice(layer.agent),
      planner: layer.planner === undefined ? null : renderAgentChoice(layer.planner),
      parallel: layer.parallel ?? null,
      deliver: layer.deliver ?? null,
      verify: layer.verify ?? null,
    };
    const asks = person !== null && !options.yes;
    const chosen = asks ? await (await import("../person/ask-config.ts")).askConfig(options, given) : given;
    if (chosen === null) throw new BaroError("interrupted", "Cannot write a configuration: it was left");
    write(file, configTemplate(chosen, user ? "user" : "repository"));
    host.writeOut(`${file}\n`);
    return 0;
  },
});

function repositoryFile(cwd: string): string {
  const root = repositoryRoot(cwd);
  if (root === null) {
    throw new BaroError("no-repository", `Cannot write a repository's configuration: "${cwd}" is in no repository`, {
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
    throw new BaroError("config", `Cannot write ${file}: ${messageOf(error)}`, { cause: error });
  }
}
