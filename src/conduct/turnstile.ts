/** Lets one at a time through; of those who wait, the lowest place goes next, whatever order they came in. */
export class Turnstile {
  #busy = false;
  #waiting: { place: number; go: () => void }[] = [];

  /** Runs `work` alone. */
  async pass<T>(place: number, work: () => Promise<T>): Promise<T> {
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
