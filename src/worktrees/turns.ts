const none: Disposable = { [Symbol.dispose]: () => {} };

/** Lets so many at once be at work; the others wait in the order in which they came. */
export class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#free = most;
  }

  /** Resolves when there is a place, or when the signal is aborted. Disposing of what it gives makes room. */
  async take(signal: AbortSignal): Promise<Disposable> {
    if (this.#free > 0) this.#free--;
    else if (!signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const go = () => resolve(true);
      // Taken off at once: whoever makes room then calls the next one.
      const leave = () => {
        const place = this.#waiting.indexOf(go);
        if (place >= 0) this.#waiting.splice(place, 1);
        resolve(place < 0);
      };
      this.#waiting.push(go);
      signal.addEventListener("abort", leave, { once: true });
      const called = await promise;
      signal.removeEventListener("abort", leave);
      if (!called) return none;
    } else return none;
    let given = false;
    return {
      [Symbol.dispose]: () => {
        if (given) return;
        given = true;
        const next = this.#waiting.shift();
        if (next === undefined) this.#free++;
        else next();
      },
    };
  }
}
