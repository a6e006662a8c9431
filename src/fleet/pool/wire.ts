import { z } from "zod";

/** What lies in a stream of the broker: a piece of one conversation. */
export const packet = z.object({
  /** The conversation: a lease's job, and the how-many-eth worker it is that has it. */
  channel: z.string().max(400),
  /** The stream in which whoever wrote it reads. */
  from: z.string().max(400),
  /** Counts what is said from 0; `null`: nothing is, this only says what has come. */
  seq: z.number().int().min(0).nullable(),
  /** How much of what the other side said has come: everything below this number. */
  heard: z.number().int().min(0),
  /** Something is missing: it is wanted again, from `heard` on. */
  again: z.literal(true).exactOptional(),
  text: z.string().exactOptional(),
  /** Nothing more follows, and why. */
  end: z.string().exactOptional(),
});
export type Packet = z.infer<typeof packet>;

type Said = Pick<Packet, "text" | "end">;

/** Whoever only listens says what has come after so many packets: what is not known to have come is kept by who said it. */
const tellAfter = 50;

/**
 * One end of a conversation over a broker that may forget its last second, or give something twice: what is said is kept
 * until the other side has it, and taken once, in order. Pure: what is to be sent is returned.
 */
export class Wire {
  readonly #channel: string;
  readonly #from: string;
  #next = 0;
  #heard = 0;
  #told = 0;
  #kept: (Said & { seq: number })[] = [];

  constructor(channel: string, from: string) {
    this.#channel = channel;
    this.#from = from;
  }

  say(said: Said): Packet {
    const kept = { ...said, seq: this.#next++ };
    this.#kept.push(kept);
    return this.#packet(kept);
  }

  /** What the other side may not have: it is said again when the way is there again. */
  unheard(): Packet[] {
    return this.#kept.map((kept) => this.#packet(kept));
  }

  /** Takes what has come. `said`: what is new of it; `answer`: what has to be sent for that. */
  take({ seq, heard, again, text, end }: Packet): { said: Said | null; answer: Packet[] } {
    this.#kept = this.#kept.filter((one) => one.seq >= heard);
    const answer = again === true ? this.unheard() : [];
    if (seq === null || seq < this.#heard) return { said: null, answer };
    if (seq > this.#heard) return { said: null, answer: [...answer, { ...this.#packet({ seq: null }), again: true }] };
    this.#heard++;
    if (this.#heard - this.#told >= tellAfter) answer.push(this.#packet({ seq: null }));
    return { said: { ...(text === undefined ? {} : { text }), ...(end === undefined ? {} : { end }) }, answer };
  }

  #packet(one: Said & { seq: number | null }): Packet {
    this.#told = this.#heard;
    return { channel: this.#channel, from: this.#from, heard: this.#heard, ...one };
  }
}
