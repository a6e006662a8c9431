interface Timer {
  at: number;
  order: number;
  fire: () => void;
}

/** Time that passes only when nobody has anything else to do. Timers of one instant fire in the order they were set. */
export class VirtualClock {
  now: number;
  #timers: Timer[] = [];
  #order = 0;

  constructor(now = 0) {
    this.now = now;
  }

  after(ms: number, fire: () => void): () => void {
    const timer = { at: this.now + Math.max(0, ms), order: this.#order++, fire };
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#timers[middle]!;
      // Latest first: the next one to fire is taken from the end.
      if (other.at > timer.at || (other.at === timer.at && other.order > timer.order)) low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
    return () => {
      const position = this.#timers.indexOf(timer);
      if (position >= 0) this.#timers.splice(position, 1);
    };
  }

  /** Moves to the next timer and fires it; false when there is none. */
  step(): boolean {
    const timer = this.#timers.pop();
    if (timer === undefined) return false;
    this.now = timer.at;
    timer.fire();
    return true;
  }
}
