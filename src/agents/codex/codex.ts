import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findPlainText } from "../../host/read-plain.ts";
import type { AgentTask } from "../agent.ts";
import { type OwnPlaces, ownPlacesIn } from "../own-places.ts";
import type { AgentCommand, CommandPlace, Environment, ProgramSpec } from "../program-spec.ts";
import { codexTranslation } from "./map.ts";
import { threadUsage } from "./session-usage.ts";

/** Codex, headless. */
export const codex: ProgramSpec = {
  name: "codex",
  program: "codex",
  provider: () => "openai",
  tried: { from: "0.150.0", below: "0.170.0" },
  passes: (env) => ["CODEX_HOME", "CODEX_API_KEY", "OPENAI_API_KEY", "OPENAI_BASE_URL", ...configuredKeys(env)],
  stateFolders: (env) => [homeOf(env)],
  leavesBehind,
  ownSettings,
  // Two that start at once can disturb each other's set-up, and the one that lost has no sandbox to write files in.
  failedStart: /could not create PATH aliases/,
  command: codexCommand,
  newTranslation: codexTranslation,
  sessionUsage: (session, env) => threadUsage(homeOf(env), session),
  signedIn,
  advice: { install: "npm install -g @openai/codex", signIn: "Run `codex login`" },
  announcesTools: true,
};

function ownSettings(env: Environment): OwnPlaces {
  return ownPlacesIn(homeOf(env), {
    files: ["config.toml", "managed_config.toml", "hooks.json", ".env", "AGENTS.md", "AGENTS.override.md"],
    folders: [
      ...["prompts", "rules", "skills", "agents", "hooks", "plugins"],
      // Its own program, where it was installed there.
      ...["packages", "bin"],
    ],
    // Links to itself that it puts on the PATH of its commands, and what it saw of a shell.
    ofSession: ["tmp", "shell_snapshots"],
  });
}

function codexCommand(task: AgentTask, place: CommandPlace): AgentCommand {
  const { model, effort, instructions, resume, answerSchema } = task;
  const schemaFile = join(place.folder, "answer-schema.json");
  if (answerSchema !== undefined) writeFileSync(schemaFile, JSON.stringify(answerSchema));
  const settings = {
    approval_policy: "never",
    check_for_update_on_startup: false,
    "analytics.enabled": false,
    // A plug-in look-up would start a git process against a public host on every run.
    "features.plugins": false,
    "features.apps": false,
    ...sandboxSettings(task, place.env),
    ...(effort == null ? {} : { model_reasoning_effort: effort }),
    ...(instructions == null ? {} : { developer_instructions: instructions }),
  };
  return {
    args: [
      "exec",
      ...(resume === null ? [] : ["resume"]),
      "--json",
      // A question may be asked outside any repository.
      "--skip-git-repo-check",
      ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${JSON.stringify(value)}`]),
      ...(model === null ? [] : ["--model", model]),
      ...(answerSchema === undefined ? [] : ["--output-schema", schemaFile]),
      ...(task.readOnly && resume === null ? ["--ephemeral"] : []),
      ...(resume === null ? [] : [resume]),
      "-",
    ],
    env: {},
    stdin: task.prompt,
  };
}

/**
 * Its own sandbox keeps writes in the worktree, temp and the package managers' caches, with the network on: installs
 * and local servers in tests need it. It works in linked worktrees when their git folder is named. Inside our own
 * sandbox it is off, since bubblewrap does not nest everywhere.
 */
function sandboxSettings(task: AgentTask, env: Environment): Record<string, unknown> {
  if (task.sandbox) return { sandbox_mode: "danger-full-access" };
  if (task.readOnly) return { sandbox_mode: "read-only" };
  return {
    sandbox_mode: "workspace-write",
    "sandbox_workspace_write.network_access": true,
    "sandbox_workspace_write.writable_roots": [...task.writable, ...cacheFolders(env)],
  };
}

/** What its sandbox hides in each folder that it may write, where it is missing. */
const hiddenNames = [".git", ".agents", ".codex", ".aws"];

function leavesBehind(task: AgentTask, env: Environment): string[] {
  if (task.sandbox !== null || task.readOnly) return [];
  const roots = [task.cwd, ...task.writable, ...cacheFolders(env), "/tmp", env["TMPDIR"] ?? "/tmp"];
  return [...new Set(roots)].flatMap((root) => hiddenNames.map((name) => join(root, name)));
}

function homeOf(env: Environment): string {
  return env["CODEX_HOME"] ?? `${env["HOME"] ?? ""}/.codex`;
}

/** The names of variables that the person's configuration takes keys of model providers from. */
function configuredKeys(env: Environment): string[] {
  const settings = findPlainText(join(homeOf(env), "config.toml")) ?? "";
  return [...settings.matchAll(/^\s*(?:[^#\n]*[{,]\s*)?env_key\s*=\s*["']([A-Za-z_]\w*)["']/gm)].flatMap(([, name]) =>
    name === undefined ? [] : [name],
  );
}

function signedIn(env: Environment): boolean {
  if (["CODEX_API_KEY", ...configuredKeys(env)].some((name) => (env[name] ?? "") !== "")) return true;
  return existsSync(join(homeOf(env), "auth.json"));
}

/** The caches that package managers and compilers write to, where they exist: without them installs and builds fail. */
function cacheFolders(env: Environment): string[] {
  const home = env["HOME"];
  if (home === undefined) return [];
  const folders = [
    ...parts(env["XDG_CACHE_HOME"] ?? join(home, ".cache")),
    ...parts(join(home, "Library", "Caches")),
    ...[".npm", ".bun/install/cache", ".yarn", ".local/share/pnpm", ".gradle", ".m2", ".nuget"].map((name) =>
      join(home, name),
    ),
    env["CARGO_HOME"] ?? join(home, ".cargo"),
    env["GOPATH"] ?? join(home, "go"),
  ];
  return folders.filter((folder) => existsSync(folder));
}

/** The caches in the person's cache folder one by one: among them is ours, with the worktrees of other stories. */
function parts(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name !== "baro")
    .map((name) => join(folder, name));
}
