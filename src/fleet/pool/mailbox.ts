import type { Redis } from "ioredis";
import { newEventQueue } from "../../agents/event-queue.ts";
import type { Host } from "../../host/host.ts";
import type { Channel } from "../channel.ts";
import type { Broker } from "./broker.ts";
import { type Packet, packet, Wire } from "./wire.ts";

/** What nobody reads any more goes by itself after this. */
const forgottenMs = 3_600_000;
/** A look into an empty stream waits so long for what comes. */
const lookMs = 5_000;
const mostAtOnce = 500;

export type MailboxHost = Pick<Host, "sleep" | "elapsed">;

/** A stream of the broker in which one process reads what others tell it, and its conversations with each. */
export class Mailbox {
  readonly key: string;
  readonly #host: MailboxHost;
  readonly #broker: Broker;
  readonly #reader: Redis;
  readonly #channels = new Map<string, PoolChannel>();
  readonly #onStranger: (first: Packet) => void;
  readonly #over = new AbortController();
  #last = "0";

  /** `onStranger`: the first that is heard of a conversation that this side knows nothing of. */
  constructor(host: MailboxHost, broker: Broker, key: string, onStranger: (first: Packet) => void) {
    this.#host = host;
    this.#broker = broker;
    this.key = key;
    this.#onStranger = onStranger;
    this.#reader = broker.connection();
    broker.redis.on("ready", () => {
      void this.#settle().then(() => this.#sayAgain());
    });
    // What lies there is of a process before this one.
    void broker.redis.del(key).catch(() => {});
    void this.#settle();
    void this.#read();
  }

  /** Begins a conversation, or takes one up whose first words have come. */
  open(name: string, to: string, first?: Packet): PoolChannel {
    const channel = new PoolChannel(this.#host, name, to, {
      wire: new Wire(name, this.key),
      send: (packets) => this.#send(to, packets),
      isAway: () => this.#isAway(),
      onClosed: () => this.#channels.delete(name),
    });
    this.#channels.set(name, channel);
    if (first !== undefined) channel.take(first);
    return channel;
  }

  /** Tells somebody that their conversation has no other side. */
  refuse({ channel, from }: Packet, why: string): void {
    this.#send(from, [{ channel, from: this.key, seq: 0, heard: 1, end: why }]);
  }

  async close(): Promise<void> {
    this.#over.abort();
    this.#reader.disconnect();
    await this.#broker.redis.del(this.key).catch(() => {});
  }

  #isAway(): boolean {
    return this.#broker.redis.status !== "ready";
  }

  #send(to: string, packets: readonly Packet[]): void {
    if (packets.length === 0 || this.#isAway()) return;
    const commands = this.#broker.redis.pipeline();
    // Whoever has ended has taken its stream away: nothing is left there for nobody.
    for (const one of packets) commands.xadd(to, "NOMKSTREAM", "*", "p", JSON.stringify(one));
    // What was not taken is said again when the broker is back.
    commands
      .pexpire(to, forgottenMs)
      .exec()
      .catch(() => {});
  }

  /** Sees to it that the stream is there: nothing is said into one that is not. */
  async #settle(): Promise<void> {
    const { redis } = this.#broker;
    await redis
      .pipeline()
      .xadd(this.key, "*", "p", "")
      .pexpire(this.key, forgottenMs)
      .exec()
      .catch(() => {});
  }

  #sayAgain(): void {
    for (const channel of this.#channels.values()) channel.sayAgain();
  }

  async #read(): Promise<void> {
    while (!this.#over.signal.aborted) {
      try {
        const found = await this.#reader.xread("COUNT", mostAtOnce, "BLOCK", lookMs, "STREAMS", this.key, this.#last);
        for (const [id, fields] of found?.[0]?.[1] ?? []) {
          this.#last = id;
          this.#take(fields[1] ?? "");
        }
        if (found !== null) void this.#broker.redis.xtrim(this.key, "MINID", this.#last).catch(() => {});
      } catch {
        await this.#host.sleep(200, this.#over.signal);
      }
    }
  }

  #take(text: string): void {
    const one = readPacket(text);
    if (one === null) return;
    const channel = this.#channels.get(one.channel);
    if (channel !== undefined) channel.take(one);
    else if (one.end === undefined && one.seq !== null) this.#onStranger(one);
  }
}

function readPacket(text: string): Packet | null {
  try {
    return packet.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

interface PoolChannelOptions {
  wire: Wire;
  send(packets: readonly Packet[]): void;
  isAway(): boolean;
  onClosed(): void;
}

/** The other side may take so long to put things in order. */
const closingMs = 15_000;

/** A conversation over the broker: the lines of one lease. */
export class PoolChannel implements Channel {
  readonly name: string;
  /** The stream in which the other side reads. */
  readonly peer: string;
  readonly lines: AsyncIterable<string>;
  readonly ended: Promise<string>;
  readonly #host: MailboxHost;
  readonly #options: PoolChannelOptions;
  readonly #lines = newEventQueue<string>();
  readonly #end = Promise.withResolvers<string>();
  #waiting = "";
  #isClosed = false;

  constructor(host: MailboxHost, name: string, peer: string, options: PoolChannelOptions) {
    this.name = name;
    this.peer = peer;
    this.#host = host;
    this.#options = options;
    this.lines = this.#lines.values();
    this.ended = this.#end.promise;
  }

  isAway(): boolean {
    return this.#options.isAway();
  }

  /** What is said in the same moment goes together. */
  send(text: string): void {
    if (this.#isClosed) return;
    const isFirst = this.#waiting === "";
    this.#waiting += text;
    if (isFirst) queueMicrotask(() => this.#flush());
  }

  take(one: Packet): void {
    const { said, answer } = this.#options.wire.take(one);
    this.#options.send(answer);
    for (const line of said?.text?.split("\n") ?? []) if (line !== "") this.#lines.push(line);
    if (said?.end !== undefined) this.finish(said.end);
  }

  sayAgain(): void {
    this.#options.send(this.#options.wire.unheard());
  }

  /** This side hears nothing more. */
  finish(why: string): void {
    this.#lines.end();
    this.#end.resolve(why);
  }

  /** Says that nothing more comes, and waits a while for the other side to say the same. */
  async close(now = false, why = "the run is over"): Promise<void> {
    if (!this.#isClosed) {
      this.#flush();
      this.#isClosed = true;
      this.#options.send([this.#options.wire.say({ end: why })]);
    }
    if (!now && !this.isAway()) {
      const over = new AbortController();
      await Promise.race([this.ended, this.#host.sleep(closingMs, over.signal)]);
      over.abort();
    }
    this.finish(why);
    this.#options.onClosed();
  }

  #flush(): void {
    const text = this.#waiting;
    this.#waiting = "";
    if (text !== "") this.#options.send([this.#options.wire.say({ text })]);
  }
}
