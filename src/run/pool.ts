import { BaroError, messageOf } from "../core/error.ts";
import type { WorkerOffer } from "../core/options.ts";
import { Broker, type BrokerAccess } from "../fleet/pool/broker.ts";
import { Pool } from "../fleet/pool/pool.ts";
import type { PoolWorker } from "../fleet/pool/registry.ts";
import { listWorkers } from "../fleet/pool/registry.ts";
import { takeLeases } from "../fleet/pool/take-leases.ts";
import type { Opening } from "../fleet/worker-link.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { parseQueueAddress } from "../settings/queue-address.ts";
import { exchangeOf } from "./exchange.ts";
import type { Run } from "./run-context.ts";
import { workerSelf } from "./worker.ts";

/** Opens the pool that a run's stories go to. Throws `agent-missing` when its broker, or a remote to exchange over, is not there. */
export async function openPool(run: Run, opening: Opening): Promise<Pool> {
  const { host, options, repository } = run;
  const exchange = await exchangeOf(host, options, repository.root, run.run);
  const broker = await Broker.open(host, accessOf(host, options));
  const eviction = await broker.eviction().catch(() => null);
  if (eviction !== null) {
    const message = `The queue evicts data when its memory is full (${eviction}): set maxmemory-policy noeviction there`;
    await run.stream.emit({ type: "run.notice", message });
  }
  const { settings } = opening;
  const patient = { ...settings, patienceMs: options.queueLockMs };
  return new Pool(host, broker, {
    opening: { ...opening, settings: patient, repository: { ...opening.repository, remote: repository.remote } },
    exchange,
    emit: (event) => run.stream.emit(event),
    signal: run.interrupts.signal,
  });
}

/** Takes leases from the queues of a pool until it is told to end, or has nothing to do. Gives why it ended. */
export async function serveQueue(
  host: Host,
  options: RunOptions,
  offer: WorkerOffer,
  idleMs: number | null,
): Promise<string> {
  const broker = await Broker.open(host, accessOf(host, options));
  const [drain, stop] = [new AbortController(), new AbortController()];
  const deaf = host.onSignal((name) => {
    const why = `${name} stopped it`;
    if (drain.signal.aborted) stop.abort(why);
    else drain.abort(why);
  });
  try {
    const say = (message: string) => host.writeErr(`${message}\n`);
    say(`Waits for stories at ${options.queue}, ${offer.slots} at once`);
    const self = workerSelf(host, options, offer);
    return await takeLeases(host, broker, {
      self,
      lockMs: options.queueLockMs,
      idleMs,
      drain: drain.signal,
      stop: stop.signal,
      say,
    });
  } finally {
    deaf();
    await broker.close();
  }
}

/** A pool as it was found: its broker, and the workers that wait there. */
export interface PoolReport {
  queue: string;
  workers: PoolWorker[];
  /** What would lose stories: `null` when the broker keeps what it is given. */
  eviction: string | null;
}

/** Returns when a pool's broker answers. Throws `agent-missing` when it can't be reached. */
export async function reachPool(host: Host, options: RunOptions): Promise<void> {
  const broker = await Broker.open(host, accessOf(host, options));
  await broker.close();
}

/** Looks who waits in a pool. Throws `agent-missing` when its broker can't be reached. */
export async function lookAtPool(host: Host, options: RunOptions): Promise<PoolReport> {
  const broker = await Broker.open(host, accessOf(host, options));
  try {
    const [workers, eviction] = await Promise.all([listWorkers(broker), broker.eviction()]);
    return { queue: options.queue ?? "", workers, eviction };
  } catch (error) {
    throw new BaroError("agent-missing", `Cannot look into the queue at ${options.queue}: ${messageOf(error)}`);
  } finally {
    await broker.close();
  }
}

function accessOf(host: Host, { queue, queueSecret, queueCa }: RunOptions): BrokerAccess {
  if (queue === null) throw new Error("No queue is set");
  const { address } = parseQueueAddress(queue);
  // A password goes to the address that it was given for, and nowhere else.
  const password = queueSecret?.queue === queue ? queueSecret.password : null;
  const caFile = queueCa === null ? null : queueCa.replace(/^~(?=\/)/, host.env["HOME"] ?? "~");
  return { address, password, caFile };
}
