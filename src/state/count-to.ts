import type { RunState } from "./run-state.ts";

/** Takes the time since the last event of a run that is live into its figures: its journal does not tell of it yet. */
export function countTo(state: RunState, now: number): void {
  const since = state.lastAt === null || state.question !== null ? 0 : Math.max(0, now - state.lastAt);
  state.tally.wallMs += since;
  state.lastAt = (state.lastAt ?? now) + since;
  for (const { working, history } of state.stories.values()) {
    const begun = working ? (history.at(-1)?.startedAt ?? null) : null;
    if (begun !== null) state.agentMs += Math.max(0, now - begun);
  }
}
