import { BaroError, messageOf } from "../../core/error.ts";
import type { Emit } from "../../core/event.ts";
import type { Story } from "../../core/story.ts";
import type { Host } from "../../host/host.ts";
import type { FarPlace } from "../far-place.ts";
import { labelsOf } from "../fleet-worker.ts";
import type { Wanted } from "../placement.ts";
import { type Opening, WorkerLink } from "../worker-link.ts";
import type { Broker, LeaseQueue } from "./broker.ts";
import { Mailbox, type PoolChannel } from "./mailbox.ts";
import { queueName, runKey, wantsKey } from "./names.ts";
import type { RunExchange } from "./run-exchange.ts";
import type { Packet } from "./wire.ts";

export interface PoolOptions {
  opening: Opening;
  exchange: RunExchange;
  emit: Emit;
  /** The run is told to stop: nobody waits for a broker that is away. */
  signal: AbortSignal;
}

/** A lease that is in a queue, or was taken. */
interface Queued {
  attempt: number;
  channel: PoolChannel | null;
  taken(channel: PoolChannel): void;
}

/** A lease that nobody took is put there again after so long, where a broker may have forgotten it. */
const lookAgainMs = 5_000;
/** Nobody took a story for this long: the person is told. */
const tellAfterMs = 10_000;
/** So many workers that can't take a story in a row are believed. */
const mostRefusals = 3;

/** Workers that take leases from queues, as one place that always has room: whoever has a free slot takes the next. */
export class Pool {
  readonly #host: Host;
  readonly #broker: Broker;
  readonly #options: PoolOptions;
  readonly #mailbox: Mailbox;
  readonly #queues = new Map<string, LeaseQueue>();
  readonly #queued = new Map<string, Queued>();
  readonly #joined = new Set<string>();
  readonly #links = new Set<WorkerLink>();
  readonly #told = new Set<string>();
  /** Leases that are being given back. */
  readonly #leaving = new Set<Promise<void>>();

  constructor(host: Host, broker: Broker, options: PoolOptions) {
    this.#host = host;
    this.#broker = broker;
    this.#options = options;
    const key = runKey(broker.address.pool, options.opening.settings.run);
    this.#mailbox = new Mailbox(host, broker, key, (first) => this.#hear(first));
  }

  /** Waits for a worker that takes the story; `null`: it is not wanted any more. Throws `agent-missing` when none can. */
  async take(story: Story, wanted: Wanted, signal: AbortSignal): Promise<FarPlace | null> {
    const refusals: string[] = [];
    while (!signal.aborted) {
      const channel = await this.#queueUp(story, wanted, signal);
      if (channel === null) return null;
      try {
        return await this.#open(story, wanted, channel);
      } catch (error) {
        // A worker that was lost in this moment says nothing of the next one.
        if (error instanceof BaroError && error.hint !== undefined) refusals.push(messageOf(error));
        if (refusals.length >= mostRefusals) {
          throw new BaroError(
            "agent-missing",
            `Cannot work on ${story.id}: no worker of the queue can take it (${[...new Set(refusals)].join("; ")})`,
            {
              hint: "See what each can do with: baro workers",
            },
          );
        }
      }
    }
    return null;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#links].map((link) => link.close()));
    await Promise.all(this.#leaving);
    await this.#clear();
    await this.#mailbox.close();
    await this.#broker.close();
  }

  /** What can't be taken off the remote decides nothing: the person hears what lies there. */
  async #clear(): Promise<void> {
    const { exchange, emit } = this.#options;
    await exchange.clear().catch(async (error: unknown) => {
      const what = "What the run has on the remote of its queue could not be removed";
      await emit({ type: "run.notice", message: `${what}: ${messageOf(error)}; remove it later with: baro clean` });
    });
  }

