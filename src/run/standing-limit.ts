import type { Person } from "../core/person.ts";
import type { Host } from "../host/host.ts";
import { askedThrough } from "./asked-through.ts";

/** What is to happen when a time is up; `stop` calls it off. */
interface Limit {
  start(ms: number): void;
  stop(): void;
}

/**
 * Starts a limit of so many milliseconds that stands while this person is asked: it is stopped then, and started with what
 * is left after the answer. Disposing of it calls it off.
 */
export function standingLimit(
  { host, person }: { host: Pick<Host, "elapsed">; person: Person | null },
  ms: number,
  limit: Limit,
): { person: Person | null } & Disposable {
  let left = ms;
  let since = host.elapsed();
  let isOff = false;
  limit.start(left);
  const around = async <T>(ask: () => Promise<T>): Promise<T> => {
    left = Math.max(0, left - (host.elapsed() - since));
    limit.stop();
    try {
      return await ask();
    } finally {
      since = host.elapsed();
      if (!isOff) limit.start(left);
    }
  };
  const off = () => {
    isOff = true;
    limit.stop();
  };
  return { person: person === null ? null : askedThrough(person, around), [Symbol.dispose]: off };
}
