import type { AgentChoice, programNames } from "../core/agent-name.ts";
import { newAcpAgent } from "./acp/acp.ts";
import type { Agent } from "./agent.ts";
import { claude } from "./claude/claude.ts";
import { codex } from "./codex/codex.ts";
import { opencode } from "./opencode/opencode.ts";
import { pi } from "./pi/pi.ts";
import { newProgramAgent } from "./program-agent.ts";
import type { ProgramSpec } from "./program-spec.ts";

/** The agents that are programs of their own, by name. */
export const programSpecs: Readonly<Record<string, ProgramSpec>> = {
  claude,
  codex,
  opencode,
  pi,
} satisfies Record<(typeof programNames)[number], ProgramSpec>;

/** The agent of a choice that names a program: one of those above, or a command that speaks the Agent Client Protocol. */
export function programAgent(choice: AgentChoice): Agent {
  if (choice.name === "acp" && choice.command !== null) return newAcpAgent(choice, choice.command);
  const spec = programSpecs[choice.name];
  if (spec === undefined) throw new Error(`No program is known for agent "${choice.name}"`);
  return newProgramAgent(spec, choice);
}
