/** What one side pushes and the other reads in order. */
export interface EventQueue<T> {
  push(value: T): void;
  /** True while nothing waits to be read. */
  isEmpty(): boolean;
  /** Nothing is pushed after this. */
  end(): void;
  values(): AsyncGenerator<T, void, undefined>;
}

/** Starts an empty queue for one reader. It is not bounded: its writer waits for the model, never the reader. */
export function newEventQueue<T>(): EventQueue<T> {
  let waiting: T[] = [];
  let ended = false;
  let wake = () => {};
  return {
    push(value) {
      waiting.push(value);
      wake();
    },
    isEmpty: () => waiting.length === 0,
    end() {
      ended = true;
      wake();
    },
    async *values() {
      for (;;) {
        const ready = waiting;
        waiting = [];
        yield* ready;
        if (waiting.length > 0) continue;
        if (ended) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
