import { existsSync } from "node:fs";
import type { AgentTask } from "../agent.ts";
import { type OwnPlaces, ownPlacesIn } from "../own-places.ts";
import type { AgentCommand, Environment, ProgramSpec } from "../program-spec.ts";
import { claudeTranslation } from "./map.ts";

/** Claude Code, headless. */
export const claude: ProgramSpec = {
  name: "claude",
  program: "claude",
  provider: () => "anthropic",
  tried: { from: "2.1.63", below: "2.2.0" },
  passes: (env) => [
    ...Object.keys(env).filter((name) => /^(ANTHROPIC|CLAUDE_CODE)_/.test(name) && !ownSession.has(name)),
    ...["CLAUDE_CONFIG_DIR", "API_TIMEOUT_MS", "IS_SANDBOX"],
    ...(env["CLAUDE_CODE_USE_BEDROCK"] === undefined ? [] : awsVariables),
    ...(env["CLAUDE_CODE_USE_VERTEX"] === undefined ? [] : ["GOOGLE_APPLICATION_CREDENTIALS", "CLOUD_ML_REGION"]),
  ],
  stateFolders: (env) => [configFolder(env)],
  ownSettings,
  command: claudeCommand,
  newTranslation: claudeTranslation,
  signedIn,
  advice: {
    install: "npm install -g @anthropic-ai/claude-code",
    signIn: "Run claude once and sign in, or set ANTHROPIC_API_KEY",
  },
  announcesTools: true,
};

function ownSettings(env: Environment): OwnPlaces {
  return ownPlacesIn(configFolder(env), {
    files: ["settings.json", "settings.local.json", "remote-settings.json", "CLAUDE.md", ".mcp.json"],
    folders: [
      ...["agents", "commands", "hooks", "output-styles", "plugins", "rules", "skills", "workflows"],
      // Its own program, where it was installed there.
      ...["local", "downloads"],
    ],
    // Elsewhere it lies beside the folder, where no program in a sandbox writes.
    copied: env["CLAUDE_CONFIG_DIR"] === undefined ? [] : [".claude.json"],
    ofSession: ["shell-snapshots", "session-env"],
    // Read instead of all that the person has set in ~/.claude.json.
    unwanted: [".config.json"],
  });
}

/** What an outer session of the same program leaves in the environment: not meant for a session of its own. */
const ownSession = new Set(["CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SSE_PORT", "CLAUDE_CODE_SESSION_ID"]);
const awsVariables = ["AWS_REGION", "AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

function claudeCommand(task: AgentTask, { env }: { env: Environment }): AgentCommand {
  const { model, effort, instructions, resume, limits } = task;
  return {
    args: [
      "-p",
      ...["--output-format", "stream-json", "--verbose"],
      // Servers of the person's own configuration start programs and ask for sign-ins; a story needs neither.
      "--strict-mcp-config",
      ...(task.readOnly ? questionFlags(task) : workFlags(task)),
      ...(model === null ? [] : ["--model", model]),
      ...(effort == null ? [] : ["--effort", effort]),
      ...(instructions == null || task.readOnly ? [] : ["--append-system-prompt", instructions]),
      ...(resume === null ? [] : ["--resume", resume]),
      ...["--max-turns", String(limits.maxTurns)],
    ],
    env: {
      ...quietClaude(env),
      // Its own default of ten retries takes three minutes to say that a key is wrong.
      CLAUDE_CODE_MAX_RETRIES: env["CLAUDE_CODE_MAX_RETRIES"] ?? "5",
    },
    stdin: task.prompt,
  };
}

/** Keeps it from asking for what no story needs. What the person has set for these holds. */
export function quietClaude(env: Environment): Record<string, string> {
  return {
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: env["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] ?? "1",
    DISABLE_AUTOUPDATER: "1",
    DISABLE_TELEMETRY: env["DISABLE_TELEMETRY"] ?? "1",
    DISABLE_ERROR_REPORTING: env["DISABLE_ERROR_REPORTING"] ?? "1",
  };
}

/**
 * Edits inside the working folder and commands, without asking; edits elsewhere are refused. Bypassing permissions
 * would allow those too, and is refused for root. Its own sandbox is for commands alone and cuts the network off,
 * which breaks installs and local servers in tests.
 */
function workFlags(task: AgentTask): string[] {
  const folders = task.writable.map((folder) => `--add-dir=${folder}`);
  return ["--permission-mode", "acceptEdits", "--allowedTools=Bash,WebFetch,WebSearch", ...folders];
}

/** No tools and a small system prompt: a question costs 2 kB instead of 88. */
function questionFlags({ instructions, answerSchema }: AgentTask): string[] {
  return [
    "--tools=",
    "--setting-sources=",
    "--no-session-persistence",
    ...["--system-prompt", instructions ?? "Answer exactly what is asked."],
    ...(answerSchema === undefined ? [] : ["--json-schema", JSON.stringify(answerSchema)]),
  ];
}

function configFolder(env: Environment): string {
  return env["CLAUDE_CONFIG_DIR"] ?? `${env["HOME"] ?? ""}/.claude`;
}

function signedIn(env: Environment): boolean | null {
  const variables = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"];
  const elsewhere = ["CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX"];
  if ([...variables, ...elsewhere].some((name) => (env[name] ?? "") !== "")) return true;
  const folder = configFolder(env);
  if (existsSync(`${folder}/.credentials.json`)) return true;
  // Elsewhere than on Linux the sign-in may be in the system's key chain, where nobody looks without asking.
  return existsSync(folder) ? null : false;
}
