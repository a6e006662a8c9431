import { type EventQueue, newEventQueue } from "../agents/event-queue.ts";
import type { AgentEvent } from "../core/agent-event.ts";
import { WorktreeTrouble } from "../git/place.ts";
import { LeaseLost } from "../worktrees/lease-lost.ts";
import { type ArgsOf, type FromWorker, type Operation, operations, type ToWorker, type ValueOf } from "./protocol.ts";

/** What a worker says under a lease. */
export type UnderLease = Extract<FromWorker, { lease: string }>;

interface OpenCall {
  op: Operation;
  resolve(value: unknown): void;
  reject(error: Error): void;
  /** Where an agent's events go. */
  events: EventQueue<AgentEvent> | null;
  /** The number of the next event. */
  seq: number;
}

export interface LeaseOptions {
  /** Names the story, over all its leases. */
  name: string;
  /** Grows with each lease of a story: what comes under another one is nobody's. */
  fence: number;
  worker: string;
  send(message: ToWorker): void;
  /** Milliseconds of a clock that never jumps. */
  elapsed(): number;
  /** The worker holds this commit of the story's unfinished work, as it was at this time of the clock. */
  onKept(commit: string, asOf: number): void;
  /** Objects of the worker's have come. */
  onPack(objects: readonly string[], pack: string): void;
}

/**
 * The conductor's end of one story's lease on a worker: calls that are open, and who waits for their answers. When it is
 * lost, each of them rejects with `LeaseLost`, and so does every later one.
 */
export class Lease {
  readonly #options: LeaseOptions;
  readonly #open = new Map<number, OpenCall>();
  #next = 0;
  #lost: LeaseLost | null = null;
  /** An agent is at work, and what it did until then is kept; `null`: there is nothing to lose. */
  #keptAt: number | null = null;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  get fence(): number {
    return this.#options.fence;
  }

  get name(): string {
    return this.#options.name;
  }

  get lost(): LeaseLost | null {
    return this.#lost;
  }

  /** What is not kept of the agent's work was done after this moment. */
  kept(asOf: number): void {
    if (this.#keptAt !== null) this.#keptAt = Math.max(this.#keptAt, asOf);
  }

  /** The agent has ended, and what it left is here. */
  allKept(): void {
    this.#keptAt = null;
  }

  async call<T extends Operation>(op: T, args: ArgsOf<T>, signal?: AbortSignal): Promise<ValueOf<T>> {
    const { answer } = this.#ask(op, args, null, signal);
    return (await answer) as ValueOf<T>;
  }

  /** Runs the agent: its events as they come, then what the call gives. */
  async *listen(
    args: ArgsOf<"runAgent">,
    signal: AbortSignal,
  ): AsyncGenerator<AgentEvent, ValueOf<"runAgent">, undefined> {
    const events = newEventQueue<AgentEvent>();
    this.#keptAt = this.#options.elapsed();
    const { answer } = this.#ask("runAgent", args, events, signal);
    const ended = answer.finally(() => events.end());
    ended.catch(() => {});
    yield* events.values();
    return (await ended) as ValueOf<"runAgent">;
  }

  /** Takes what a worker said. What is under another lease, an older fence or no open call is nobody's. */
  take(message: UnderLease): void {
    const { name, fence, onKept, onPack, elapsed } = this.#options;
    if (message.lease !== name || message.fence !== fence || this.#lost !== null) return;
    if (message.is === "kept") onKept(message.commit, elapsed() - (message.agoMs ?? 0));
    else if (message.is === "pack") onPack(message.objects, message.pack);
    else this.#takeForCall(message);
  }

  #takeForCall(message: Extract<UnderLease, { n: number }>): void {
    const call = this.#open.get(message.n);
    if (call === undefined) return;
    if (message.is === "events") takeEvents(call, message);
    else this.#settle(call, message);
  }

  /** Nobody answers any more. */
  lose(why: string): void {
    if (this.#lost !== null) return;
    const { worker, name, fence, elapsed, send } = this.#options;
    const lostMs = this.#keptAt === null ? 0 : Math.round(elapsed() - this.#keptAt);
    this.#lost = new LeaseLost(worker, fence, why, lostMs);
    // A worker that is only believed to be gone lets go of it.
    send({ is: "drop", lease: name, fence });
    this.#rejectOpen(this.#lost);
  }

  /** It was given back: what was asked of it beside that is answered by nobody any more. */
  close(): void {
    const { worker, fence } = this.#options;
    this.#lost ??= new LeaseLost(worker, fence, "the story was given back", 0);
    this.#rejectOpen(this.#lost);
  }

  #rejectOpen(error: LeaseLost): void {
    for (const call of this.#open.values()) call.reject(error);
    this.#open.clear();
  }

  #ask(op: Operation, args: unknown, events: OpenCall["events"], signal: AbortSignal | undefined) {
    const { name: lease, fence, send } = this.#options;
    if (this.#lost !== null) return { answer: Promise.reject<unknown>(this.#lost) };
    const n = this.#next++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#open.set(n, { op, resolve, reject, events, seq: 0 });
    send({ is: "call", lease, fence, n, op, args });
    const stop = () => send({ is: "stop", lease, fence, n });
    if (signal?.aborted === true) stop();
    else signal?.addEventListener("abort", stop, { once: true });
    const answer = promise.finally(() => {
      this.#open.delete(n);
      signal?.removeEventListener("abort", stop);
    });
    return { answer };
  }

  #settle(call: OpenCall, message: Extract<UnderLease, { is: "answer" }>): void {
    const { wrong } = message;
    if (wrong?.kind === "trouble") {
      call.reject(new WorktreeTrouble(wrong.message, { lost: wrong.lost }));
    } else if (wrong !== undefined) {
      this.lose(wrong.message);
    } else {
      const read = operations[call.op].value.safeParse(message.value);
      const [issue] = read.error?.issues ?? [];
      if (read.success) call.resolve(read.data);
      else this.lose(`its answer to ${call.op} can't be read: ${issue?.path.join(".")}: ${issue?.message}`);
    }
  }
}

/** Passes an agent's events on, and says so where some are missing: nobody can tell what they were. */
function takeEvents(call: OpenCall, { seq, events }: Extract<UnderLease, { is: "events" }>): void {
  // What was said twice is taken once.
  const known = Math.max(0, call.seq - seq);
  const missing = seq - call.seq;
  if (missing > 0) {
    call.events?.push({ type: "agent.notice", message: `${missing} of its events did not arrive from the worker` });
  }
  for (const event of events.slice(known)) call.events?.push(event);
  call.seq = Math.max(call.seq, seq + events.length);
}
