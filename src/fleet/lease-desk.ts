import { messageOf } from "../core/error.ts";
import { WorktreeTrouble } from "../git/place.ts";
import { type FromWorker, type Operation, operations, type ToWorker, type Wrong } from "./protocol.ts";

type Call = Extract<ToWorker, { is: "call" }>;

/** What is done for a lease on the machine of the worker. */
export interface Bench {
  /** Does what was asked, with arguments that were checked. */
  perform(op: Operation, args: unknown, about: Asked): Promise<unknown>;
  /** The lease is over: what is at work for it ends, and nothing of it stays. */
  clear(): Promise<void>;
}

/** Who asked for it, and how what is said meanwhile gets back to them. */
export interface Asked {
  lease: string;
  fence: number;
  n: number;
  /** Aborted when it is not wanted any more. */
  signal: AbortSignal;
}

interface Held {
  fence: number;
  bench: Bench;
  running: Map<number, AbortController>;
  /** Resolves when the lease before this one has ended. */
  ready: Promise<void>;
}

/**
 * The worker's end of all leases that it holds. Of two leases of one story the one with the higher fence holds: the other
 * ends, and whatever comes under its number is not done.
 */
export class LeaseDesk {
  readonly #held = new Map<string, Held>();
  readonly #highest = new Map<string, number>();
  readonly #send: (message: FromWorker) => void;
  readonly #newBench: () => Bench;

  constructor(send: (message: FromWorker) => void, newBench: () => Bench) {
    this.#send = send;
    this.#newBench = newBench;
  }

  /** Leases that are held now. */
  get size(): number {
    return this.#held.size;
  }

  /** Does what a call asks for, and answers it. */
  async take(call: Call): Promise<void> {
    const held = this.#holding(call);
    const { lease, fence, n } = call;
    if (held === null) return;
    const stop = new AbortController();
    // From here on it can be stopped, though it has not begun.
    held.running.set(n, stop);
    await held.ready;
    const answer = await perform(held, call, stop.signal);
    held.running.delete(n);
    // A story that has gone elsewhere meanwhile is not spoken for.
    if (this.#held.get(lease) !== held) return;
    this.#send({ is: "answer", lease, fence, n, ...answer });
    if (call.op === "release" || call.op === "abandon") this.#held.delete(lease);
  }

  /** Whoever asked does not wait any more. */
  stop({ lease, fence, n }: { lease: string; fence: number; n: number }): void {
    const held = this.#held.get(lease);
    if (held?.fence === fence) held.running.get(n)?.abort();
  }

  /** The conductor has given it up. */
  async drop({ lease, fence }: { lease: string; fence: number }): Promise<void> {
    const held = this.#held.get(lease);
    if (held?.fence !== fence) return;
    this.#held.delete(lease);
    await end(held);
  }

  /** Ends everything: nobody is there any more who could be answered. */
  async close(): Promise<void> {
    const all = [...this.#held.values()];
    this.#held.clear();
    await Promise.all(all.map(end));
  }

  #holding({ lease, fence }: Call): Held | null {
    const highest = this.#highest.get(lease) ?? 0;
    if (fence < highest) return null;
    const held = this.#held.get(lease);
    if (held !== undefined && held.fence === fence) return held;
    // A lease that was given back is not opened again under the same number.
    if (fence === highest) return null;
    this.#highest.set(lease, fence);
    const ready = held === undefined ? Promise.resolve() : end(held);
    const next: Held = { fence, bench: this.#newBench(), running: new Map(), ready };
    this.#held.set(lease, next);
    return next;
  }
}

async function end({ running, bench }: Held): Promise<void> {
  for (const stop of running.values()) stop.abort();
  await bench.clear();
}

async function perform(
  { bench }: Held,
  { lease, fence, n, op, args }: Call,
  signal: AbortSignal,
): Promise<{ value: unknown } | { wrong: Wrong }> {
  if (!Object.hasOwn(operations, op)) {
    return { wrong: { kind: "worker", message: `this worker knows no "${op}"`, lost: false } };
  }
  const name = op as Operation;
  const read = operations[name].args.safeParse(args);
  if (!read.success) {
    const [issue] = read.error.issues;
    const message = `${op} was asked for in another form: ${issue?.path.join(".")}: ${issue?.message}`;
    return { wrong: { kind: "worker", message, lost: false } };
  }
  try {
    return { value: await bench.perform(name, read.data, { lease, fence, n, signal }) };
  } catch (error) {
    if (error instanceof WorktreeTrouble) {
      return { wrong: { kind: "trouble", message: error.message, lost: error.lost } };
    }
    return { wrong: { kind: "worker", message: messageOf(error), lost: false } };
  }
}
