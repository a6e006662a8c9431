import type { RunState } from "./run-state.ts";

/** Milliseconds since the last event of a live run that its journal will count: none while a person is asked. */
export function sinceLast({ lastAt, question }: Pick<RunState, "lastAt" | "question">, now: number): number {
  return lastAt === null || question !== null ? 0 : Math.max(0, now - lastAt);
}

/** Takes the time since the last event of a run that is live into its figures: its journal does not tell of it yet. */
export function countTo(state: RunState, now: number): void {
  const since = sinceLast(state, now);
  state.tally.wallMs += since;
  state.lastAt = (state.lastAt ?? now) + since;
  for (const { working, history } of state.stories.values()) {
    const begun = working ? (history.at(-1)?.startedAt ?? null) : null;
    if (begun !== null) state.agentMs += Math.max(0, now - begun);
  }
}
