import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseTolerantJson, recordOf } from "../../core/narrow.ts";
import { findPlainText } from "../../host/read-plain.ts";
import type { AgentTask } from "../agent.ts";
import { allPlaces, type OwnPlaces, ownPlacesIn } from "../own-places.ts";
import { packageManifest } from "../program-agent.ts";
import type { AgentCommand, CommandPlace, Environment, ProgramSpec } from "../program-spec.ts";
import { providerKeys } from "../provider-keys.ts";
import { opencodeTranslation } from "./map.ts";
import { dataFolder, recordedUsage } from "./session-usage.ts";

/** OpenCode, headless. */
export const opencode: ProgramSpec = {
  name: "opencode",
  program: "opencode",
  provider: (model) => model?.split("/")[0] ?? "opencode",
  tried: { from: "1.18.0", below: "1.19.0" },
  passes: (env) => ["OPENCODE_CONFIG", "OPENCODE_CONFIG_DIR", ...providerKeys, ...configuredKeys(env)],
  stateFolders,
  ownSettings,
  command: opencodeCommand,
  newTranslation: opencodeTranslation,
  sessionUsage: recordedUsage,
  signedIn,
  advice: { install: "npm install -g opencode-ai", signIn: "Run `opencode auth login`" },
  announcesTools: false,
};

function ownSettings(env: Environment): OwnPlaces {
  const [data, , cache] = homes(env);
  const settings = ownPlacesIn(configHome(env), {
    files: ["config.json", "opencode.json", "opencode.jsonc", "tui.json", "tui.jsonc", "AGENTS.md"],
    folders: [
      ...["agent", "agents", "command", "commands", "plugin", "plugins", "mode", "modes", "skill", "skills"],
      ...["tool", "tools", "theme", "themes"],
      // What plug-ins are made with: fetched anew where there is none.
      "node_modules",
    ],
    // It writes to it whenever it starts.
    copied: [packageManifest],
  });
  const fetched = { folders: ["bin", "node_modules", "packages"] };
  return allPlaces([settings, ownPlacesIn(data, fetched), ownPlacesIn(cache, fetched)]);
}

function opencodeCommand(task: AgentTask, place: CommandPlace): AgentCommand {
  const { model, effort, resume } = task;
  return {
    args: [
      "run",
      ...["--format", "json", "--thinking"],
      // A title of ours saves the request that would ask a model for one.
      ...(resume === null ? ["--title", "baro"] : ["--session", resume]),
      ...(model === null ? [] : ["--model", model]),
      ...(effort == null ? [] : ["--variant", effort]),
    ],
    env: {
      OPENCODE_CONFIG_CONTENT: JSON.stringify(configuration(task, place)),
      OPENCODE_DISABLE_AUTOUPDATE: "1",
      OPENCODE_DISABLE_MODELS_FETCH: "1",
      OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
      OPENCODE_DISABLE_DEFAULT_PLUGINS: "1",
      OPENCODE_DISABLE_SHARE: "1",
    },
    stdin: task.prompt,
  };
}

/**
 * Laid over the person's configuration for this one process. It has no sandbox; what it does have is a refusal of
 * paths outside the working folder, for its own tools and for the commands in which it recognises such paths.
 */
function configuration(task: AgentTask, { folder }: CommandPlace): Record<string, unknown> {
  const instructions = join(folder, "instructions.md");
  if (task.instructions != null) writeFileSync(instructions, task.instructions);
  const work = { "*": "allow", external_directory: "deny", question: "deny" };
  return {
    autoupdate: false,
    share: "disabled",
    permission: task.readOnly ? { "*": "deny" } : work,
    ...(task.instructions == null ? {} : { instructions: [instructions] }),
  };
}

function stateFolders(env: Environment): string[] {
  return [...homes(env), configHome(env)];
}

/** Its data, its state and its cache. */
function homes(env: Environment): [string, string, string] {
  const home = env["HOME"] ?? "";
  const own = (folder: string) => join(folder, "opencode");
  return [
    own(env["XDG_DATA_HOME"] ?? join(home, ".local", "share")),
    own(env["XDG_STATE_HOME"] ?? join(home, ".local", "state")),
    own(env["XDG_CACHE_HOME"] ?? join(home, ".cache")),
  ];
}

function configHome(env: Environment): string {
  return join(env["XDG_CONFIG_HOME"] ?? join(env["HOME"] ?? "", ".config"), "opencode");
}

function configFiles(env: Environment): string[] {
  const home = env["HOME"] ?? "";
  const folder = env["OPENCODE_CONFIG_DIR"] ?? join(env["XDG_CONFIG_HOME"] ?? join(home, ".config"), "opencode");
  const named = env["OPENCODE_CONFIG"];
  return [...(named === undefined ? [] : [named]), join(folder, "opencode.json"), join(folder, "opencode.jsonc")];
}

/** The variables that the person's configuration refers to as `{env:NAME}`. */
function configuredKeys(env: Environment): string[] {
  return configFiles(env)
    .flatMap((file) => [...(findPlainText(file) ?? "").matchAll(/\{env:([A-Za-z_]\w*)\}/g)])
    .flatMap(([, name]) => (name === undefined ? [] : [name]));
}

function signedIn(env: Environment): boolean | null {
  if (providerKeys.some((name) => (env[name] ?? "") !== "")) return true;
  if (existsSync(join(dataFolder(env), "auth.json"))) return true;
  // A configured provider may hold a key or need none, as local models do.
  return configFiles(env).some((file) => findPlainText(file)?.includes('"provider"') === true) ? true : null;
}

/** Keeps it from asking a model for titles that nobody reads, whatever else the person has set; and from updating itself. */
export function quietOpencode(env: Environment): Record<string, string> {
  const own = parseTolerantJson(env["OPENCODE_CONFIG_CONTENT"] ?? "{}");
  // What can't be read is the person's all the same.
  if (own === null) return {};
  const agents = recordOf(own["agent"]);
  const quiet = { ...own, agent: { ...agents, title: { disable: true, ...recordOf(agents["title"]) } } };
  return { OPENCODE_CONFIG_CONTENT: JSON.stringify(quiet), OPENCODE_DISABLE_AUTOUPDATE: "1" };
}
