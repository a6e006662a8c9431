import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { claude, quietClaude } from "../claude/claude.ts";
import { codex } from "../codex/codex.ts";
import { opencode, quietOpencode } from "../opencode/opencode.ts";
import { allPlaces, type OwnPlaces, ownPlacesIn } from "../own-places.ts";
import { pi } from "../pi/pi.ts";
import type { Environment, ProgramSpec } from "../program-spec.ts";
import { providerKeys } from "../provider-keys.ts";

// Which agent speaks the protocol nobody tells us: each that is known gets its own variables and folders. Several are
// one of the programs that are known by their own wire, with another mouth.
const programs = [claude, codex, opencode, pi];

const ownVariables =
  /^(ANTHROPIC|CLAUDE|CLAUDE_CODE|CODEX|GOOGLE|GEMINI|QWEN|DASHSCOPE|OPENCODE|PI_CODING_AGENT|GOOSE|KIMI|CURSOR|COPILOT|AUGMENT|AMP|FACTORY|OPENAI)_/;

/** What an outer session of one of them leaves behind, and what is no business of a model's program. */
const notPassed = /^(CLAUDE_CODE_(ENTRYPOINT|SSE_PORT|SESSION_ID)|OPENAI_ADMIN_KEY)$/;

/** The names of the person's variables that a known agent may need: its sign-in, its folder, its settings. */
export function agentVariables(env: Environment): string[] {
  const theirs = programs.flatMap((program) => program.passes(env));
  const known = Object.keys(env).filter((name) => ownVariables.test(name) && !notPassed.test(name));
  return [...new Set([...providerKeys, ...theirs, ...known])];
}

/** What keeps known agents from asking for more than a story needs; nobody else knows these variables. */
export function agentSettings(env: Environment): Record<string, string> {
  const suggests = env["CLAUDE_CODE_ENABLE_PROMPT_SUGGESTION"] ?? "false";
  return { ...quietClaude(env), ...quietOpencode(env), CLAUDE_CODE_ENABLE_PROMPT_SUGGESTION: suggests };
}

/** Other agents' folders below a home, and what of them says what they start. */
const others: Readonly<Record<string, Partial<OwnPlaces>>> = {
  ".pi": {},
  ".gemini": {
    files: ["settings.json", "GEMINI.md", ".env", "trustedFolders.json"],
    folders: ["commands", "extensions", "policies", "skills", "agents", "hooks"],
  },
  ".qwen": {
    files: ["settings.json", "QWEN.md", "AGENTS.md", ".env", "trustedFolders.json"],
    folders: ["commands", "extensions", "skills", "agents", "hooks"],
  },
  ".goose": {
    files: ["config.yaml", ".goosehints", "AGENTS.md"],
    folders: ["recipes", "skills", "agents", "extensions"],
  },
  ".cursor": {
    files: ["mcp.json", "hooks.json", "permissions.json", "argv.json", "sandbox.json", "AGENTS.md"],
    folders: ["hooks", "rules", "commands", "extensions", "plugins", "skills", "agents"],
    copied: ["cli-config.json"],
  },
  ".copilot": {
    files: ["mcp-config.json", "lsp-config.json", "copilot-instructions.md", "AGENTS.md", "settings.json"],
    folders: ["agents", "skills", "hooks", "plugins", "installed-plugins", "extensions", "pkg"],
    copied: ["config.json"],
  },
};

/** Where known agents keep their sessions and renew their sign-ins, as far as they are there; a folder before what lies in it. */
export function agentFolders(env: Environment): string[] {
  const home = env["HOME"] ?? "";
  const theirs = Object.keys(others).map((name) => join(home, name));
  const folders = [...programs.flatMap((program) => program.stateFolders(env)), ...theirs];
  return [...new Set(folders)].filter((folder) => existsSync(folder)).toSorted();
}

/** What of those is the person's settings. */
export function agentSettingsPlaces(env: Environment): OwnPlaces {
  const home = env["HOME"] ?? "";
  return allPlaces([
    ...programs.flatMap((program) => program.ownSettings?.(env) ?? []),
    ...Object.entries(others).map(([name, places]) => ownPlacesIn(join(home, name), places)),
  ]);
}

/** Who is asked for tokens, told from the words of the command: `codex-acp` and Codex itself share a provider. */
export function agentProvider(command: readonly string[], model: string | null): string {
  return programBehind(command)?.provider(model) ?? `acp ${basename(command[0] ?? "")}`;
}

/** What the sandbox of the program behind leaves when it is killed. */
export function agentLeavesBehind(command: readonly string[]): ProgramSpec["leavesBehind"] {
  return programBehind(command)?.leavesBehind;
}

function programBehind(command: readonly string[]): ProgramSpec | undefined {
  const words = command.flatMap((word) =>
    basename(word)
      .toLowerCase()
      .split(/[^a-z]+/),
  );
  return programs.find(({ name }) => words.includes(name));
}
