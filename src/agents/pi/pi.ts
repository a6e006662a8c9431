import { existsSync } from "node:fs";
import { join } from "node:path";
import { findPlainText } from "../../host/read-plain.ts";
import type { AgentTask } from "../agent.ts";
import { type OwnPlaces, ownPlacesIn } from "../own-places.ts";
import type { AgentCommand, Environment, ProgramSpec } from "../program-spec.ts";
import { providerKeys } from "../provider-keys.ts";
import { standInText } from "../shield/notes.ts";
import { piTranslation } from "./map.ts";

/** Pi, headless. It has no permissions and no sandbox: the story's worktree and `--sandbox` are what bounds it. */
export const pi: ProgramSpec = {
  name: "pi",
  program: "pi",
  provider: (model) => model?.split("/")[0] ?? "pi",
  tried: { from: "0.73.0", below: "1.6.0" },
  passes: () => ["PI_CODING_AGENT_DIR", "PI_CODING_AGENT_SESSION_DIR", "PI_PACKAGE_DIR", ...providerKeys],
  stateFolders: (env) => [folderOf(env)],
  ownSettings,
  command: piCommand,
  newTranslation: piTranslation,
  signedIn,
  advice: {
    install: "npm install -g @earendil-works/pi-coding-agent",
    signIn: "Run pi once and use /login, or set the key of your model provider",
  },
  announcesTools: true,
};

function ownSettings(env: Environment): OwnPlaces {
  return ownPlacesIn(folderOf(env), {
    files: ["settings.json", "models.json", "AGENTS.md", "CLAUDE.md", "SYSTEM.md", "APPEND_SYSTEM.md"],
    // Packages and programs among them that it fetched.
    folders: [
      ...["extensions", "prompts", "skills", "themes", "tools", "hooks", "agents", "commands"],
      ...["bin", "npm", "git"],
    ],
  });
}

function piCommand(task: AgentTask, { env }: { env: Environment }): AgentCommand {
  const { model, effort, instructions, resume, readOnly } = task;
  return {
    args: [
      ...["--mode", "json", "-p"],
      ...(readOnly ? ["--no-tools", "--no-session", "--no-extensions", "--no-skills"] : []),
      ...(model === null ? [] : ["--model", model]),
      ...(effort == null ? [] : ["--thinking", effort]),
      ...(instructions == null ? [] : [readOnly ? "--system-prompt" : "--append-system-prompt", instructions]),
      ...(resume === null ? [] : ["--session", resume]),
    ],
    env: { PI_OFFLINE: "1", PI_TELEMETRY: env["PI_TELEMETRY"] ?? "0", PI_SKIP_VERSION_CHECK: "1" },
    stdin: task.prompt,
  };
}

function folderOf(env: Environment): string {
  return env["PI_CODING_AGENT_DIR"] ?? join(env["HOME"] ?? "", ".pi", "agent");
}

function signedIn(env: Environment): boolean {
  if (providerKeys.some((name) => name.endsWith("_KEY") && (env[name] ?? "") !== "")) return true;
  const folder = folderOf(env);
  if (existsSync(join(folder, "auth.json"))) return true;
  const models = join(folder, "models.json");
  return existsSync(models) && findPlainText(models) !== standInText(models);
}
