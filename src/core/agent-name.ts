import { BaroError } from "./error.ts";

/** The agents that have a name of their own, in the order in which `auto` looks for a ready one. */
export const agentNames = ["claude", "codex", "opencode", "pi", "openai"] as const;
export type AgentName = (typeof agentNames)[number] | "demo" | "acp";

/** Which agent, and with which model: `NAME[:MODEL]`, or `acp:COMMAND`. */
export interface AgentChoice {
  name: AgentName;
  /** `null`: the agent's own default. */
  model: string | null;
  /** The command line of an `acp` agent. */
  command: string | null;
}

/** Reads `NAME[:MODEL]` or `acp:COMMAND`. Throws `usage` when the name is unknown. */
export function parseAgentChoice(text: string): AgentChoice {
  const colon = text.indexOf(":");
  const name = colon < 0 ? text : text.slice(0, colon);
  const rest = colon < 0 ? "" : text.slice(colon + 1);
  if (name === "acp") {
    if (rest.trim() === "") {
      throw new BaroError("usage", 'Cannot use agent "acp": it names no command', {
        hint: "Write --agent acp:COMMAND",
      });
    }
    return { name, model: null, command: rest };
  }
  if (name !== "demo" && !(agentNames as readonly string[]).includes(name)) {
    throw new BaroError("usage", `Cannot use agent "${name}": it is unknown`, {
      hint: `Known agents: ${[...agentNames, "demo"].join(", ")}, acp:COMMAND`,
    });
  }
  return { name: name as AgentName, model: rest === "" ? null : rest, command: null };
}

/** The inverse of `parseAgentChoice`. */
export function renderAgentChoice(choice: AgentChoice): string {
  if (choice.command !== null) return `acp:${choice.command}`;
  return choice.model === null ? choice.name : `${choice.name}:${choice.model}`;
}
