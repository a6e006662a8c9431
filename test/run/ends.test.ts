import { expect, test } from "bun:test";
import { BaroError } from "../../src/core/error.ts";
import { exitCodeOfInterrupt, type Interrupt, isInterruption, listenForInterrupts } from "../../src/run/interrupts.ts";
import { interruptedEnd, outcomeOf } from "../../src/run/outcome.ts";

/** A machine whose signals and whose time a test gives. */
function machine() {
  let hear: (name: Interrupt) => void = () => {};
  let isHeard = true;
  const sleeping: { ms: number; wake: () => void; signal: AbortSignal | undefined }[] = [];
  return {
    host: {
      onSignal: (listener: (name: Interrupt) => void) => {
        hear = listener;
        return () => {
          isHeard = false;
        };
      },
      sleep: (ms: number, signal?: AbortSignal) =>
        new Promise<void>((wake) => {
          sleeping.push({ ms, wake, signal });
          signal?.addEventListener("abort", () => wake(), { once: true });
        }),
    },
    send: (name: Interrupt) => hear(name),
    sleeping,
    isHeard: () => isHeard,
  };
}
const turn = () => new Promise((resolve) => void setImmediate(resolve));
const gone = new BaroError("no-repository", "It was removed");

test.each<[Interrupt, number]>([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
])("%s ends a run with exit code %p, and is the only one that counts", (name, exitCode) => {
  const { host, send, isHeard } = machine();
  const interrupts = listenForInterrupts(host);
  expect([interrupts.reason(), interrupts.signal.aborted]).toEqual([null, false]);
  send(name);
  send(name === "SIGINT" ? "SIGTERM" : "SIGINT");
  expect([interrupts.reason(), interrupts.signal.aborted, interrupts.timeIsUp()]).toEqual([name, true, false]);
  expect(interruptedEnd(interrupts)).toEqual({ outcome: "interrupted", exitCode });
  expect(exitCodeOfInterrupt(name)).toBe(exitCode);
  interrupts.giveUp(gone);
  expect(interrupts.loss()).toBeNull();
  interrupts.close();
  expect(isHeard()).toBe(false);
});

test("a run whose time is up has met a ceiling, unless it was called off or stopped before", async () => {
  const { host, sleeping, send } = machine();
  const interrupts = listenForInterrupts(host);
  interrupts.endIn(500)[Symbol.dispose]();
  await turn();
  expect([interrupts.signal.aborted, interrupts.timeIsUp()]).toEqual([false, false]);
  interrupts.endIn(700);
  expect(sleeping.map(({ ms }) => ms)).toEqual([500, 700]);
  sleeping[1]?.wake();
  await turn();
  expect([interrupts.signal.aborted, interrupts.timeIsUp(), interrupts.reason()]).toEqual([true, true, null]);
  expect(interruptedEnd(interrupts)).toEqual({ outcome: "ceiling", exitCode: 6 });

  const stopped = listenForInterrupts(host);
  stopped.endIn(900);
  send("SIGTERM");
  sleeping[2]?.wake();
  await turn();
  expect(stopped.timeIsUp()).toBe(false);
  expect(interruptedEnd(stopped).exitCode).toBe(143);
});

test("a run that lost a place ends with that error's code", () => {
  const interrupts = listenForInterrupts(machine().host);
  interrupts.giveUp(gone);
  interrupts.giveUp(new BaroError("no-state", "That as well"));
  expect(interrupts.loss()).toBe(gone);
  expect(interruptedEnd(interrupts)).toEqual({ outcome: "interrupted", exitCode: 5 });
});

test("only what was thrown because the run was stopped is an interruption", () => {
  const { host, send } = machine();
  const interrupts = listenForInterrupts(host);
  const aborted = () => {
    try {
      interrupts.signal.throwIfAborted();
      return null;
    } catch (error) {
      return error;
    }
  };
  expect(isInterruption(new Error("any"), interrupts)).toBe(false);
  send("SIGINT");
  expect(isInterruption(aborted(), interrupts)).toBe(true);
});

const merged = { outcome: "merged", held: false } as const;
test.each<[string, Parameters<typeof outcomeOf>[0], string]>([
  [
    "checks that did not end",
    { conducted: "done", stories: [merged], verified: "unfinished", fellShort: false },
    "partial",
  ],
  [
    "a story that is not finished",
    { conducted: "done", stories: [merged, { outcome: null, held: false }], verified: "passed", fellShort: false },
    "partial",
  ],
  [
    "a failed story that is said to have held",
    { conducted: "done", stories: [merged, { outcome: "failed", held: true }], verified: "passed", fellShort: false },
    "partial",
  ],
  [
    "one empty and one failed story",
    {
      conducted: "done",
      stories: [
        { outcome: "empty", held: false },
        { outcome: "failed", held: false },
      ],
      verified: "none",
      fellShort: false,
    },
    "failed",
  ],
])("%s: what the run comes to", (_name, facts, outcome) => {
  expect(outcomeOf(facts).outcome).toBe(outcome as never);
});
