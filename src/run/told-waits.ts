import type { Emit } from "../core/event.ts";
import type { Person, RunLine } from "../core/person.ts";
import type { Host } from "../host/host.ts";

/** Milliseconds from which on a wait is told; an answer that comes sooner is not worth an event. */
const leastMs = 1000;

/**
 * The same person, each of whose answers tells the run how long it stood still for it (`run.waited`): a person who thinks
 * for an hour has not made the run an hour longer.
 */
export function tellingWaits(host: Pick<Host, "elapsed">, person: Person): Person {
  let emit: Emit | null = null;
  const timed = async <T>(asked: () => Promise<T>): Promise<T> => {
    const since = host.elapsed();
    const answer = await asked();
    const ms = Math.round(host.elapsed() - since);
    if (ms >= leastMs) await emit?.({ type: "run.waited", ms });
    return answer;
  };
  return {
    askGoal: (found) => timed(() => person.askGoal(found)),
    answer: (...asked) => timed(() => person.answer(...asked)),
    chooseMode: (...asked) => timed(() => person.chooseMode(...asked)),
    reviewPlan: (...asked) => timed(() => person.reviewPlan(...asked)),
    choose: (...asked) => timed(() => person.choose(...asked)),
    join(line: RunLine) {
      emit = line.emit;
      person.join?.(line);
    },
    leave() {
      emit = null;
      person.leave?.();
    },
  };
}
