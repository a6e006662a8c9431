import { nearestName } from "../text/nearest.ts";
import { BaroError } from "./error.ts";

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

/** Reads `NAME[:MODEL]` or `acp:COMMAND`. Throws `usage` when it is neither. */
export function parseAgentChoice(text: string): AgentChoice {
  const { name, rest } = parted(text);
  const wrong = agentProblem(text);
  if (wrong !== null) {
    throw new BaroError("usage", `Cannot use agent "${name}": it ${wrong.problem}`, { hint: wrong.hint });
  }
  if (name === "acp") return { name, model: null, command: rest };
  return { name: name as AgentName, model: rest === "" ? null : rest, command: null };
}

/** What keeps a text from naming an agent, with what to write instead; null when it names one. */
export function agentProblem(text: string): { problem: string; hint: string } | null {
  const { name, rest } = parted(text);
  if (name === "acp") {
    return rest.trim() === "" ? { problem: "names no command", hint: "Write acp:COMMAND" } : null;
  }
  const known: readonly string[] = [...agentNames, "demo"];
  if (known.includes(name)) return null;
  const nearest = nearestName(name, known);
  const meant = nearest === null ? "" : `Did you mean ${nearest}? `;
  return { problem: "is unknown", hint: `${meant}Known agents: ${known.join(", ")}, acp:COMMAND` };
}

function parted(text: string): { name: string; rest: string } {
  const colon = text.indexOf(":");
  return colon < 0 ? { name: text, rest: "" } : { name: text.slice(0, colon), rest: text.slice(colon + 1) };
}

/** The inverse of `parseAgentChoice`. */
export function renderAgentChoice(choice: AgentChoice): string {
  if (choice.command !== null) return `acp:${choice.command}`;
  return choice.model === null ? choice.name : `${choice.name}:${choice.model}`;
}
