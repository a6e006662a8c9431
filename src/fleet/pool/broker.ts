import type { Queue, Worker } from "bullmq";
import type { Redis, RedisOptions } from "ioredis";
import { BaroError, messageOf } from "../../core/error.ts";
import type { QueueAddress } from "../../core/queue-address.ts";
import { renderQueueAddress } from "../../core/queue-address.ts";
import type { Host } from "../../host/host.ts";
import { readNamedText } from "../../host/read-plain.ts";

/** The way into a broker: where it is, and what it asks for. */
export interface BrokerAccess {
  address: QueueAddress;
  password: string | null;
  /** A file with the authorities that its certificate may be of; `null`: the system's. */
  caFile: string | null;
}

/** What workers are told to take, and no more: where its files are and what is to be done is said by whoever conducts. */
export interface LeaseJob {
  v: number;
  run: string;
  story: string;
}

export type LeaseQueue = Queue<LeaseJob, null>;
export type LeaseWorker = Worker<LeaseJob, null>;

type Options = Omit<RedisOptions, "replyMapping">;

/** A broker that does not answer for this long is not there. */
const openingMs = 10_000;
/** A broker that is gone lets nobody close in peace. */
const closingMs = 1_500;
/** Queues keep no history of theirs: the run's stream is that. */
const mostEvents = 100;

/** A broker that was reached once. What is asked of it while it is away waits until it is there again. */
export class Broker {
  readonly address: QueueAddress;
  /** For single commands. While the broker is away each fails at once. */
  readonly redis: Redis;
  readonly #host: Pick<Host, "sleep">;
  readonly #connect: (options?: Options) => Redis;
  readonly #open: { close(force?: boolean): Promise<void> }[] = [];
  readonly #connections: Redis[] = [];
  readonly #packages: { Queue: typeof Queue; Worker: typeof Worker };

  private constructor(
    host: Pick<Host, "sleep">,
    address: QueueAddress,
    connect: (options?: Options) => Redis,
    packages: { Queue: typeof Queue; Worker: typeof Worker },
  ) {
    this.#host = host;
    this.address = address;
    this.#connect = connect;
    this.#packages = packages;
    this.redis = this.connection({ enableOfflineQueue: false, autoResendUnfulfilledCommands: false });
  }

  /** Throws `agent-missing` when it can't be reached, or lets nobody in. */
  static async open(host: Pick<Host, "sleep">, access: BrokerAccess): Promise<Broker> {
    // Both are large, and only who has a queue needs them.
    const [{ Redis }, { Queue, Worker }] = await Promise.all([import("ioredis"), import("bullmq")]);
    const options = await optionsOf(access);
    const connect = (more: Options = {}) => new Redis({ ...options, ...more });
    const broker = new Broker(host, access.address, connect, { Queue, Worker });
    const why = await broker.#whyNot();
    if (why === null) return broker;
    await broker.close();
    const { hint, text } = explain(why);
    throw new BaroError("agent-missing", `Cannot use the queue at ${renderQueueAddress(access.address)}: ${text}`, {
      hint,
    });
  }

  /** A connection of its own, for what waits there. */
  connection(options: Options = {}): Redis {
    const redis = this.#connect(options);
    // Whoever asks for something hears of its failure there.
    redis.on("error", () => {});
    this.#connections.push(redis);
    return redis;
  }

  queue(name: string): LeaseQueue {
    const { Queue } = this.#packages;
    const queue: LeaseQueue = new Queue(name, {
      connection: this.connection() as never,
      prefix: this.address.pool,
      streams: { events: { maxLen: mostEvents } },
      skipMetasUpdate: true,
      skipVersionCheck: true,
    });
    queue.on("error", () => {});
    this.#open.push(queue);
    return queue;
  }

