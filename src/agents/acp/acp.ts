import { existsSync } from "node:fs";
import { join } from "node:path";
import type { AgentChoice } from "../../core/agent-name.ts";
import type { Host } from "../../host/host.ts";
import { findProgram } from "../../host/spawn.ts";
import type { Agent, AgentStatus } from "../agent.ts";
import type { AgentProgram } from "../conversation.ts";
import type { Environment } from "../program-spec.ts";
import { providerKeys } from "../provider-keys.ts";
import { runAgent } from "../run-agent.ts";
import { converse } from "./converse.ts";

/** Any agent that speaks the Agent Client Protocol on its stdin and stdout. */
export function newAcpAgent(choice: AgentChoice, commandLine: string): Agent {
  const { program, args } = splitCommand(commandLine);
  const programOn = (host: Host): AgentProgram => ({
    program,
    install: `check the command after "acp:"`,
    announcesTools: true,
    passes: agentVariables,
    stateFolders: agentFolders,
    command: () => ({ args, env: {}, stdin: null }),
    converse: (task, child, stdout) => converse(task, child, stdout, host.env),
  });
  return {
    choice,
    provider: `acp ${program}`,
    start: (host, task, signal) =>
      runAgent(host, programOn(host), { ...task, model: task.model ?? choice.model }, signal),
    status: (host) => Promise.resolve(statusOf(host, program)),
  };
}

function statusOf(host: Host, program: string): AgentStatus {
  const path = findProgram(program, host.env["PATH"]);
  return {
    name: "acp",
    installed: path !== null,
    path,
    version: null,
    tried: null,
    supported: null,
    signedIn: null,
    advice: path === null ? `"${program}" is not on the PATH` : null,
  };
}

/** Splits a command line at spaces; quotes keep words together, and nothing else is special: no shell is involved. */
export function splitCommand(commandLine: string): { program: string; args: string[] } {
  const words = [...commandLine.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replace(
      /"([^"]*)"|'([^']*)'/g,
      (_, double: string | undefined, single: string | undefined) => double ?? single ?? "",
    ),
  );
  const [program = "", ...args] = words;
  return { program, args };
}

// Which agent speaks the protocol nobody tells us: each that is known gets its own variables and folders.

const ownVariables =
  /^(ANTHROPIC|CLAUDE|CLAUDE_CODE|CODEX|GOOGLE|GEMINI|QWEN|DASHSCOPE|OPENCODE|PI_CODING_AGENT|GOOSE|KIMI|CURSOR|COPILOT|AUGMENT|AMP|FACTORY|OPENAI)_/;

/** What an outer session of one of them leaves behind, and what a model's program has no business with. */
const notPassed = /^(CLAUDE_CODE_(ENTRYPOINT|SSE_PORT|SESSION_ID)|OPENAI_ADMIN_KEY)$/;

/** The names of the person's variables that a known agent may need: its sign-in, its folder, its settings. */
function agentVariables(env: Environment): string[] {
  return [...providerKeys, ...Object.keys(env).filter((name) => ownVariables.test(name) && !notPassed.test(name))];
}

/** Where known agents keep their sessions and renew their sign-ins, as far as they are there. */
function agentFolders(env: Environment): string[] {
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
