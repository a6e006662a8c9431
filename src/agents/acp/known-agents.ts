import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../program-spec.ts";
import { providerKeys } from "../provider-keys.ts";

// Which agent speaks the protocol nobody tells us: each that is known gets its own variables and folders.

const ownVariables =
  /^(ANTHROPIC|CLAUDE|CLAUDE_CODE|CODEX|GOOGLE|GEMINI|QWEN|DASHSCOPE|OPENCODE|PI_CODING_AGENT|GOOSE|KIMI|CURSOR|COPILOT|AUGMENT|AMP|FACTORY|OPENAI)_/;

/** What an outer session of one of them leaves behind, and what is no business of a model's program. */
const notPassed = /^(CLAUDE_CODE_(ENTRYPOINT|SSE_PORT|SESSION_ID)|OPENAI_ADMIN_KEY)$/;

/** The names of the person's variables that a known agent may need: its sign-in, its folder, its settings. */
export function agentVariables(env: Environment): string[] {
  return [...providerKeys, ...Object.keys(env).filter((name) => ownVariables.test(name) && !notPassed.test(name))];
}

/** Where known agents keep their sessions and renew their sign-ins, as far as they are there. */
export function agentFolders(env: Environment): string[] {
  const home = env["HOME"] ?? "";
  const data = env["XDG_DATA_HOME"] ?? join(home, ".local", "share");
  const folders = [
    env["CODEX_HOME"] ?? join(home, ".codex"),
    env["CLAUDE_CONFIG_DIR"] ?? join(home, ".claude"),
    env["PI_CODING_AGENT_DIR"] ?? join(home, ".pi"),
    ...[".gemini", ".qwen", ".goose", ".cursor", ".copilot"].map((name) => join(home, name)),
    join(data, "opencode"),
  ];
  return folders.filter((folder) => existsSync(folder));
}
