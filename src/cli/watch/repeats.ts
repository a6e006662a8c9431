import type { RunEvent } from "../../core/event.ts";

/** Tells the events that say nothing new: what an agent notices in every story is worth one line of a run. */
export function repeats(): (event: RunEvent) => boolean {
  const said = new Set<string>();
  return (event) => {
    if (event.type !== "agent.notice") return false;
    if (said.has(event.message)) return true;
    said.add(event.message);
    return false;
  };
}
