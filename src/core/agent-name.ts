/** The agents that are programs of somebody else, with an output to map. */
export const programNames = ["claude", "codex", "opencode", "pi"] as const;

/** The agents that have a name of their own, in the order in which `auto` looks for a ready one. */
export const agentNames = [...programNames, "openai"] as const;
export type AgentName = (typeof agentNames)[number] | "demo" | "acp";

/** Which agent, and with which model: `NAME[:MODEL]`, or `acp:COMMAND`. */
export interface AgentChoice {
  name: AgentName;
  /** `null`: the agent's own default. */
  model: string | null;
  /** The command line of an `acp` agent. */
  command: string | null;
}

/** An agent as a flag or a configuration file names it. */
export function renderAgentChoice(choice: AgentChoice): string {
  if (choice.command !== null) return `acp:${choice.command}`;
  return choice.model === null ? choice.name : `${choice.name}:${choice.model}`;
}
