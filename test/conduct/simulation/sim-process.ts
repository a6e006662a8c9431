import type { VirtualClock } from "./virtual-clock.ts";

/** One process of a run: it takes steps until it dies, and after that nothing it asked for happens. */
export class SimProcess {
  dead = false;
  /** A promise that was broken where nobody hears of it: on a worker. */
  broken: Error | null = null;
  steps = 0;
  readonly clock: VirtualClock;
  readonly #diesAfter: number;

  constructor(clock: VirtualClock, diesAfter: number) {
    this.clock = clock;
    this.#diesAfter = diesAfter;
  }

  /** Counts a step; true when the process dies on it. */
  stepsOut(): boolean {
    this.steps += 1;
    if (this.steps > this.#diesAfter) this.dead = true;
    return this.dead;
  }

  /** An effect: it takes time, happens, and takes time again; the process may die before it or between the two. */
  async effect<T>(ms: number, act: () => T): Promise<T> {
    if (this.stepsOut()) return never();
    await this.pause(ms);
    if (this.dead) return never();
    const result = act();
    return this.stepsOut() ? never() : result;
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.clock.after(ms, resolve));
  }
}

/** What the dead answer. */
export function never<T>(): Promise<T> {
  return new Promise<T>(() => {});
}
