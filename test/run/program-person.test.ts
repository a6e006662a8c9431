import { describe, expect, test } from "bun:test";
import type { Decision } from "../../src/core/decision.ts";
import type { RunEventBody } from "../../src/core/event.ts";
import { nobody, type RunLine } from "../../src/core/person.ts";
import type { Host } from "../../src/host/host.ts";
import { programPerson } from "../../src/run/program-person.ts";
import { testHost } from "../cli/test-host.ts";
import { samplePlan } from "../report/sample-run.ts";

/** A program on stdin: what it was shown, and what it says. */
function onStdin() {
  let hear: (chunk: Uint8Array) => void = () => {};
  let finish = () => {};
  const state = { closed: false };
  const host = {
    ...testHost(),
    now: () => 0,
    hearStdin: (onChunk: (chunk: Uint8Array) => void, onEnd: () => void) => {
      [hear, finish] = [onChunk, onEnd];
      return () => {
        state.closed = true;
      };
    },
  } as Host & { out(): string };
  const written: string[] = [];
  host.writeOut = (text) => void written.push(text);
  return {
    host,
    state,
    say: (text: string) => hear(Buffer.from(text)),
    answer: (id: string, answer: unknown) => hear(Buffer.from(`${JSON.stringify({ id, answer })}\n`)),
    end: () => finish(),
    /** What was said before there was a run. */
    shown: () => written.map((line) => JSON.parse(line)),
  };
}

/** A run that is open; `hear` gives what is left in its folder. */
function openRun(asked = 0) {
  const events: RunEventBody[] = [];
  let take: Parameters<RunLine["hear"]>[0] | null = null;
  const line: RunLine = {
    asked,
    emit: async (event) => void events.push(event),
    hear: (taking) => {
      take = taking;
      return () => {
        take = null;
      };
    },
  };
  return {
    line,
    events,
    isHeard: () => take !== null,
    leave: (id: string, answer: unknown) => take?.(id, answer, { by: "page", ticket: "t1" }),
  };
}

describe("a program on stdin", () => {
  test("is asked on stdout before there is a run, and its answer is said to be heard", async () => {
    const program = onStdin();
    const goal = programPerson(program.host, "stdio").askGoal();
    program.answer("q1", "  Fix it ");
    expect(await goal).toBe("Fix it");
    const at = "1970-01-01T00:00:00.000Z";
    expect(program.shown()).toEqual([
      {
        v: 1,
        seq: 0,
        at,
        run: "",
        type: "question.asked",
        id: "q1",
        kind: "goal",
        question: "What should be true when baro is done?",
      },
      { v: 1, seq: 1, at, run: "", type: "question.answered", id: "q1", by: "stdio" },
    ]);
  });

  test("hears why an answer is none, and the question stays open", async () => {
    const program = onStdin();
    const goal = programPerson(program.host, "stdio").askGoal();
    program.say("what?\n\n");
    program.answer("q2", "x");
    program.answer("q01", "x");
    program.answer("q1", 7);
    program.answer("q1", "Fix it");
    program.answer("q1", "No, that");
    expect(await goal).toBe("Fix it");
    program.answer("q1", "And this");
    expect(
      program
        .shown()
        .filter(({ type }) => type === "answer.refused")
        .map(({ id, why }) => [id, why]),
    ).toEqual([
      [null, 'it is not JSON: write {"id": …, "answer": …} on one line'],
      ["q2", "no question has this id"],
      ["q01", "no question has this id"],
      ["q1", "answer: Invalid input: expected string, received number"],
      ["q1", "it has already been answered"],
      ["q1", "it has already been answered"],
    ]);
  });

  test("that ends is nobody: the open question and all that follow are told so", async () => {
    const program = onStdin();
    const person = programPerson(program.host, "stdio");
    const goal = person.askGoal();
    program.end();
    expect(await goal).toBe(nobody);
    expect(await person.answer("Which?")).toBe(nobody);
    expect(program.shown().map(({ type, by }) => [type, by])).toEqual([
      ["question.asked", undefined],
      ["question.answered", "nobody"],
    ]);
  });

  test("may say its last line without an end of line", async () => {
    const program = onStdin();
    const goal = programPerson(program.host, "stdio").askGoal();
    program.say('{"id":"q1","answer":"Fix it"}');
    program.end();
    expect(await goal).toBe("Fix it");
  });

  test("that says a thousand things that are no answers is not listened to any more", async () => {
    const program = onStdin();
    const goal = programPerson(program.host, "stdio").askGoal();
    program.say("no\n".repeat(1000));
    expect(program.state.closed).toBe(false);
    program.say("no\n");
    expect(program.state.closed).toBe(true);
    expect(await goal).toBe(nobody);
    program.answer("q1", "Fix it");
    expect(program.shown().filter(({ type }) => type === "answer.refused")).toHaveLength(1000);
  });

  test("leaves with null, and a run that is stopped leaves for it", async () => {
    const program = onStdin();
    const person = programPerson(program.host, "stdio");
    const stop = new AbortController();
    const left = person.answer("Which?", stop.signal);
    program.answer("q1", null);
    expect(await left).toBeNull();
    const stopped = person.answer("Which?", stop.signal);
    stop.abort();
    expect(await stopped).toBeNull();
    expect(await person.answer("Which?", stop.signal)).toBeNull();
    expect(program.shown().map(({ type, id }) => `${type} ${id}`)).toEqual([
      "question.asked q1",
      "question.answered q1",
      "question.asked q2",
    ]);
  });
});

