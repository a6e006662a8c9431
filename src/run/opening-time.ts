import { BaroError } from "../core/error.ts";
import { type EndingHost, endingHost } from "../host/ending-host.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { askedThrough } from "./asked-through.ts";
import type { Invocation } from "./run-context.ts";

/** The time that a run may take until it is open; none of it is a person's time to think. */
export interface OpeningTime {
  invocation: Invocation;
  /** Null: no ceiling on time. */
  ending: EndingHost | null;
  /** Names what is waited for, for whoever hears that the time is up. */
  waitsFor(what: string): void;
  /** Rejects with `ceiling` when the time is up first. */
  within<T>(opening: Promise<T>): Promise<T>;
  /** These options with what is left of their time. */
  left(options: RunOptions): RunOptions;
}

/**
 * Opens a run within the time that `--timeout` gives it. What is still looked up when that fails is given up by `looking`: a
 * forge that does not answer would keep the process from ending. `act`: what then can't be done, in a message.
 */
export async function openInTime<T>(
  invocation: Invocation,
  open: (time: OpeningTime, looking: AbortSignal) => Promise<T>,
  act = "start",
): Promise<T> {
  const looking = new AbortController();
  const time = openingTime(invocation, act);
  try {
    return await time.within(open(time, looking.signal));
  } catch (error) {
    looking.abort();
    throw error;
  }
}

/** Starts the clock of `--timeout` for what comes before a run's first event. Its programs end with it, in the run as well. */
function openingTime(invocation: Invocation, act: string): OpeningTime {
  const { host, options, person } = invocation;
  const { timeoutMs } = options;
  const clock = workingClock(host);
  let waited = "";
  const waitsFor = (what: string) => {
    waited = what;
  };
  if (timeoutMs === null) {
    return { invocation, ending: null, waitsFor, within: (opening) => opening, left: (options) => options };
  }
  const ending = endingHost(host);
  const pausing = person === null ? null : askedThrough(person, (ask) => clock.pausedWhile(ask()));
  return {
    invocation: { ...invocation, host: ending.host, person: pausing },
    ending,
    waitsFor,
    left: (asked) => ({ ...asked, timeoutMs: Math.max(1, timeoutMs - Math.round(clock.spent())) }),
    within: async (opening) => {
      const done = new AbortController();
      const late = lateness(host, clock, timeoutMs, done.signal).then(() => {
        if (done.signal.aborted) return new Promise<never>(() => {});
        ending.endIn(0);
        throw new BaroError("ceiling", `Cannot ${act}: the time was up while baro waited for ${waited}`, {
          hint: "Nothing was spent or changed; see what does not answer, or give more --timeout",
        });
      });
      opening.catch(() => {});
      try {
        return await Promise.race([opening, late]);
      } finally {
        done.abort();
      }
    },
  };
}

/** A clock that stands while a person is asked. */
interface WorkingClock {
  spent(): number;
  pausedWhile<T>(asked: Promise<T>): Promise<T>;
}

function workingClock(host: Pick<Host, "elapsed">): WorkingClock {
  const started = host.elapsed();
  let paused = 0;
  let since: number | null = null;
  return {
    spent: () => (since ?? host.elapsed()) - started - paused,
    pausedWhile: async (asked) => {
      since = host.elapsed();
      try {
        return await asked;
      } finally {
        paused += host.elapsed() - since;
        since = null;
      }
    },
  };
}

async function lateness(
  host: Pick<Host, "sleep">,
  clock: WorkingClock,
  mostMs: number,
  done: AbortSignal,
): Promise<void> {
  for (let left = mostMs; left > 0 && !done.aborted; left = mostMs - clock.spent()) {
    // While a person thinks, no time is spent: then it is looked at again later.
    await host.sleep(Math.max(left, 50), done);
  }
}
