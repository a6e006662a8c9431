import type { RunEventBody } from "../core/event.ts";
import { type Nobody, nobody, type RunLine } from "../core/person.ts";
import type { AnswerOrigin, Question } from "../core/question.ts";
import type { Host } from "../host/host.ts";
import { jsonLine } from "../text/plain.ts";
import { hearAnswers } from "./answer-lines.ts";
import type { Reader } from "./answers.ts";

/** Where answers come from: lines on stdin and the run's folder, or the folder alone. */
export type AnsweredFrom = "stdio" | "elsewhere" | "page";

/** Asks from outside: one question at a time, as events. */
export interface Asking {
  /** The answer; null: left, or the run was stopped. */
  ask<T>(question: Question, read: Reader<T>, stop?: AbortSignal): Promise<T | null | Nobody>;
  join(line: RunLine): void;
  leave(): void;
}

interface Open {
  id: string;
  /** Says why when the answer is none; the question stays open. */
  take(answer: unknown, origin: AnswerOrigin): string | null;
  give(value: null | Nobody): void;
}

/**
 * Everything that came as an answer and is none is told by `answer.refused`. When stdin ends nobody is there any more;
 * anywhere else, somebody may come at any time once there is a run.
 */
export function newAsking(host: Host, from: AnsweredFrom): Asking {
  let line: RunLine | null = null;
  let said = 0;
  let count = 0;
  let open: Open | null = null;
  let ended = false;

  /** What is asked before there is a run is on stdout alone, under no run's name. */
  const emit = async (body: RunEventBody): Promise<void> => {
    if (line !== null) return await line.emit(body);
    if (from !== "stdio") return;
    const at = new Date(host.now()).toISOString();
    host.writeOut(jsonLine({ v: 1, seq: said++, at, run: "", ...body }));
  };
  const refuse = (id: string | null, why: string, origin?: AnswerOrigin) => {
    const ticket = origin?.ticket === undefined ? {} : { ticket: origin.ticket };
    void emit({ type: "answer.refused", id, why, ...ticket });
  };
  const take = (id: string, answer: unknown, origin: AnswerOrigin) => {
    if (open?.id !== id) {
      return refuse(id, wasAsked(id, count) ? "it has already been answered" : "no question has this id", origin);
    }
    const why = open.take(answer, origin);
    if (why !== null) refuse(id, why, origin);
  };
  const end = () => {
    ended = true;
    open?.give(nobody);
  };
  const hearing =
    from === "stdio"
      ? hearAnswers(host, { take: (id, answer) => take(id, answer, { by: "stdio" }), refuse, end })
      : null;

  return {
    async ask(question, read, stop) {
      if (stop?.aborted === true) return null;
      if (from === "stdio" ? ended : line === null) return nobody;
      const id = `q${++count}`;
      const opened = openQuestion(id, read);
      open = opened;
      const leave = () => opened.give(null);
      stop?.addEventListener("abort", leave, { once: true });
      // Heard before it is asked: an answer may come as soon as the question can be seen.
      const unhear = line?.hear(take);
      await emit({ type: "question.asked", id, ...question });
      const { value, origin } = await opened.answered;
      open = null;
      unhear?.();
      stop?.removeEventListener("abort", leave);
      if (origin !== null) await emit({ type: "question.answered", id, ...origin });
      return value;
    },
    join(joined) {
      line = joined;
      count = Math.max(count, joined.asked);
    },
    leave() {
      line = null;
      hearing?.close();
    },
  };
}

function openQuestion<T>(id: string, read: Reader<T>) {
  const { promise, resolve } = Promise.withResolvers<{ value: T | null | Nobody; origin: AnswerOrigin | null }>();
  let isOver = false;
  const settle = (value: T | null | Nobody, origin: AnswerOrigin | null) => {
    isOver = true;
    resolve({ value, origin });
  };
  return {
    id,
    answered: promise,
    take: (answer: unknown, origin: AnswerOrigin) => {
      if (isOver) return "it has already been answered";
      const got = answer === null ? { ok: true as const, value: null } : read(answer);
      if (!got.ok) return got.why;
      settle(got.value, origin);
      return null;
    },
    give: (value: null | Nobody) => settle(value, value === nobody ? { by: "nobody" } : null),
  };
}

/** Ids count from `q1`. */
function wasAsked(id: string, count: number): boolean {
  const number = /^q([1-9]\d{0,8})$/.exec(id)?.[1];
  return number !== undefined && Number(number) <= count;
}
