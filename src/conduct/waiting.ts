/** How the parts of one conducting process wait for one another. */

/** Wakes the one who waits; a call that nobody waited for wakes the next to wait. */
export class WakeUp {
  #called = false;
  #waiting: (() => void) | null = null;

  call(): void {
    this.#called = true;
    this.#waiting?.();
  }

  async wait(): Promise<void> {
    if (!this.#called) {
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
    this.#called = false;
    this.#waiting = null;
  }
}

/** Lets one at a time work; of those who wait, the lowest place goes next, whatever order they came in. */
export class Queue {
  #busy = false;
  #waiting: { place: number; go: () => void }[] = [];

  /** Runs `work` alone. */
  async run<T>(place: number, work: () => Promise<T>): Promise<T> {
    if (this.#busy) {
      await new Promise<void>((go) => {
        this.#waiting.push({ place, go });
      });
    }
    this.#busy = true;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  #next(): void {
    const first = this.#waiting.reduce<{ place: number; go: () => void } | null>(
      (least, one) => (least === null || one.place < least.place ? one : least),
      null,
    );
    if (first === null) {
      this.#busy = false;
      return;
    }
    // Still busy: whoever comes now must not slip in before the one that is called.
    this.#waiting.splice(this.#waiting.indexOf(first), 1);
    first.go();
  }
}
