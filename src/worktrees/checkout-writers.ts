import { availableParallelism } from "node:os";
import type { WorktreePlace } from "../git/place.ts";
import { checkOutWorktree, type WorktreeSource } from "../git/worktree.ts";
import type { Host } from "../host/host.ts";
import { Turns } from "./turns.ts";

/** More of them would wait for one another in the file system. */
const mostWriters = 8;
/** Of more than there are processors, each would be ready only when all are: the first agent is not to wait for the last one's. */
const mostAtOnce = availableParallelism();

/** Writes the files of a run's checkouts: those that are made at once begin in turn, and share the processors. */
export class CheckoutWriters {
  readonly #host: Host;
  readonly #signal: AbortSignal;
  readonly #turns = new Turns(mostAtOnce);
  #writing = 0;

  /** `signal`: nothing is wanted any more. */
  constructor(host: Host, signal: AbortSignal) {
    this.#host = host;
    this.#signal = signal;
  }

  async write(source: WorktreeSource, place: WorktreePlace, base: string, branch: string): Promise<void> {
    const signal = this.#signal;
    using _turn = await this.#turns.take(signal);
    this.#writing += 1;
    try {
      const writers = Math.min(mostWriters, Math.floor(mostAtOnce / this.#writing));
      await checkOutWorktree(this.#host, source, place, base, { branch, writers, signal });
    } finally {
      this.#writing -= 1;
    }
  }
}
