import type { Redis } from "ioredis";
import { z } from "zod";
import { messageOf } from "../../core/error.ts";
import type { Host } from "../../host/host.ts";
import { meets, type Wanted } from "../placement.ts";
import { serveWorker, type WorkerSelf } from "../serve-worker.ts";
import type { Broker, LeaseWorker } from "./broker.ts";
import { Mailbox } from "./mailbox.ts";
import { queueName, runKey, wantsKey, workerKey } from "./names.ts";
import { announce } from "./registry.ts";

export interface TakeOptions {
  self: WorkerSelf;
  /** A lease whose worker can't be heard for this long goes to another one. */
  lockMs: number;
  /** The worker ends when it had nothing to do for so long; `null`: never. */
  idleMs: number | null;
  /** Aborted: nothing new is taken, and what there is comes to its end. */
  drain: AbortSignal;
  /** Aborted: everything ends, with the reason. */
  stop: AbortSignal;
  /** Something for the person of this machine. */
  say(message: string): void;
}

/** Whoever wants a lease to be worked on answers within this time, or is not there. */
const answerMs = 20_000;
/** What was wanted longer ago than so many wants is waited for when it is wanted again. */
const mostWants = 500;
const lookMs = 5_000;
/** An agent that is told to end takes a while to do so. */
const givingMs = 20_000;

const lease = z.object({
  v: z.literal(1),
  run: z.string().regex(/^[\w.-]{1,120}$/),
  story: z.string().regex(/^S[0-9]+$/),
});
const wanted = z.object({ agent: z.string().max(400), needs: z.array(z.string().max(200)).max(50) });

/** Takes leases of a pool until it is told to end, and works on each for whoever wants it. Gives why it ended. */
export async function takeLeases(host: Host, broker: Broker, options: TakeOptions): Promise<string> {
  return await new Taker(host, broker, options).toItsEnd();
}

class Taker {
  readonly #host: Host;
  readonly #broker: Broker;
  readonly #options: TakeOptions;
  readonly #mailbox: Mailbox;
  readonly #id: string;
  readonly #queues = new Map<string, LeaseWorker>();
  readonly #over = Promise.withResolvers<string>();
  readonly #ended = new AbortController();
  readonly #reader: Redis;
  #held = 0;
  #idleSince: number;
  #isDraining = false;

  constructor(host: Host, broker: Broker, options: TakeOptions) {
    this.#host = host;
    this.#broker = broker;
    this.#options = options;
    this.#id = host.newId();
    const key = workerKey(broker.address.pool, this.#id);
    this.#mailbox = new Mailbox(host, broker, key, (first) =>
      this.#mailbox.refuse(first, "nobody here has that lease"),
    );
    this.#reader = broker.connection();
    this.#idleSince = host.elapsed();
  }

  async toItsEnd(): Promise<string> {
    const { self, drain, stop } = this.#options;
    const agents = await self.look(null);
    const ready = agents.filter((one) => one.ready).map(({ name }) => name);
    for (const agent of ready) this.#waitFor({ agent, needs: [] });
    void this.#hearWants();
    if (this.#options.idleMs !== null) void this.#watchIdle(this.#options.idleMs);
    const announced = announce(this.#host, this.#broker, this.#id, { facts: self.facts, agents }, this.#ended.signal);
    const drained = () => this.#drain(String(drain.reason));
    drain.addEventListener("abort", drained, { once: true });
    stop.addEventListener("abort", () => void this.#allGiven().then(() => this.#over.resolve(String(stop.reason))), {
      once: true,
    });
    const why = await this.#over.promise;
    this.#ended.abort();
    this.#reader.disconnect();
    await announced;
    await this.#mailbox.close();
    return why;
  }

  /** Waits for leases that want this, too. */
  #waitFor(want: Wanted): void {
    const name = queueName(want);
    if (this.#queues.has(name) || this.#isDraining) return;
    const { lockMs, self } = this.#options;
    const worker = this.#broker.worker(name, (job, signal) => this.#take(job, signal), {
      slots: self.facts.slots,
      lockMs,
    });
    this.#queues.set(name, worker);
    if (this.#held >= self.facts.slots) void worker.pause(true);
  }

  /** What is wanted beside the agents that all know: labels, and agents that are named by their command. */
  async #hearWants(): Promise<void> {
    const key = wantsKey(this.#broker.address.pool);
    const { facts, look } = this.#options.self;
    const labels = [`os=${facts.os}`, `arch=${facts.arch}`, ...facts.labels];
    let last = "0";
    while (!this.#ended.signal.aborted) {
      try {
        const found = await this.#reader.xread("COUNT", mostWants, "BLOCK", lookMs, "STREAMS", key, last);
        for (const [id, fields] of found?.[0]?.[1] ?? []) {
          last = id;
          const want = readAs(wanted, fields[1] ?? "");
          if (want === null || this.#queues.has(queueName(want)) || !meets(labels, want.needs)) continue;
          const [state] = await look([want.agent]);
          if (state?.ready === true) this.#waitFor(want);
        }
      } catch {
        await this.#host.sleep(500, this.#ended.signal);
      }
    }
  }

  async #take(
    job: { id: string; attempt: number; data: unknown; back(): Promise<never> },
    lost: AbortSignal,
  ): Promise<void> {
    const { self, stop, say } = this.#options;
    // It had been taken before this worker knew that it is full.
    if (this.#held >= self.facts.slots) return job.back();
    const { success, data } = lease.safeParse(job.data);
    if (!success) return say(`A lease in another form was thrown away: ${job.id}`);
    this.#hold(1);
    try {
      const to = runKey(this.#broker.address.pool, data.run);
      const channel = this.#mailbox.open(`${job.id}#${job.attempt}`, to);
      const ends = AbortSignal.any([stop, lost]);
      const why = await serveWorker(this.#host, channel, self, { stop: ends, openWithinMs: answerMs });
      say(`${data.story} of ${data.run}: ${why}`);
    } catch (error) {
      say(`${data.story} of ${data.run}: ${messageOf(error)}`);
    } finally {
      this.#hold(-1);
    }
  }

  #hold(more: 1 | -1): void {
    const { slots } = this.#options.self.facts;
    this.#held += more;
    this.#idleSince = this.#host.elapsed();
    if (this.#isDraining) {
      if (this.#held === 0) this.#over.resolve("it has done what it had");
      return;
    }
    // One queue alone bounds itself.
    if (this.#queues.size < 2) return;
    for (const one of this.#queues.values()) {
      if (more === 1 && this.#held === slots) void one.pause(true);
      if (more === -1 && this.#held === slots - 1) void one.resume();
    }
  }

  #drain(why: string): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    for (const one of this.#queues.values()) void one.pause(true);
    if (this.#held === 0) this.#over.resolve(why);
    else this.#options.say(`Takes nothing more and finishes ${this.#held} (${why}); the same again ends it now`);
  }

  /** Each lease that is held says its own end first; nobody waits long for that. */
  async #allGiven(): Promise<void> {
    const late = this.#host.elapsed() + givingMs;
    while (this.#held > 0 && this.#host.elapsed() < late) await this.#host.sleep(100);
  }

  async #watchIdle(idleMs: number): Promise<void> {
    while (!this.#ended.signal.aborted) {
      const left = this.#held > 0 ? idleMs : idleMs - (this.#host.elapsed() - this.#idleSince);
      if (left <= 0) return this.#drain(`it had nothing to do for ${Math.round(idleMs / 1000)} s`);
      await this.#host.sleep(left, this.#ended.signal);
    }
  }
}

function readAs<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
