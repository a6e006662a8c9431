import type { Host } from "./host.ts";

/** A host whose programs end when a time is up, whoever waits for them. */
export interface EndingHost {
  host: Host;
  /** The time is up in this many milliseconds from now; what was said before holds no more. */
  endIn(ms: number): void;
  /** Whether a time that was set came to be up. */
  wasUp(): boolean;
  /** No time is set any more. */
  release(): void;
}

/** What is started when the time is up already is for tidying up, and gets this long. */
const lastMs = 5000;

/**
 * Ends with the time what a program may wait for without end: a lock, a passphrase, a server. Not those that are talked
 * to over their stdin: whoever talks ends them.
 */
export function endingHost(real: Host): EndingHost {
  let over = new AbortController();
  let clock = new AbortController();
  let up = false;
  const release = () => {
    clock.abort();
    if (over.signal.aborted) over = new AbortController();
  };
  return {
    host: {
      ...real,
      spawn: (request) => {
        if (request.stdin === "pipe") return real.spawn(request);
        const end = over.signal.aborted ? AbortSignal.timeout(lastMs) : over.signal;
        const signal = request.signal === undefined ? end : AbortSignal.any([request.signal, end]);
        return real.spawn({ ...request, signal });
      },
    },
    wasUp: () => up,
    release,
    endIn: (ms) => {
      release();
      clock = new AbortController();
      const [mine, its] = [clock.signal, over];
      void real.sleep(ms, mine).then(() => {
        if (mine.aborted) return;
        up = true;
        its.abort(new Error("the time is up"));
      });
    },
  };
}
