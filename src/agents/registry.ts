import type { AgentChoice } from "../core/agent-name.ts";
import type { Agent } from "./agent.ts";
export function programAgent(choice: AgentChoice): Agent {
  throw new Error(choice.name);
}
