import type { AgentChoice } from "../../core/agent-name.ts";
import type { Host } from "../../host/host.ts";
import { findProgram, unusableProgram } from "../../host/spawn.ts";
import type { Agent, AgentStatus } from "../agent.ts";
import type { AgentProgram } from "../conversation.ts";
import { runAgent } from "../run-agent.ts";
import type { converse } from "./converse.ts";
import {
  agentFolders,
  agentLeavesBehind,
  agentProvider,
  agentSettings,
  agentSettingsPlaces,
  agentVariables,
} from "./known-agents.ts";

/** Any agent that speaks the Agent Client Protocol on its stdin and stdout. */
export function newAcpAgent(choice: AgentChoice, commandLine: string): Agent {
  const { program, args } = splitCommand(commandLine);
  const programOn = (host: Host, talk: typeof converse): AgentProgram => ({
    program,
    install: `check the command after "acp:"`,
    announcesTools: true,
    named: [program, ...args],
    passes: agentVariables,
    stateFolders: agentFolders,
    ownSettings: agentSettingsPlaces,
    leavesBehind: agentLeavesBehind([program, ...args]),
    command: () => ({ args, env: agentSettings(host.env), stdin: null }),
    converse: (task, child, stdout) => talk(task, child, stdout, host),
  });
  return {
    choice,
    provider: agentProvider([program, ...args], choice.model),
    hears: true,
    start: async function* (host, task, signal) {
      // The protocol's schemas take time and memory to build: only a run that speaks it has them.
      const { converse } = await import("./converse.ts");
      yield* runAgent(host, programOn(host, converse), { ...task, model: task.model ?? choice.model }, signal);
    },
    status: (host) => Promise.resolve(statusOf(host, program)),
  };
}

function statusOf(host: Host, program: string): AgentStatus {
  const path = findProgram(program, host.env["PATH"]);
  const unusable = path === null ? unusableProgram(program, host.env["PATH"]) : null;
  return {
    name: "acp",
    installed: path !== null,
    ...(unusable === null ? {} : { lacks: unusable }),
    path,
    version: null,
    tried: null,
    supported: null,
    signedIn: null,
    advice: path !== null ? null : unusable === null ? `"${program}" is not on the PATH` : "Name a program",
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