  /** Puts a lease into its queue, and waits until a worker says that it has it. */
  async #queueUp(story: Story, wanted: Wanted, signal: AbortSignal): Promise<PoolChannel | null> {
    const { run } = this.#options.opening.settings;
    const id = `${run}.${story.id}.${this.#host.newId()}`;
    const queue = this.#queueFor(wanted);
    const { promise, resolve } = Promise.withResolvers<PoolChannel>();
    this.#queued.set(id, { attempt: 0, channel: null, taken: resolve });
    const gone = new AbortController();
    const ends = AbortSignal.any([signal, gone.signal]);
    let channel: PoolChannel | null = null;
    const began = this.#host.elapsed();
    while (channel === null && !signal.aborted) {
      // The same once more changes nothing, and a broker that forgot its last second has it again.
      const adding = queue.add(
        "lease",
        { v: 1, run, story: story.id },
        { jobId: id, removeOnComplete: true, removeOnFail: true },
      );
      adding.catch(() => {});
      channel = await Promise.race([promise, this.#host.sleep(lookAgainMs, ends).then(() => null)]);
      if (channel === null && this.#host.elapsed() - began > tellAfterMs) this.#tellWaiting(queue.name, story);
    }
    gone.abort();
    if (channel === null) {
      this.#queued.delete(id);
      void queue.remove(id).catch(() => {});
    }
    return channel;
  }

  /** What comes from a worker that this run has no conversation with yet. */
  #hear(first: Packet): void {
    const [id = "", number = ""] = first.channel.split("#");
    const queued = this.#queued.get(id);
    const attempt = Number(number);
    if (queued === undefined || !(attempt > queued.attempt)) {
      this.#mailbox.refuse(first, "nobody waits for that lease any more");
      return;
    }
    queued.attempt = attempt;
    const before = queued.channel;
    if (before !== null) {
      // The broker has given it to another one: whoever had it is not heard any more, and the story goes on anew.
      before.finish("its lease went to another worker");
      this.#queued.delete(id);
      this.#mailbox.refuse(first, "its lease is over");
      return;
    }
    queued.channel = this.#mailbox.open(first.channel, first.from, first);
    queued.taken(queued.channel);
  }

  async #open(story: Story, { agent }: Wanted, channel: PoolChannel): Promise<FarPlace> {
    const { opening, exchange, emit } = this.#options;
    const [id = ""] = channel.name.split("#");
    const onNotice = (message: string) => void emit({ type: "run.notice", message: `${story.id}: ${message}` });
    const way = { open: () => Promise.resolve(channel), close: () => Promise.resolve() };
    const nameOf = ({ host: name }: { host: string }) => `${name}-${channel.peer.slice(-4)}`;
    const link = await WorkerLink.open(this.#host, nameOf, way, {
      opening: { ...opening, exchange: { url: exchange.url } },
      onNotice,
    }).catch((error: unknown) => {
      this.#queued.delete(id);
      throw error;
    });
    const state = link.opened.agents.find(({ name }) => name === agent);
    if (state?.ready !== true) {
      this.#queued.delete(id);
      await link.close();
      throw new BaroError("agent-missing", `${link.name}: ${state?.why ?? `${agent} is not ready there`}`, {
        hint: "Sign in there",
      });
    }
    this.#links.add(link);
    this.#options.signal.addEventListener("abort", () => void this.#endIfAway(link, channel), { once: true });
    await this.#tellOf(link);
    return {
      name: link.name,
      link,
      slots: 1,
      turnsOf: link,
      repository: (fence) => exchange.repositoryOf({ story: story.id, fence }),
      succeeded: () => {},
      leave: (lost) => {
        this.#queued.delete(id);
        this.#links.delete(link);
        const leaving = lost === null ? link.close() : link.end(lost.message);
        this.#leaving.add(leaving);
        void leaving.finally(() => this.#leaving.delete(leaving));
      },
    };
  }

  /** Nobody answers whoever stops while the broker is away; what was kept is kept. */
  async #endIfAway(link: WorkerLink, channel: PoolChannel): Promise<void> {
    while (!link.lost.signal.aborted) {
      if (channel.isAway()) return link.end("the queue can't be reached");
      await this.#host.sleep(500, link.lost.signal);
    }
  }

  async #tellOf(link: WorkerLink): Promise<void> {
    const { emit } = this.#options;
    const { hello, agents } = link.opened;
    link.lost.signal.addEventListener("abort", () => {
      if (!this.#links.has(link) || !this.#joined.delete(link.name)) return;
      void emit({ type: "worker.lost", worker: link.name, why: String(link.lost.signal.reason), next: "again" });
    });
    if (this.#joined.has(link.name)) return;
    this.#joined.add(link.name);
    await emit({
      type: "worker.joined",
      worker: link.name,
      slots: hello.slots,
      agents: agents.filter(({ ready }) => ready).map(({ name }) => name),
      labels: labelsOf(hello),
      version: hello.version,
    });
  }

  #queueFor(wanted: Wanted): LeaseQueue {
    const name = queueName(wanted);
    const known = this.#queues.get(name);
    if (known !== undefined) return known;
    const queue = this.#broker.queue(name);
    this.#queues.set(name, queue);
    const { redis, address } = this.#broker;
    const want = JSON.stringify({ agent: wanted.agent, needs: [...wanted.needs].sort() });
    redis.xadd(wantsKey(address.pool), "MAXLEN", "~", 500, "*", "w", want).catch(() => this.#queues.delete(name));
    return queue;
  }

  #tellWaiting(queue: string, story: Story): void {
    if (this.#told.has(queue)) return;
    this.#told.add(queue);
    const message =
      this.#broker.redis.status === "ready"
        ? `${story.id} waits in the queue ${queue}: no worker that could take it is free; start one with: baro worker --queue URL`
        : `${story.id} waits: the queue can't be reached at the moment`;
    void this.#options.emit({ type: "run.notice", message });
  }
}
