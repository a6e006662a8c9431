import type { Redis } from "ioredis";
import { z } from "zod";
import type { Host } from "../../host/host.ts";
import { type AgentState, agentState, type Hello, hello } from "../protocol.ts";
import type { Broker } from "./broker.ts";
import { aliveKey, workersKey } from "./names.ts";

/** A worker that waits for leases of a pool, as it said itself. */
export interface PoolWorker {
  facts: Omit<Hello, "is" | "v">;
  agents: AgentState[];
}

/** A worker says so often that it is there; one that was silent for three of these is not. */
const beatMs = 5_000;

const entry = z.object({ facts: hello.omit({ is: true, v: true }), agents: z.array(agentState) });

/** Says in the pool that a worker is there, until the signal is aborted. Nothing in it is a secret. */
export async function announce(
  host: Pick<Host, "sleep">,
  { redis, address: { pool } }: Pick<Broker, "redis" | "address">,
  id: string,
  worker: PoolWorker,
  signal: AbortSignal,
): Promise<void> {
  const text = JSON.stringify(worker);
  const say = () =>
    redis
      .pipeline()
      .hset(workersKey(pool), id, text)
      .set(aliveKey(pool, id), "1", "PX", 3 * beatMs)
      .exec();
  while (!signal.aborted) {
    // While the broker is away nobody could read it either.
    await say().catch(() => {});
    await host.sleep(beatMs, signal);
  }
  await redis
    .pipeline()
    .hdel(workersKey(pool), id)
    .del(aliveKey(pool, id))
    .exec()
    .catch(() => {});
}

/** The workers that wait in a pool. Those that ended without a word are taken off its list. */
export async function listWorkers({
  redis,
  address: { pool },
}: Pick<Broker, "redis" | "address">): Promise<PoolWorker[]> {
  const all = Object.entries(await redis.hgetall(workersKey(pool)));
  const found: PoolWorker[] = [];
  for (const [id, text] of all) {
    const read = (await isAlive(redis, pool, id)) ? readEntry(text) : null;
    if (read === null) await redis.hdel(workersKey(pool), id);
    else found.push(read);
  }
  return found;
}

async function isAlive(redis: Redis, pool: string, id: string): Promise<boolean> {
  return (await redis.exists(aliveKey(pool, id))) === 1;
}

function readEntry(text: string): PoolWorker | null {
  try {
    return entry.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