describe("somebody elsewhere", () => {
  test("is nobody before there is a run, and is not shown anything then", async () => {
    const program = onStdin();
    expect(await programPerson(program.host, "elsewhere").askGoal()).toBe(nobody);
    expect(program.shown()).toEqual([]);
  });

  test("answers through the run's folder, heard as long as a question is open; ids go on from those that were asked", async () => {
    const [program, run] = [onStdin(), openRun(4)];
    const person = programPerson(program.host, "elsewhere");
    person.join?.(run.line);
    const answer = person.answer("Open a fork?", undefined, "delivery");
    run.leave("q4", true);
    run.leave("q5", "perhaps");
    run.leave("q5", true);
    expect(await answer).toBe("yes");
    expect(run.isHeard()).toBe(false);
    expect(run.events).toEqual([
      { type: "question.asked", id: "q5", kind: "delivery", question: "Open a fork?" },
      { type: "answer.refused", id: "q4", why: "it has already been answered", ticket: "t1" },
      { type: "answer.refused", id: "q5", why: expect.any(String), ticket: "t1" },
      { type: "question.answered", id: "q5", by: "page", ticket: "t1" },
    ]);
    person.leave?.();
    expect(await person.answer("Which?")).toBe(nobody);
  });

  test("who answers when the run is over already is not told on stdout", async () => {
    const [program, run] = [onStdin(), openRun()];
    const person = programPerson(program.host, "elsewhere");
    person.join?.(run.line);
    const answer = person.answer("Which?");
    person.leave?.();
    run.leave("q1", "this");
    expect(await answer).toBe("this");
    expect(program.shown()).toEqual([]);
    expect(run.events.map(({ type }) => type)).toEqual(["question.asked"]);
  });

  test("is shown all that it takes to answer", async () => {
    const [program, run] = [onStdin(), openRun()];
    const person = programPerson(program.host, "elsewhere");
    person.join?.(run.line);
    const probabilities = { focused: 0.5, sequential: 0.45, parallel: 0.05 };
    const decision: Decision = {
      mode: "sequential",
      confidence: 0.45,
      reason: "Steps",
      source: "rules",
      signals: [],
      clarity: "clear",
      question: null,
      probabilities,
    };
    const of = (what: string) => ({ what, cost: `${what}'s`, basis: "typical" });
    const outlook = { focused: of("one"), sequential: of("steps"), parallel: of("all") };
    const mode = person.chooseMode(decision, outlook, { leaves: "a branch", story: null });
    run.leave("q1", { mode: "sequential", accepted: true });
    // No plan was shown with it.
    expect(await mode).toEqual({ mode: "sequential", accepted: false });
    const review = person.reviewPlan(samplePlan, undefined, { changes: 2, isEdited: true, decision });
    run.leave("q2", "undo");
    expect(await review).toEqual({ action: "undo" });
    const left = person.reviewPlan(samplePlan);
    run.leave("q3", null);
    expect(await left).toEqual({ action: "leave" });
    const answers = [
      { value: "go", label: "Go", hint: "on" },
      { value: "stop", label: "Stop", hint: "here" },
    ] as const;
    const chosen = person.choose({ kind: "checks", question: "Without?", answers });
    run.leave("q4", "stop");
    expect(await chosen).toBe("stop");
    const asked = run.events.filter((event) => event.type === "question.asked");
    expect(asked).toMatchObject([
      {
        kind: "mode",
        suggested: "sequential",
        opensOn: "focused",
        leaves: "a branch",
        only: null,
        modes: [{ mode: "focused", what: "one" }, { mode: "sequential" }, { mode: "parallel", cost: "all's" }],
      },
      {
        kind: "plan",
        mode: "parallel",
        expected: samplePlan.expected,
        missing: samplePlan.missing,
        changes: 2,
        edited: true,
      },
      { kind: "plan", changes: 0, edited: false },
      { kind: "checks", question: "Without?", answers },
    ]);
  });
});
