import type { Emit } from "../core/event.ts";
import type { Person } from "../core/person.ts";
import type { Host } from "../host/host.ts";
import { askedThrough } from "./asked-through.ts";

/** Milliseconds from which on a wait is told; an answer that comes sooner is not worth an event. */
const leastMs = 1000;

/**
 * The same person, each of whose answers tells the run how long it stood still for it (`run.waited`): a person who thinks
 * for an hour has not made the run an hour longer.
 */
export function tellingWaits(host: Pick<Host, "elapsed">, person: Person): Person {
  let emit: Emit | null = null;
  const asked = askedThrough(person, async (ask) => {
    const since = host.elapsed();
    const answer = await ask();
    const ms = Math.round(host.elapsed() - since);
    if (ms >= leastMs) await emit?.({ type: "run.waited", ms });
    return answer;
  });
  return {
    ...asked,
    join(line) {
      emit = line.emit;
      asked.join?.(line);
    },
    leave() {
      emit = null;
      asked.leave?.();
    },
  };
}
