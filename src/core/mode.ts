/** The shape of a run: one story, ordered stories, or stories that fan out. */
export const modes = ["focused", "sequential", "parallel"] as const;
export type Mode = (typeof modes)[number];

/** The most stories a mode may hold unless `--max-stories` says otherwise. */
export const defaultCap: Readonly<Record<Mode, number>> = { focused: 1, sequential: 5, parallel: 12 };

/** The most agents at once unless `--parallel` says otherwise. */
export const defaultParallelism = 4;
