import type { RunEvent } from "../core/event.ts";
import type { Host } from "../host/host.ts";
import { figuresOf } from "../report/figures.ts";

/**
 * Milliseconds that a run has taken until now. Its events alone know nothing of what goes on since the last of them: a
 * look at the base, a question, a set-up.
 */
export function timeSpent(host: Pick<Host, "now">, events: readonly RunEvent[]): number {
  const last = events.at(-1);
  const silentMs = last === undefined ? 0 : Math.max(0, host.now() - Date.parse(last.at));
  return figuresOf(events).wallMs + silentMs;
}
