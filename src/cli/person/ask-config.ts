import { agentNames } from "../../core/agent-name.ts";
import { modes } from "../../core/mode.ts";
import { deliverChoices } from "../../core/options.ts";
import type { Settings } from "../../settings/table.ts";
import { select } from "./prompts.ts";
import type { Asking } from "./terminal.ts";

/** Asks for what no flag said; null when the person leaves. */
export async function askConfig(options: Asking, given: Settings): Promise<Settings | null> {
  const chosen: Settings = { ...given };
  const one = async <T extends string>(
    message: string,
    values: readonly T[],
    unset: string,
  ): Promise<T | null | "left"> => {
    const answer = await select<string>(options, {
      message,
      options: [{ value: "", label: unset }, ...values.map((value) => ({ value: value as string, label: value }))],
    });
    if (answer === null) return "left";
    return values.find((value) => value === answer) ?? null;
  };
  if (chosen.agent === undefined) {
    const agent = await one("Who writes?", agentNames, "the first agent found ready");
    if (agent === "left") return null;
    if (agent !== null) chosen.agent = { name: agent, model: null, command: null };
  }
  if (chosen.mode === undefined) {
    const mode = await one("Which shape?", modes, "auto: intake suggests, you confirm");
    if (mode === "left") return null;
    if (mode !== null) chosen.mode = mode;
  }
  if (chosen.deliver === undefined) {
    const rest = deliverChoices.filter((value) => value !== "auto");
    const deliver = await one("What should a run leave?", rest, "auto: a pull request where that works, else a branch");
    if (deliver === "left") return null;
    if (deliver !== null) chosen.deliver = deliver;
  }
  return chosen;
}
