import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The model that each agent is told to use: one whose tools its CLI knows. */
export const scriptedModels = {
  claude: "claude-sonnet-4-5",
  codex: "gpt-5.5",
  opencode: "scripted/scripted-1",
  pi: "scripted/scripted-1",
} as const;

/**
 * Makes a home folder in which every agent is signed in to a scripted model and set up to be quick and quiet. Gives the
 * environment that goes with it.
 */
export function scriptedHome(home: string, url: string, path: string): Record<string, string> {
  const files: Record<string, string> = {
    "codex/config.toml": codexConfig(url),
    ".config/opencode/opencode.json": JSON.stringify(opencodeConfig(url), null, 2),
    // The folder looks as if the plug-in were installed, which keeps it from being fetched.
    ".config/opencode/package-lock.json": '{"packages":{"":{"dependencies":{"@opencode-ai/plugin":"*"}}}}',
    ".config/opencode/node_modules/.keep": "",
    "pi/models.json": JSON.stringify(piModels(url), null, 2),
    "pi/settings.json": JSON.stringify({
      retry: { maxRetries: 2, baseDelayMs: 100 },
      // Started by another program, it is told no model.
      defaultProvider: "scripted",
      defaultModel: "scripted-1",
    }),
    // What it asks for by itself when an answer has ended, it tells to nobody.
    ".qwen/settings.json": JSON.stringify({
      ui: { enableFollowupSuggestions: false },
      memory: { enableManagedAutoMemory: false },
    }),
    ".gemini/settings.json": JSON.stringify({
      security: { auth: { selectedType: "gemini-api-key" }, folderTrust: { enabled: false } },
      privacy: { usageStatisticsEnabled: false },
    }),
    "tmp/.keep": "",
    "claude/.keep": "",
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, file)), { recursive: true });
    writeFileSync(join(home, file), text);
  }
  return {
    PATH: path,
    HOME: home,
    TMPDIR: join(home, "tmp"),
    LANG: "C.UTF-8",
    SHELL: "/bin/bash",
    CLAUDE_CONFIG_DIR: join(home, "claude"),
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: "test-key",
    CLAUDE_CODE_MAX_RETRIES: "2",
    CODEX_HOME: join(home, "codex"),
    SCRIPTED_KEY: "test-key",
    PI_CODING_AGENT_DIR: join(home, "pi"),
  };
}

function codexConfig(url: string): string {
  return `model = "gpt-5.5"
model_provider = "scripted"
web_search = "disabled"
[sandbox_workspace_write]
exclude_slash_tmp = true
[model_providers.scripted]
name = "scripted"
base_url = "${url}/v1"
wire_api = "responses"
env_key = "SCRIPTED_KEY"
request_max_retries = 2
stream_max_retries = 2
stream_idle_timeout_ms = 60000
`;
}

const limits = { context: 200_000, output: 32_000 };

function opencodeConfig(url: string) {
  return {
    model: "scripted/scripted-1",
    small_model: "scripted/scripted-small",
    enabled_providers: ["scripted"],
    provider: {
      scripted: {
        npm: "@ai-sdk/openai-compatible",
        options: { baseURL: `${url}/v1`, apiKey: "test-key" },
        models: {
          "scripted-1": { tool_call: true, limit: limits, cost: { input: 1, output: 2, cache_read: 0.1 } },
          "scripted-small": { limit: limits },
        },
      },
    },
  };
}

function piModels(url: string) {
  const cost = { input: 1, output: 2, cacheRead: 0.1, cacheWrite: 1.25 };
  const model = { id: "scripted-1", reasoning: true, contextWindow: 200_000, maxTokens: 32_000, cost };
  return {
    providers: {
      scripted: { baseUrl: `${url}/v1`, api: "openai-completions", apiKey: "test-key", models: [model] },
    },
  };
}
