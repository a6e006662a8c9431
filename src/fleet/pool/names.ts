import type { Wanted } from "../placement.ts";

// Everything lies under the pool's own name, so that a user of the broker can be held to `~NAME:*`.

/** The queue of stories that want this of a worker. Brokers take no colon in it. */
export function queueName({ agent, needs }: Wanted): string {
  return ["stories", agent].map(encodeURIComponent).join(".") + [...needs].sort().map(needText).join("");
}

function needText(need: string): string {
  return `+${encodeURIComponent(need).replaceAll("%3D", "=")}`;
}

/** Where workers say what they are. */
export const workersKey = (pool: string) => `${pool}:workers`;
/** Is there while a worker lives. */
export const aliveKey = (pool: string, worker: string) => `${pool}:alive:${worker}`;
/** What is said to a worker. */
export const workerKey = (pool: string, worker: string) => `${pool}:worker:${worker}`;
/** What workers say to a run. */
export const runKey = (pool: string, run: string) => `${pool}:run:${run}`;
/** What was wanted of workers lately, for those that do not wait for it yet. */
export const wantsKey = (pool: string) => `${pool}:wants`;
