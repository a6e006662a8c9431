import type { Person } from "../core/person.ts";

/** The same person, each question to whom is asked within `around`: what else happens while they think is its matter. */
export function askedThrough(person: Person, around: <T>(asked: () => Promise<T>) => Promise<T>): Person {
  return {
    askGoal: (found) => around(() => person.askGoal(found)),
    answer: (...asked) => around(() => person.answer(...asked)),
    chooseMode: (...asked) => around(() => person.chooseMode(...asked)),
    reviewPlan: (...asked) => around(() => person.reviewPlan(...asked)),
    choose: (...asked) => around(() => person.choose(...asked)),
    join: (line) => person.join?.(line),
    leave: () => person.leave?.(),
  };
}