  /** Takes jobs of a queue, so many at once. A lock that is lost stops nothing by itself: `processor` hears its signal. */
  worker(
    name: string,
    take: (
      job: { id: string; token: string; attempt: number; data: unknown; back(): Promise<never> },
      signal: AbortSignal,
    ) => Promise<void>,
    { slots, lockMs }: { slots: number; lockMs: number },
  ): LeaseWorker {
    const { Worker } = this.#packages;
    const worker: LeaseWorker = new Worker(
      name,
      async (job, token = "", signal) => {
        const back = async () => {
          await job.moveToWait(token);
          throw Object.assign(new Error("given back"), { name: "WaitingError" });
        };
        const { id = "", attemptsStarted: attempt, data } = job;
        await take({ id, token, attempt, data, back }, signal ?? new AbortController().signal);
        return null;
      },
      {
        connection: this.connection() as never,
        prefix: this.address.pool,
        concurrency: slots,
        lockDuration: lockMs,
        stalledInterval: Math.max(500, Math.round(lockMs / 4)),
        // It is the conductor who counts how often a story may lose its worker.
        maxStalledCount: 1000,
        skipVersionCheck: true,
        runRetryDelay: 1_000,
      },
    );
    worker.on("error", () => {});
    worker.on("lockRenewalFailed", (ids: string[]) => {
      for (const id of ids) worker.cancelJob(id, "its lock on the lease is lost");
    });
    this.#open.push(worker);
    return worker;
  }

  /** The policy by which it throws keys away when its memory is full; `null`: it throws nothing away, or can't be asked. */
  async eviction(): Promise<string | null> {
    const info = await this.redis.info("memory");
    const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? "noeviction";
    return policy === "noeviction" ? null : policy;
  }

  /** Closes what is open; in peace while the broker answers, and in any case soon. */
  async close(): Promise<void> {
    const late = new AbortController();
    const peaceful = Promise.allSettled(this.#open.map((one) => one.close()));
    await Promise.race([peaceful, this.#host.sleep(closingMs, late.signal)]);
    late.abort();
    void Promise.allSettled(this.#open.map((one) => one.close(true)));
    for (const redis of this.#connections) redis.disconnect();
  }

  async #whyNot(): Promise<string | null> {
    const { promise, resolve } = Promise.withResolvers<string | null>();
    let last = "it does not answer";
    this.redis.on("error", (error: Error) => {
      last = messageOf(error);
      // It has answered, and what it says does not pass with time.
      if (lasting.test(last)) resolve(last);
    });
    this.redis.once(
      "ready",
      () =>
        void this.redis.ping().then(
          () => resolve(null),
          (error: unknown) => resolve(messageOf(error)),
        ),
    );
    const late = new AbortController();
    void this.#host.sleep(openingMs, late.signal).then(() => resolve(last));
    const why = await promise;
    late.abort();
    return why;
  }
}

const lasting = /WRONGPASS|NOAUTH|NOPERM|certificate|self.signed|ENOTFOUND|ECONNREFUSED|invalid password|AUTH/i;

function explain(why: string): { text: string; hint: string } {
  if (/WRONGPASS|NOAUTH|invalid password|AUTH/i.test(why)) {
    return {
      text: "it does not take this user and password",
      hint: "Set BARO_QUEUE to its address, with user and password before the host",
    };
  }
  if (/NOPERM/.test(why)) return { text: why, hint: "Let its user use the pool's keys and streams: see docs/fleet.md" };
  if (/certificate|self.signed/i.test(why)) {
    return { text: `its certificate is not trusted (${why})`, hint: "Name the file of its authority with queue-ca" };
  }
  return { text: why, hint: "See what it says with: baro doctor --queue URL" };
}

async function optionsOf({ address, password, caFile }: BrokerAccess): Promise<Options> {
  const { host, port, user, database, tls } = address;
  const ca = caFile === null ? {} : { ca: readNamedText(caFile) };
  return {
    host,
    port,
    db: database,
    ...(user === null ? {} : { username: user }),
    ...(password === null ? {} : { password }),
    ...(tls ? { tls: { ...ca, servername: host } } : {}),
    maxRetriesPerRequest: null,
    connectTimeout: openingMs,
    retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 5), 2_000),
  };
}
