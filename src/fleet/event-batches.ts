import type { AgentEvent } from "../core/agent-event.ts";
import type { Host } from "../host/host.ts";
import type { Asked } from "./lease-desk.ts";
import type { FromWorker } from "./protocol.ts";

/** Events go out together that come within this time. */
const batchMs = 50;
/** More at once than this would make a line that nobody reads: events, and characters of their texts. */
const mostInBatch = 500;
const mostCharacters = 1_000_000;

/** What an agent says on its way out: together, numbered, in order. */
export class EventBatches {
  readonly #host: Pick<Host, "sleep">;
  readonly #send: (message: FromWorker) => void;
  readonly #asked: Asked;
  #waiting: AgentEvent[] = [];
  #characters = 0;
  #seq = 0;
  #timer: AbortController | null = null;

  constructor(host: Pick<Host, "sleep">, send: (message: FromWorker) => void, asked: Asked) {
    this.#host = host;
    this.#send = send;
    this.#asked = asked;
  }

  /** Events so far. */
  get count(): number {
    return this.#seq + this.#waiting.length;
  }

  push(event: AgentEvent): void {
    this.#waiting.push(event);
    this.#characters += charactersOf(event);
    if (this.#waiting.length >= mostInBatch || this.#characters >= mostCharacters) this.flush();
    if (this.#timer !== null || this.#waiting.length === 0) return;
    const timer = new AbortController();
    this.#timer = timer;
    void this.#host.sleep(batchMs, timer.signal).then(() => {
      if (!timer.signal.aborted) this.flush();
    });
  }

  flush(): void {
    this.#timer?.abort();
    this.#timer = null;
    const events = this.#waiting;
    if (events.length === 0) return;
    const { lease, fence, n } = this.#asked;
    this.#send({ is: "events", lease, fence, n, seq: this.#seq, events });
    this.#seq += events.length;
    this.#waiting = [];
    this.#characters = 0;
  }
}

/** Of its long text: each of the others is bounded where it is made. */
function charactersOf(event: AgentEvent): number {
  return event.type === "agent.text" || event.type === "agent.reasoning" ? event.text.length : 0;
}
