import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { claude, quietClaude } from "../claude/claude.ts";
import { codex } from "../codex/codex.ts";
import { opencode, quietOpencode } from "../opencode/opencode.ts";
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

/** Where known agents keep their sessions and renew their sign-ins, as far as they are there. */
export function agentFolders(env: Environment): string[] {
  const home = env["HOME"] ?? "";
  const others = [".pi", ".gemini", ".qwen", ".goose", ".cursor", ".copilot"].map((name) => join(home, name));
  const folders = [...programs.flatMap((program) => program.stateFolders(env)), ...others];
  return [...new Set(folders)].filter((folder) => existsSync(folder));
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
