import { type AgentChoice, type AgentName, agentNames } from "../core/agent-name.ts";
import { BaroError } from "../core/error.ts";
import { nearestName } from "../text/nearest.ts";
import { shorten } from "../text/shorten.ts";

/** Reads `NAME[:MODEL]` or `acp:COMMAND`. Throws `usage` when it is neither. */
export function parseAgentChoice(text: string): AgentChoice {
  const { name, rest } = parted(text);
  const wrong = agentProblem(text);
  if (wrong !== null) {
    throw new BaroError("usage", `Cannot use agent "${text}": it ${wrong.problem}`, { hint: wrong.hint });
  }
  if (name === "acp") return { name, model: null, command: rest };
  return { name: name as AgentName, model: rest === "" ? null : rest, command: null };
}

/** What keeps a text from naming an agent, with what to write instead; null when it names one. */
export function agentProblem(text: string): { problem: string; hint: string } | null {
  const { name, rest } = parted(text);
  if (name === "acp") {
    return rest.trim() === "" ? { problem: "names no command after acp:", hint: "Write acp:COMMAND" } : null;
  }
  const known: readonly string[] = [...agentNames, "demo"];
  if (known.includes(name) && !isModelName(rest)) {
    const problem = `has an impossible model name (${JSON.stringify(shorten(rest, 60))})`;
    return { problem, hint: "A model's name is one line and does not begin with a dash" };
  }
  if (known.includes(name)) return null;
  const nearest = nearestName(name, known);
  const meant = nearest === null ? "" : `Did you mean ${nearest}? `;
  return {
    problem: "names no agent that baro knows",
    hint: `${meant}Known agents: ${known.join(", ")}, acp:COMMAND`,
  };
}

/** A name that begins with a dash would be a flag of the agent's. */
function isModelName(text: string): boolean {
  return !/^\s*-|[\p{Cc}\p{Cf}]/u.test(text);
}

function parted(text: string): { name: string; rest: string } {
  const colon = text.indexOf(":");
  return colon < 0 ? { name: text, rest: "" } : { name: text.slice(0, colon), rest: text.slice(colon + 1) };
}
