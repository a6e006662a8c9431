import { BaroError, messageOf } from "../core/error.ts";
import type { Host } from "../host/host.ts";
import type { Channel } from "./channel.ts";
import {
  anyHello,
  decode,
  encode,
  type FromWorker,
  fromWorker,
  type Hello,
  mismatch,
  type ToWorker,
} from "./protocol.ts";
import { sshAdvice } from "./ssh-advice.ts";

export type LinkHost = Pick<Host, "sleep" | "elapsed">;

/** A shell may greet before the worker does; more than so many lines is another program. */
const mostGreeting = 200;
/** A machine may have to wake up, and an agent to be looked for. */
const openingMs = 60_000;

/** A conversation with one worker, from its hello on. */
export class Talk {
  readonly channel: Channel;
  readonly #host: LinkHost;
  readonly #lines: AsyncIterator<string>;

  constructor(host: LinkHost, channel: Channel) {
    this.#host = host;
    this.channel = channel;
    this.#lines = channel.lines[Symbol.asyncIterator]();
  }

  send(message: ToWorker): void {
    this.channel.send(encode(message));
  }

  /** The next message; null: the other side is gone. */
  async next(): Promise<FromWorker | { wrong: string } | null> {
    const line = await this.#line();
    return typeof line === "string" ? decode(fromWorker, line) : line;
  }

  /** Who is there. What is said before that is a shell's greeting. */
  async hello(version: string): Promise<Hello> {
    return this.#inTime(async () => {
      for (let seen = 0; seen < mostGreeting; seen++) {
        const line = await this.#line();
        if (typeof line !== "string") return line;
        const any = decode(anyHello, line);
        if (!("is" in any)) continue;
        const wrong = mismatch(any, version);
        if (wrong !== null) throw new BaroError("agent-missing", wrong.why, { hint: wrong.hint });
        const message = decode(fromWorker, line);
        return "is" in message && message.is !== "hello" ? null : message;
      }
      return null;
    });
  }

  /** The next message of this kind. */
  async expect<T extends FromWorker["is"]>(...kinds: T[]): Promise<Extract<FromWorker, { is: T }>> {
    return this.#inTime(async () => {
      for (;;) {
        const message = await this.next();
        if (message === null || !("is" in message)) return message;
        if ((kinds as string[]).includes(message.is)) return message as Extract<FromWorker, { is: T }>;
      }
    });
  }

  async #line(): Promise<string | { wrong: string } | null> {
    try {
      const { done, value } = await this.#lines.next();
      return done === true ? null : value;
    } catch (error) {
      return { wrong: messageOf(error) };
    }
  }

  /** What was waited for; else throws why it did not come. */
  async #inTime<T extends FromWorker>(work: () => Promise<T | { wrong: string } | null>): Promise<T> {
    const late = new AbortController();
    const timeout = this.#host.sleep(openingMs, late.signal).then(() => null);
    const message = await Promise.race([work(), timeout]).finally(() => late.abort());
    if (message !== null && "is" in message) return message;
    if (message !== null) throw unreachable(unreadable(message.wrong));
    const silence = this.#host.sleep(1_000).then(() => "it does not answer as a worker");
    throw unreachable(await Promise.race([this.channel.ended, silence]));
  }
}

/** Why a worker is not heard any more that says what is no message. */
export function unreadable(wrong: string): string {
  return `it said something that can't be read: ${wrong}`;
}

function unreachable(said: string): BaroError {
  const { why, hint } = sshAdvice(said);
  return new BaroError("agent-missing", why, { hint });
}
