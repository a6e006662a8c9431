/** The shape of a run: one story, ordered stories, or stories that fan out. */
export const modes = ["focused", "sequential", "parallel"] as const;
export type Mode = (typeof modes)[number];

/** The most stories a mode may hold unless `--max-stories` says otherwise. */
export const defaultCap: Readonly<Record<Mode, number>> = { focused: 1, sequential: 5, parallel: 12 };

/** The most agents at once unless `--parallel` says otherwise. */
export const defaultParallelism = 4;

/** What a run of a mode takes, in any unit, as long as it is the same for all three. */
export interface ModeCost {
  wall: number;
  tokens: number;
}

/** What the modes take against one agent's run where nothing was measured yet. */
export const assumedCosts: Readonly<Record<Mode, ModeCost>> = {
  focused: { wall: 1, tokens: 1 },
  sequential: { wall: 1.1, tokens: 1.2 },
  parallel: { wall: 0.5, tokens: 1.6 },
};
